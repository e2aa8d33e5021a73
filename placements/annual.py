"""What a return says once a year: as at the 31 March on which it ends.

Between that day and the next 31 March a date is answered by that return and by no other.
"""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import Case, DateField, Exists, F, Func, OuterRef, QuerySet, Subquery, When
from django.db.models.functions import ExtractYear

from sufficiency.core.measure import Counts, Measure, Result
from sufficiency.core.models import Authority
from sufficiency.extracts.models import LoadFile

from .models import Child, ChildFact, ChildRecord


def return_on(day: date) -> int:
    """The year of the return that ends on 31 March on or before a day."""
    return day.year if (day.month, day.day) >= (3, 31) else day.year - 1


def yearly_rows(model: type[ChildFact]) -> QuerySet[Any]:
    """The rows that count, each with ``answers_from`` and ``answers_until`` and with ``age`` on its 31 March.

    The date of birth is that of the latest header that holds the child; without one, that of the row
    (docs/definitions.md, settled reading 13). ``age`` is None when neither is known.
    """
    of_child = {"authority": OuterRef("authority"), "child": OuterRef("child")}
    child = Child.objects.filter(authority=OuterRef("authority"), identifier=OuterRef("child"))
    in_a_header = Exists(ChildRecord.objects.filter(file__current=True, **of_child))
    return model.objects.filter(file__current=True).annotate(
        answers_from=day_of_year(F("year"), 3, 31),
        answers_until=day_of_year(F("year") + 1, 3, 31),
        born=Case(When(in_a_header, then=Subquery(child.values("date_of_birth"))), default=F("date_of_birth")),
        age=F("year") - ExtractYear("born") - Case(When(born__month__gt=3, then=1), default=0),
    )


def day_of_year(year: Any, month: int, day: int) -> Func:
    """A day of a year that a query works out."""
    return Func(year, month, day, function="make_date", output_field=DateField())


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
