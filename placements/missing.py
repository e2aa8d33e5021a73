"""Measures of children who go missing from care."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from sufficiency.core.area import Area
from sufficiency.core.dates import months_back
from sufficiency.core.holdings import NOT_LOADED
from sufficiency.core.measure import Better, Counts, Relation, Result, Tally, Unit

from .annual import OfReturns
from .models import CarePeriod, MissingYear

KIND = "missing"
KINDS = ("header", "episodes", "uasc")
IN_CARE_IN_YEAR = Relation("in care in the year", CarePeriod.objects.all, "starts", "in_year_until", kinds=KINDS)
MISSING_IN_YEAR = Relation("missing in the year", MissingYear.objects.all, kinds=(KIND, *KINDS))


@dataclass(frozen=True, kw_only=True)
class MissingMeasure(OfReturns):
    """A measure of the year to a day that needs the missing files of the return years which that year touches."""

    def result(self, area: Area, day: date, counts: Counts, prepared: Any) -> Result:
        """As of any measure; no value when none of the files is loaded, and a note when one of them is not."""
        found = super().result(area, day, counts, prepared)
        filed = self.filed(prepared, area, KIND)
        first = months_back(day, 12) + timedelta(days=1)
        needed = dict.fromkeys((_return_of(first), _return_of(day)))
        lacking = [str(year) for year in needed if year not in filed]
        if not lacking:
            return found
        note = f"{NOT_LOADED}the missing file of the return of {' and '.join(lacking)}."
        if len(lacking) < len(needed):
            return replace(found, note=note)
        return replace(found, value=None, at_most=None, note=note)


def _return_of(day: date) -> int:
    """The year of the return into which a day falls."""
    return day.year + ((day.month, day.day) > (3, 31))


MISSING = MissingMeasure(
    slug="missing-percent",
    title="Missing from care",
    definition="Of the children who were in care at some time in the twelve months up to the day, how many in a "
    "hundred went missing in those months.",
    technical="Children of the denominator with an incident (MISSING = M) that overlaps the year to D: MIS_START by D, "
    "MIS_END blank or on or after its first day / children in care on any day of the year to D.",
    source="SSDA903 return: missing, episodes",
    unit=Unit.PERCENT,
    better=Better.LOWER,
    numerator=Tally(MISSING_IN_YEAR),
    denominator=Tally(IN_CARE_IN_YEAR),
)

MEASURES = (MISSING,)
