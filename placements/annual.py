"""Measures of files that a return has once a year: without the file of that year nothing is known."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sufficiency.core.area import Area, of_area, within
from sufficiency.core.holdings import NOT_LOADED
from sufficiency.core.measure import Counts, Measure, Result
from sufficiency.extracts.models import LoadFile

# By code of the authority, the kinds and return years of its files that count.
Filed = Mapping[str, set[tuple[str, int | None]]]


def return_on(day: date) -> int:
    """The year of the return that ends on 31 March on or before a day."""
    return day.year if (day.month, day.day) >= (3, 31) else day.year - 1


@dataclass(frozen=True, kw_only=True)
class OfReturns(Measure):
    """A measure that looks at which years' files are loaded."""

    @staticmethod
    def prepare(area: Area) -> Filed:
        """What is loaded of all kinds and years."""
        files = within(LoadFile.objects.filter(current=True, authority__isnull=False), area).order_by()
        filed: dict[str, set[tuple[str, int | None]]] = defaultdict(set)
        for code, kind, year in files.values_list("authority_id", "kind", "year").distinct():
            filed[code].add((kind, year))
        return filed

    @staticmethod
    def filed(prepared: Filed, area: Area, kind: str) -> set[int | None]:
        """The return years of which a file of a kind is loaded; of several authorities, by any of them."""
        return {year for held in of_area(prepared, area) for of, year in held if of == kind}


@dataclass(frozen=True, kw_only=True)
class YearlyMeasure(OfReturns):
    """A measure of what a return says once a year, as at the 31 March on which the latest return by the day ended."""

    kind: str  # slug

    def result(self, area: Area, day: date, counts: Counts, prepared: Any) -> Result:
        """As of any measure; a count of what is not loaded is not known, rather than 0."""
        found = super().result(area, day, counts, prepared)
        year = return_on(day)
        if year in self.filed(prepared, area, self.kind):
            return replace(found, note=f"Return of {year}.")
        numerator = None if found.denominator is None else found.numerator
        note = f"{NOT_LOADED}the {self.kind} file of the return of {year}."
        return replace(found, numerator=numerator, value=None, at_most=None, note=note)
