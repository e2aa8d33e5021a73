"""The exempt annex of a report: rows about single children, worked out anew for each reader and kept nowhere.

So what is erased is gone from it, and it can differ from the figures that were frozen.
"""

from dataclasses import dataclass
from datetime import date

from placements.codes import LS, PLACE
from placements.models import EpisodeSpan, PlacementSpell
from placements.unregulated import CaseLine, weekly_report
from sufficiency.core.dates import OPEN, quarter_end_before
from sufficiency.core.models import Authority
from sufficiency.dashboards.ages import age_band
from sufficiency.dashboards.tables import NOT_KNOWN, label


@dataclass(frozen=True)
class Away:
    """A child who lives outside the area."""

    child: str
    age: str
    legal_status: str
    place: str
    authority: str
    miles: str
    since: date


@dataclass(frozen=True)
class Move:
    """A child who began to live somewhere else in the quarter, having lived elsewhere in the same period of care.

    ``settled`` is whether it was no temporary move; ``left`` the day it ended again, None while it lasts.
    """

    child: str
    age: str
    moved_on: date
    before_since: date
    left: date | None


@dataclass(frozen=True)
class Annex:
    """All of it. Moves are those since ``since``, the end of the quarter before."""

    day: date
    since: date
    away: tuple[Away, ...]
    cases: tuple[CaseLine, ...]
    moves: tuple[Move, ...]

    @property
    def rows(self) -> int:
        return len(self.away) + len(self.cases) + len(self.moves)


def annex_of(authority: Authority, day: date) -> Annex:
    """The children outside the area, the open cases of unregulated placements, and the moves of the quarter."""
    since = quarter_end_before(day)
    return Annex(
        day=day,
        since=since,
        away=tuple(_away(authority, day)),
        cases=tuple(weekly_report(authority, day).current),
        moves=tuple(_moves(authority, since, day)),
    )


def _away(authority: Authority, day: date) -> list[Away]:
    """The farthest first; what is not known last."""
    spans = EpisodeSpan.objects.for_authority(authority).in_care_on(day).filter(in_area=False)
    found = sorted(
        spans.select_related("child", "placement_authority"),
        key=lambda span: (span.distance is None, -(span.distance or 0), span.child.identifier),
    )
    return [
        Away(
            child=span.child.identifier,
            age=age_band(span.child.date_of_birth, day),
            legal_status=label(LS, span.legal_status),
            place=label(PLACE, span.place),
            authority=span.placement_authority.name if span.placement_authority else NOT_KNOWN,
            miles=NOT_KNOWN if span.distance is None else f"{span.distance:,}",
            since=span.placed_since,
        )
        for span in found
    ]


def _moves(authority: Authority, since: date, day: date) -> list[Move]:
    """Spells begun after ``since`` and by the day that another of the same period of care came before."""
    began = PlacementSpell.objects.for_authority(authority).filter(starts__gt=since, starts__lte=day)
    moved = [
        spell
        for spell in began.select_related("child").order_by("starts", "child__identifier")
        if spell.starts > spell.in_care_since
    ]
    ended = {
        (spell.child_id, spell.ends): spell.starts
        for spell in PlacementSpell.objects.for_authority(authority).filter(ends__gt=since, ends__lte=day)
    }
    return [
        Move(
            child=spell.child.identifier,
            age=age_band(spell.child.date_of_birth, day),
            moved_on=spell.starts,
            before_since=ended.get((spell.child_id, spell.starts), spell.in_care_since),
            left=None if spell.ends == OPEN or spell.ends > day else spell.ends,
        )
        for spell in moved
    ]
