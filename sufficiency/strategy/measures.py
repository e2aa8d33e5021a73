"""Measures against the strategy: how many more places are needed in the area.

The out-of-area target comes from the strategy in force (docs/strategy.md).
"""

from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from math import ceil
from typing import Any

from placements.measures import EPISODES, OUT_OF_AREA
from sufficiency.core.area import Area
from sufficiency.core.measure import Better, Counts, Dimension, Measure, Number, Result, Unit
from sufficiency.core.models import Authority
from sufficiency.core.rounding import half_up

from .models import Target, target_for


@dataclass(frozen=True, kw_only=True)
class PlacesGap(Measure):
    """Children out of area beyond what the target share allows, at the target in force on the day."""

    strict: bool

    @property
    def dimensions(self) -> tuple[Dimension, ...]:
        """None: the target is one for all children together."""
        return ()

    @staticmethod
    def prepare(area: Area) -> list[Target]:
        """The targets of an authority; several together have none."""
        return list(Target.objects.for_authority(area)) if isinstance(area, Authority) else []

    def result(self, area: Area, day: date, counts: Counts, prepared: Any) -> Result:
        """Places; no value while no target is in force."""
        outside = super().result(area, day, counts, prepared)
        target = target_for(prepared, OUT_OF_AREA.slug, day)
        if target is None:
            note = "No out-of-area target is in force on this date: enter one with manage.py enter_strategy."
            return replace(outside, numerator=None, denominator=None, value=None, at_most=None, note=note)
        allowed = Fraction(target.value) / 100 * counts[OUT_OF_AREA.denominator or self.numerator]
        exact = counts[self.numerator] - allowed
        value = self._places(exact)
        return replace(
            outside,
            numerator=value if self.strict else exact,
            denominator=None,
            value=value,
            at_most=self._places(exact + outside.unknown),
            note=f"Target: {target.value.normalize():f}%, {target.source}.",
        )

    def _places(self, exact: Number) -> int:
        """Whole places, never below 0."""
        return max(ceil(exact) if self.strict else half_up(exact), 0)

    def tallies(self) -> Any:
        """What must be counted: the children outside the area, and all in care."""
        return OUT_OF_AREA.tallies()


def _gap(slug: str, title: str, definition: str, technical: str, *, strict: bool) -> PlacesGap:
    return PlacesGap(
        slug=slug,
        title=title,
        definition=definition,
        technical=technical,
        source=f"{EPISODES}; the strategy's out-of-area target",
        unit=Unit.PLACES,
        better=Better.LOWER,
        numerator=OUT_OF_AREA.numerator,
        denominator=OUT_OF_AREA.denominator,
        unknown=OUT_OF_AREA.unknown,
        strict=strict,
    )


PLACES_GAP = _gap(
    "places-gap",
    "Places gap",
    "How many more places are needed inside the council's area to bring the share of children placed outside it down "
    "to the strategy's target.",
    "Out-of-area children - target share x children in care, rounded half-up, never below 0; the exact difference is "
    "the numerator.",
    strict=False,
)
PLACES_GAP_STRICT = _gap(
    "places-gap-strict",
    "Places gap, strict",
    "The fewest children who must move into the council's area for the share placed outside it to be at or below the "
    "strategy's target.",
    "The smallest whole number n for which (out-of-area children - n) / children in care is at or below the target.",
    strict=True,
)

MEASURES = (PLACES_GAP, PLACES_GAP_STRICT)
