"""From stays and legal statuses to the episodes of a return."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from .children import Person
from .dice import Dice
from .legal import make_statuses
from .periods import Period
from .places import Place
from .provision import Home, family_places
from .reference import ReferenceDay, family_place
from .schedule import FIRST_DAY, REFERENCE_DAY, Setting
from .stays import FOSTER, Stay, make_stays

STILL_IN_CARE = "X1"


@dataclass(frozen=True)
class Episode:
    """A row of the episodes file with real dates; ``ends`` is None when it outlasts the last return."""

    child: str
    starts: date
    rne: str
    legal_status: str
    need: str
    place: str
    provider: str
    ends: date | None
    rec: str
    why_moved: str
    home_postcode: str
    placement_postcode: str
    urn: str


def _need(period: Period) -> str:
    """CIN: why the child came into care."""
    if period.uasc:
        return "N8"
    if period.leaves_for == "remand":
        return "N6"
    if Dice("disability", period.number).chance(0.09):
        return "N2"
    return Dice("need", period.family).weighted({"N1": 66, "N5": 16, "N4": 9, "N3": 4, "N6": 3, "N8": 2})


_AT_18 = {
    Setting.UNREGULATED: {"E5": 55, "E6": 35, "E8": 10},
    Setting.EXTERNAL_HOME: {"E5": 50, "E6": 20, "E7": 30},
    Setting.PARENTS: {"E6": 50, "E8": 50},
}
_BEFORE_18 = {
    "adoption": {"E11": 35, "E12": 65},
    "home": {"E4A": 70, "E4B": 30},
    "arrangements order": {"E41": 1},
    "relatives": {"E13": 1},
    "transfer": {"E3": 1},
    "remand": {"E14": 70, "E9": 30},
    "other": {"E8": 85, "E9": 8, "E16": 7},
}


def _reason_ceased(period: Period, last: Setting) -> str:
    """REC of the last episode."""
    dice = Dice("ceased", period.number)
    if period.at_18:
        foster = {"E17": 62, "E5": 22, "E6": 16}
        return dice.weighted(foster if last in FOSTER else _AT_18.get(last, {"E5": 60, "E6": 40}))
    if period.leaves_for == "guardianship":
        if last is Setting.CONNECTED:
            return "E45"
        return dice.weighted({"E46": 25, "E47": 65, "E48": 10} if last in FOSTER else {"E47": 90, "E48": 10})
    return dice.weighted(_BEFORE_18[period.leaves_for])


@dataclass(frozen=True)
class _Away:
    """A temporary move: the child goes back to the same place on the day ``back``."""

    start: date
    back: date
    code: str
    where: Place


def _temporary_moves(period: Period, changes: list[date], stays: list[Stay]) -> list[_Away]:
    """A few days in hospital or elsewhere, in some of the longer stretches with foster carers."""
    dice = Dice("temporary", period.number)
    moves = []
    for number, start in enumerate(changes):
        end = (*changes[1:], period.until)[number]
        stay = [stay for stay in stays if stay.start <= start][-1]
        first = max(start, FIRST_DAY) + timedelta(days=30)
        if stay.home.setting not in FOSTER or (end - first).days < 200 or not dice.chance(0.035):
            continue
        leaves = dice.day(first, end - timedelta(days=40))
        code = dice.weighted({"T1": 35, "T2": 10, "T3": 25, "T4": 30})
        back = leaves + timedelta(days=dice.between(2, 7 if code == "T4" else 14))
        if not leaves <= REFERENCE_DAY < back:
            moves.append(_Away(leaves, back, code, dice.pick(family_places())))
    return moves


def _rne(start: date, period: Period, stay: Stay, status_changes: bool) -> str:
    """RNE: why a new episode begins."""
    if start == period.start:
        return "S"
    if start != stay.start:
        return "L"
    if stay.same_carer:
        return "U" if status_changes else "T"
    return "B" if status_changes else "P"


def _period_episodes(person: Person, period: Period, home_postcode: str, now: Home | None) -> list[Episode]:
    """The episodes of a period: a new one whenever the stay or the legal status changes."""
    stays = make_stays(period, family_place(period), now)
    statuses = make_statuses(period, stays)
    changes = sorted({*(stay.start for stay in stays), *statuses})
    episodes = []
    for start in changes:
        stay = [stay for stay in stays if stay.start <= start][-1]
        episode = Episode(
            child=person.identifier,
            starts=start,
            rne=_rne(start, period, stay, start in statuses),
            legal_status=statuses[max(since for since in statuses if since <= start)],
            need=_need(period),
            place=stay.code,
            provider=stay.home.provider,
            ends=None,
            rec="",
            why_moved=stay.why,
            home_postcode=home_postcode,
            placement_postcode=stay.home.where.postcode,
            urn=stay.home.urn,
        )
        episodes.append(episode)
    for away in _temporary_moves(period, changes, stays):
        episodes += _there_and_back(away, episodes)
    return _closed(sorted(episodes, key=lambda episode: episode.starts), period, stays[-1].home.setting)


def _there_and_back(away: _Away, episodes: list[Episode]) -> list[Episode]:
    """The temporary episode, and the one in which the child is back where they were."""
    before = [episode for episode in episodes if episode.starts <= away.start][-1]
    there = replace(before, starts=away.start, rne="P", why_moved="OTHER", place=away.code, provider="", urn="")
    return [
        replace(there, placement_postcode=away.where.postcode),
        replace(before, starts=away.back, rne="P", why_moved="OTHER"),
    ]


def _closed(episodes: list[Episode], period: Period, last: Setting) -> list[Episode]:
    """End every episode where the next begins; the reason for a move belongs to the place that was left."""
    closed = []
    for episode, following in zip(episodes, [*episodes[1:], None], strict=True):
        if following:
            why = "" if following.rne == "L" else following.why_moved
            closed.append(replace(episode, ends=following.starts, rec=STILL_IN_CARE, why_moved=why))
        else:
            rec = _reason_ceased(period, last) if period.end else ""
            closed.append(replace(episode, ends=period.end, rec=rec, why_moved=""))
    return closed


def make_episodes(people: dict[Period, Person], day: ReferenceDay) -> list[Episode]:
    """Every episode of every period of care."""
    episodes = []
    for period, person in people.items():
        unknown = period in day.family_not_known
        if period.uasc and not period.is_current:
            unknown = Dice("family not known", period.number).chance(0.2)
        postcode = "" if unknown else family_place(period).postcode
        episodes += _period_episodes(person, period, postcode, day.homes.get(period))
    return episodes
