"""Writes the yearly return files in their official layout."""

import csv
from collections.abc import Iterable
from datetime import date
from io import StringIO

from .children import Person, make_children
from .days import birthday, years_between
from .episodes import Episode, make_episodes
from .periods import make_periods
from .reference import deal
from .schedule import RETURN_YEARS
from .short_breaks import make_short_breaks
from .totals import check_totals

HEADER = ("CHILD", "SEX", "DOB", "ETHNIC", "UPN", "MOTHER", "MC_DOB")
EPISODES = (
    "CHILD", "DECOM", "RNE", "LS", "CIN", "PLACE", "PLACE_PROVIDER", "DEC", "REC", "REASON_PLACE_CHANGE",
    "HOME_POST", "PL_POST", "URN",
)  # fmt: skip
# Identifiers of the others are 3071 and every 797th number after it: none of these.
_SHORT_BREAK_IDENTIFIERS = ("008350", "117604", "260043", "401977", "588012", "702345")
UASC = ("CHILD", "SEX", "DOB", "DUC")


def demo_returns() -> dict[int, dict[str, bytes]]:
    """The demo's returns: return year -> file name (such as ``2021-episodes.csv``) -> content.

    The same bytes at every call. ValueError when they would miss a published total.
    """
    people, episodes = _records()
    return {year: _files(year, people, episodes) for year in RETURN_YEARS}


def _records() -> tuple[list[Person], list[Episode]]:
    """Everybody and every episode, in the order of the files."""
    periods = make_periods()
    of_period = make_children(periods)
    day = deal(periods)
    episodes = make_episodes(of_period, day)
    people = {person.identifier: person for person in of_period.values()}
    check_totals(people, episodes)
    breaks_people, breaks = make_short_breaks(_SHORT_BREAK_IDENTIFIERS)
    people |= {person.identifier: person for person in breaks_people}
    return (
        [people[identifier] for identifier in sorted(people)],
        sorted([*episodes, *breaks], key=lambda episode: (episode.child, episode.starts)),
    )


def _files(year: int, people: list[Person], episodes: list[Episode]) -> dict[str, bytes]:
    first, last = date(year - 1, 4, 1), date(year, 3, 31)
    held = [e for e in episodes if e.starts <= last and (e.ends is None or e.ends >= first)]
    children = {episode.child for episode in held}
    listed = [person for person in people if person.identifier in children]
    return {
        f"{year}-header.csv": _csv(HEADER, (_header_row(person, last) for person in listed)),
        f"{year}-episodes.csv": _csv(EPISODES, (_episode_row(episode, last) for episode in held)),
        f"{year}-uasc.csv": _csv(UASC, (_uasc_row(person, last) for person in listed if person.uasc)),
    }


def _csv(columns: Iterable[str], rows: Iterable[Iterable[str]]) -> bytes:
    text = StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(columns)
    writer.writerows(rows)
    return text.getvalue().encode()


def _day(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else ""


def _header_row(person: Person, year_end: date) -> list[str]:
    # Pupil numbers are invented; 000 is no authority's number. UN1: too young to have one.
    upn = f"A000000{person.identifier}" if years_between(person.born, year_end) > 4.5 and not person.uasc else "UN1"
    is_mother = person.mother_of is not None and person.mother_of <= year_end
    mother = "" if person.sex == "1" else str(int(is_mother))
    of = _day(person.mother_of) if is_mother else ""
    return [person.identifier, person.sex, _day(person.born), person.ethnicity, upn, mother, of]


def _episode_row(episode: Episode, year_end: date) -> list[str]:
    """The row as that year's return has it: what ends later is still open in it."""
    ended = episode.ends is not None and episode.ends <= year_end
    return [
        episode.child,
        _day(episode.starts),
        episode.rne,
        episode.legal_status,
        episode.need,
        episode.place,
        episode.provider,
        _day(episode.ends) if ended else "",
        episode.rec if ended else "",
        episode.why_moved if ended else "",
        episode.home_postcode,
        episode.placement_postcode,
        episode.urn,
    ]


def _uasc_row(person: Person, year_end: date) -> list[str]:
    turns_18 = birthday(person.born, 18)
    return [person.identifier, person.sex, _day(person.born), _day(turns_18) if turns_18 <= year_end else ""]
