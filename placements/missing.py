"""Measures of children who go missing from care."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.db.models import Q

from sufficiency.core.area import Area
from sufficiency.core.dates import months_back, return_year
from sufficiency.core.holdings import NOT_LOADED
from sufficiency.core.measure import Better, Counts, Relation, Result, Tally, Unit

from .annual import OfReturns
from .dimensions import OF_CHILD
from .models import CarePeriod, IncidentMonth, MissingYear

KIND = "missing"
KINDS = ("header", "episodes", "uasc")
SOURCE = "SSDA903 return: missing, episodes"


def _came_and_left() -> tuple[Relation, ...]:
    from .measures.relations import CEASED, STARTED  # noqa: PLC0415 - which declares measures by what stands here

    return STARTED, CEASED


IN_CARE_IN_YEAR = Relation(
    "in care in the year",
    CarePeriod.objects.all,
    "starts",
    "in_year_until",
    kinds=KINDS,
    needs=("episodes",),
    parts=OF_CHILD,
    flows=_came_and_left,
)
MISSING_IN_YEAR = Relation(
    "missing in the year", MissingYear.objects.all, kinds=(KIND, *KINDS), needs=(KIND,), parts=OF_CHILD
)
MISSING_IN_MONTH = Relation(
    "missing in the month",
    IncidentMonth.objects.all,
    ends="child_until",
    kinds=(KIND, *KINDS),
    needs=(KIND,),
    parts=OF_CHILD,
)
INCIDENTS_IN_MONTH = Relation(
    "incidents in the month",
    IncidentMonth.objects.all,
    kinds=(KIND, *KINDS),
    needs=(KIND,),
    parts=OF_CHILD,
    people=MISSING_IN_MONTH,
)


@dataclass(frozen=True, kw_only=True)
class YearToDayMeasure(OfReturns):
    """A measure of the year (or so many months) to a day, by a kind of file of the return years that it touches."""

    kind: str  # slug
    months: int = 12

    def result(self, area: Area, day: date, counts: Counts, prepared: Any) -> Result:
        """As of any measure; no value when none of the files is loaded, and a note when one of them is not."""
        found = super().result(area, day, counts, prepared)
        filed = self.filed(prepared, area, self.kind)
        first = months_back(day, self.months) + timedelta(days=1)
        needed = dict.fromkeys((return_year(first), return_year(day)))
        lacking = [str(year) for year in needed if year not in filed]
        if not lacking:
            return found
        note = f"{NOT_LOADED}the {self.kind} file of the return of {' and '.join(lacking)}."
        if len(lacking) < len(needed):
            return replace(found, note=note)
        numerator = None if found.denominator is None else found.numerator
        return replace(found, numerator=numerator, value=None, at_most=None, note=note)


MISSING = YearToDayMeasure(
    slug="missing-percent",
    title="Missing from care",
    definition="Of the children who were in care at some time in the twelve months up to the day, how many in a "
    "hundred went missing in those months.",
    technical="Children of the denominator with an incident (MISSING = M) that overlaps the year to D: MIS_START by D, "
    "MIS_END blank or on or after the first day of that year / children in care on any day of the year to D.",
    source=SOURCE,
    unit=Unit.PERCENT,
    better=Better.LOWER,
    kind=KIND,
    numerator=Tally(MISSING_IN_YEAR),
    denominator=Tally(IN_CARE_IN_YEAR),
)
MISSING_AGAIN = YearToDayMeasure(
    slug="missing-more-than-once-percent",
    title="Missing from care more than once",
    definition="Of the children who were in care at some time in the twelve months up to the day, how many in a "
    "hundred went missing more than once in those months.",
    technical="Children of the denominator with two or more incidents (MISSING = M) that overlap the year to D / "
    "children in care on any day of the year to D.",
    source=SOURCE,
    unit=Unit.PERCENT,
    better=Better.LOWER,
    kind=KIND,
    numerator=Tally(MISSING_IN_YEAR, Q(incidents__gte=2)),
    denominator=Tally(IN_CARE_IN_YEAR),
)
INCIDENTS = YearToDayMeasure(
    slug="missing-incidents-in-month",
    title="Missing incidents in the month",
    definition="How many times children in care went missing in the month up to the day.",
    technical="Incidents (MISSING = M) with MIS_START in the month to D, of children in care on that day.",
    source=SOURCE,
    unit=Unit.INCIDENTS,
    better=Better.LOWER,
    kind=KIND,
    months=1,
    numerator=Tally(INCIDENTS_IN_MONTH),
)
MISSING_CHILDREN = YearToDayMeasure(
    slug="missing-children-in-month",
    title="Children missing in the month",
    definition="How many children in care went missing in the month up to the day.",
    technical="Distinct children with an incident counted by missing-incidents-in-month.",
    source=SOURCE,
    unit=Unit.CHILDREN,
    better=Better.LOWER,
    kind=KIND,
    months=1,
    numerator=Tally(MISSING_IN_MONTH),
)

MEASURES = (MISSING, MISSING_AGAIN, INCIDENTS, MISSING_CHILDREN)
