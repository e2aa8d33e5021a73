"""Measures of what a return says once a year, as at the 31 March on which it ends."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sufficiency.core.measure import Counts, Measure, Result
from sufficiency.core.models import Authority
from sufficiency.extracts.models import LoadFile


def return_on(day: date) -> int:
    """The year of the return that ends on 31 March on or before a day."""
    return day.year if (day.month, day.day) >= (3, 31) else day.year - 1


@dataclass(frozen=True, kw_only=True)
class YearlyMeasure(Measure):
    """A measure of one kind of file of the latest return that has ended; without that file nothing is known."""

    kind: str  # slug

    def prepare(self, authority: Authority) -> set[int | None]:
        """The years whose files of this kind are loaded."""
        files = LoadFile.objects.filter(authority=authority, kind=self.kind, current=True)
        return set(files.values_list("year", flat=True))

    def result(self, authority: Authority, day: date, counts: Counts, prepared: Any) -> Result:
        """As of any measure; a count of what is not loaded is not known, rather than 0."""
        found = super().result(authority, day, counts, prepared)
        year = return_on(day)
        if year in prepared:
            return replace(found, note=f"Return of {year}.")
        numerator = None if found.denominator is None else found.numerator
        note = f"Not loaded: the {self.kind} file of the return of {year}."
        return replace(found, numerator=numerator, value=None, at_most=None, note=note)
