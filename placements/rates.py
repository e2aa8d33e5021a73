"""Measures with arithmetic of their own: a rate of the population, and growth without those who turned 18."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Any

from sufficiency.core.area import Area, of_area, within
from sufficiency.core.measure import Counts, Dimension, Measure, Result, Tally
from sufficiency.core.models import Authority, Population
from sufficiency.core.models.population import Estimate, estimate_for
from sufficiency.extracts.models import LoadFile

from .derivation import EPISODES_KIND

NO_POPULATION = "No population is loaded for this date."


@dataclass(frozen=True, kw_only=True)
class PopulationRate(Measure):
    """Children for every 10,000 of the area's 0 to 17 year olds."""

    @property
    def dimensions(self) -> tuple[Dimension, ...]:
        """None: the population is known as a whole."""
        return ()

    @staticmethod
    def prepare(area: Area) -> Mapping[str, list[Estimate]]:
        """The population estimates by code of the authority; of several authorities those that have made a return."""
        rows = within(Population.objects.all(), area)
        if not isinstance(area, Authority):
            returned = LoadFile.objects.filter(current=True, kind=EPISODES_KIND)
            rows = rows.filter(authority__in=returned.values("authority"))
        return rows.estimates_by_authority()

    def result(self, area: Area, day: date, counts: Counts, prepared: Any) -> Result:
        """The rate by the estimate that counts on the day; no value without one. The note says which it was."""
        in_care = super().result(area, day, counts, prepared)
        estimates = [estimate_for(each, day) for each in of_area(prepared, area)]
        known = [estimate for estimate in estimates if estimate is not None]
        if not known or len(known) < len(estimates):
            return replace(in_care, value=None, at_most=None, note=NO_POPULATION)
        children = sum(estimate.children for estimate in known)
        return replace(
            in_care,
            denominator=children,
            value=Fraction(10_000 * counts[self.numerator]) / children if children else None,
            at_most=None,
            note=f"Population: {_sources(known)}.",
        )


def _sources(estimates: list[Estimate]) -> str:
    """Where estimates come from: ``ONS mid-year estimate, mid-2020``, with the number of authorities if several."""
    authorities: dict[str, int] = defaultdict(int)
    for estimate in estimates:
        authorities[f"{estimate.source}, mid-{estimate.mid_year}"] += 1
    if len(estimates) == 1:
        return next(iter(authorities))
    return "; ".join(f"{source} ({count} councils)" for source, count in authorities.items())


@dataclass(frozen=True, kw_only=True)
class UnderlyingChange(Measure):
    """Started, less those who ceased before they were 18.

    That is the change of the number in care, which everybody knows, and those who ceased later.
    """

    ceased_earlier: Tally
    ceased: Tally

    def tallies(self) -> tuple[Tally, ...]:
        """What must be counted to work this measure out."""
        return (*super().tallies(), self.ceased_earlier, self.ceased)

    def result(self, area: Area, day: date, counts: Counts, prepared: Any) -> Result:
        """A count that may be negative."""
        started = super().result(area, day, counts, prepared)
        ceased, earlier = counts[self.ceased], counts[self.ceased_earlier]
        change = counts[self.numerator] - earlier
        groups = (*started.groups, ceased, ceased - earlier, earlier)
        return replace(started, numerator=change, value=change, groups=groups, at_most=None)
