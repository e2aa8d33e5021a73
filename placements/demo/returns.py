"""Writes the yearly return files in their official layout."""

from datetime import date
from functools import cache

from .aftercare import Leaver, leavers, oc3_file
from .children import Person, make_children
from .days import birthday, years_between
from .episodes import Episode, make_episodes
from .periods import make_periods
from .permanence import ad1_file, placed_for_adoption_file, previous_permanence_file
from .reference import deal
from .schedule import RETURN_YEARS
from .short_breaks import make_short_breaks
from .stretches import ReturnYear, Stretch, stretches
from .totals import check_totals
from .wellbeing import missing_file, oc2_file, reviews_file
from .writing import csv_file, written

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
    people, episodes = records()
    in_care = stretches(people, episodes)
    left = leavers(in_care)
    return {year: return_files(year, people, episodes, in_care, left) for year in RETURN_YEARS}


def return_files(
    year: int, people: list[Person], episodes: list[Episode], in_care: list[Stretch], left: list[Leaver]
) -> dict[str, bytes]:
    """The ten files of a return by name; ``people`` and ``episodes`` in the order of the files."""
    return _files(year, people, episodes) | _other_files(ReturnYear(year), in_care, left)


def demo_lives() -> tuple[list[Stretch], list[Leaver]]:
    """The time in care of which the returns tell, and who left care after 16: what other registers must agree with."""
    in_care = stretches(*records())
    return in_care, leavers(in_care)


@cache
def records() -> tuple[list[Person], list[Episode]]:
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
        f"{year}-header.csv": csv_file(HEADER, (_header_row(person, last) for person in listed)),
        f"{year}-episodes.csv": csv_file(EPISODES, (_episode_row(episode, last) for episode in held)),
        f"{year}-uasc.csv": csv_file(UASC, (_uasc_row(person, last) for person in listed if person.uasc)),
    }


def _other_files(year: ReturnYear, in_care: list[Stretch], left: list[Leaver]) -> dict[str, bytes]:
    return {
        f"{year.year}-reviews.csv": reviews_file(year, in_care),
        f"{year.year}-oc2.csv": oc2_file(year, in_care),
        f"{year.year}-oc3.csv": oc3_file(year, left),
        f"{year.year}-ad1.csv": ad1_file(year, in_care),
        f"{year.year}-placed_for_adoption.csv": placed_for_adoption_file(year, in_care),
        f"{year.year}-previous_permanence.csv": previous_permanence_file(year, in_care),
        f"{year.year}-missing.csv": missing_file(year, in_care),
    }


def _header_row(person: Person, year_end: date) -> list[str]:
    # Pupil numbers are invented; 000 is no authority's number. UN1: too young to have one.
    upn = f"A000000{person.identifier}" if years_between(person.born, year_end) > 4.5 and not person.uasc else "UN1"
    is_mother = person.mother_of is not None and person.mother_of <= year_end
    mother = "" if person.sex == "1" else str(int(is_mother))
    of = written(person.mother_of) if is_mother else ""
    return [person.identifier, person.sex, written(person.born), person.ethnicity, upn, mother, of]


def _episode_row(episode: Episode, year_end: date) -> list[str]:
    """The row as that year's return has it: what ends later is still open in it."""
    ended = episode.ends is not None and episode.ends <= year_end
    return [
        episode.child,
        written(episode.starts),
        episode.rne,
        episode.legal_status,
        episode.need,
        episode.place,
        episode.provider,
        written(episode.ends) if ended else "",
        episode.rec if ended else "",
        episode.why_moved if ended else "",
        episode.home_postcode,
        episode.placement_postcode,
        episode.urn,
    ]


def _uasc_row(person: Person, year_end: date) -> list[str]:
    turns_18 = birthday(person.born, 18)
    return [person.identifier, person.sex, written(person.born), written(turns_18) if turns_18 <= year_end else ""]
