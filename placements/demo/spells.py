"""Placements of the demo: stretches with the same carer, as the tracker works them out of the episodes."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from .episodes import Episode
from .schedule import Setting

_SHORT_BREAKS = ("V3", "V4")
_FOSTER = ("U1", "U2", "U3", "U4", "U5", "U6")
_AGENCIES = ("PR4", "PR5")
_NEW_CARER = ("S", "P", "B")


@dataclass(frozen=True)
class Spell:
    """A placement; ``ends`` is None when it outlasts the last return, ``leaves_care`` when care ends with it."""

    child: str
    starts: date
    ends: date | None
    setting: Setting | None
    postcode: str
    urn: str
    leaves_care: bool

    def covers(self, day: date) -> bool:
        return self.starts <= day and (self.ends is None or self.ends > day)


def spells(episodes: Iterable[Episode]) -> list[Spell]:
    """The placements of everybody in care, by child and date; temporary moves are passed over."""
    in_care = (episode for episode in episodes if episode.legal_status not in _SHORT_BREAKS)
    settled = (episode for episode in in_care if not episode.place.startswith("T"))
    return [
        spell
        for _, own in groupby(sorted(settled, key=lambda e: (e.child, e.starts)), key=lambda e: e.child)
        for spell in _of_child(list(own))
    ]


def _of_child(episodes: list[Episode]) -> Iterator[Spell]:
    first, before = episodes[0], episodes[0]
    for episode in episodes[1:]:
        came_back = before.ends != episode.starts and _whereabouts(before) == _whereabouts(episode)
        if episode.rne in _NEW_CARER and not (came_back and episode.rne != "S"):
            yield _spell(first, before)
            first = episode
        before = episode
    yield _spell(first, before)


def _whereabouts(episode: Episode) -> tuple[str, str, str]:
    return episode.place, episode.placement_postcode, episode.urn


def _spell(first: Episode, last: Episode) -> Spell:
    return Spell(
        first.child,
        first.starts,
        last.ends,
        _setting(last),
        last.placement_postcode,
        last.urn,
        leaves_care=last.rec not in ("", "X1"),
    )


def _setting(episode: Episode) -> Setting | None:
    """The setting, of those that others are paid for or that a child may move to from there; None for the rest."""
    if episode.place in _FOSTER:
        return Setting.AGENCY if episode.provider in _AGENCIES else Setting.OWN_FOSTER
    if episode.place in ("K1", "K2"):
        return Setting.OWN_HOME if episode.provider == "PR1" else Setting.EXTERNAL_HOME
    return {
        "H5": Setting.UNREGULATED,
        "P2": Setting.UNREGULATED,
        "P1": Setting.PARENTS,
        "R5": Setting.CUSTODY,
    }.get(episode.place)
