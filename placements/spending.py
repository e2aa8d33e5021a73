"""What placements cost in a financial year so far, and what they will have cost by its end at the rate of a day."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import DateField, DecimalField, F, Func, IntegerField, Q, QuerySet, Sum, Value
from django.db.models.functions import Coalesce, Greatest, Least

from sufficiency.core.dates import month_ends, return_year
from sufficiency.core.models import Authority

from .costs import in_force
from .models import PlacementCost

DAYS_A_WEEK = 7
POUNDS: "DecimalField[Any, Any]" = DecimalField(max_digits=14, decimal_places=2)
NOTHING = Value(Decimal(0), output_field=POUNDS)


@dataclass(frozen=True)
class Spending:
    """Pounds paid from 1 April of the year up to and including each day, and what a week costs on the last of them.

    ``year_end`` is the 31 March to come.
    """

    begins: date
    paid: tuple[tuple[date, Decimal], ...]
    weekly: Decimal
    year_end: date

    @property
    def day(self) -> date:
        return self.paid[-1][0]

    @property
    def so_far(self) -> Decimal:
        return self.paid[-1][1]

    @property
    def to_come(self) -> tuple[tuple[date, Decimal], ...]:
        """The day itself and each month-end to the end of the year, were every week to cost what this one does."""
        days = [self.day, *(each for each in month_ends(self.day, self.year_end) if each > self.day)]
        return tuple((each, self.so_far + self.weekly * (each - self.day).days / DAYS_A_WEEK) for each in days)

    @property
    def at_year_end(self) -> Decimal:
        """What the year will have cost at this week's rate."""
        return self.to_come[-1][1]


def spending_on(authority: Authority, day: date) -> Spending:
    """The year to a day, by the amounts that were in force on its days. One query, whatever the amounts.

    The first day that is no longer paid for is not counted (placements/costs.py).
    """
    end = date(return_year(day), 3, 31)
    begins = date(end.year - 1, 4, 1)
    days = [*(each for each in month_ends(begins, day) if each < day), day]
    sums = {f"to_{place}": Coalesce(Sum(_paid(begins, each)), NOTHING) for place, each in enumerate(days)}
    weekly = Coalesce(Sum("total", filter=in_force(day)), NOTHING, output_field=POUNDS)
    found = _overlapping(authority, begins, day).aggregate(**sums, weekly=weekly)
    paid = tuple((each, found[f"to_{place}"] / DAYS_A_WEEK) for place, each in enumerate(days))
    return Spending(begins, paid, found["weekly"], end)


def _overlapping(authority: Authority, first: date, last: date) -> QuerySet[PlacementCost]:
    ended_later = Q(paid_to=None) | Q(paid_to__gt=first)
    return PlacementCost.objects.filter(ended_later, authority=authority, paid_from__lte=last)


class Days(Func):
    """The number of days from the second date to the first."""

    template, arg_joiner, output_field = "(%(expressions)s)", " - ", IntegerField()


def _paid(first: date, last: date) -> Func:
    """An amount's pounds a week, times the days from the first to the last on which it was in force."""
    after = Value(last + timedelta(days=1), output_field=DateField())
    ends = Least(Coalesce(F("paid_to"), after), after)
    days = Greatest(Days(ends, Greatest(F("paid_from"), Value(first, output_field=DateField()))), 0)
    return Func(days, F("total"), template="(%(expressions)s)", arg_joiner=" * ", output_field=POUNDS)
