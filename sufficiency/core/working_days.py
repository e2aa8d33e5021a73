"""Working days in England: Monday to Friday but for bank holidays, those proclaimed for one year included.

In SQL ``working_days_after(day, number)`` gives the same, by the table of bank holidays.
"""

from bisect import bisect_right
from collections.abc import Sequence
from datetime import date, timedelta
from functools import cache

from django.db.models import DateField, Func
from holidays import country_holidays

from .dates import OPEN

# Children have come into care since the first day that a return may name; what is due is due within a few years.
FIRST_YEAR, LAST_YEAR = 1980, 2060
_SATURDAY = 5


@cache
def bank_holidays() -> frozenset[date]:
    """The bank holidays of England from 1980 to 2060; those to come as the law stands in the library's release."""
    years = range(FIRST_YEAR, LAST_YEAR + 1)
    return frozenset(country_holidays("GB", subdiv="ENG", years=years))


class WorkingDaysAfter(Func):
    """:func:`working_days_after` of a column of days, in SQL: ``WorkingDaysAfter(F("starts"), Value(20))``."""

    function = "working_days_after"
    output_field = DateField()


@cache
def working_days() -> Sequence[date]:
    """Every working day from 1980 to 2060, in order."""
    first, last = date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31)
    days = (first + timedelta(days=number) for number in range((last - first).days + 1))
    return tuple(day for day in days if day.weekday() < _SATURDAY and day not in bank_holidays())


def is_working_day(day: date) -> bool:
    """Whether a day is one."""
    return day.weekday() < _SATURDAY and day not in bank_holidays()


def working_days_after(day: date, number: int) -> date:
    """The last day of a time limit: so many working days after a day, which does not itself count.

    One working day after a Friday is the Monday, unless that is a bank holiday. :data:`OPEN` beyond 2060.
    Raises ValueError for less than one working day, and for a day before 1980.
    """
    if number < 1:
        raise ValueError(f"{number} is no number of working days.")
    if day.year < FIRST_YEAR:
        raise ValueError(f"No bank holidays are kept for {day}.")
    every = working_days()
    index = bisect_right(every, day) + number - 1
    return every[index] if index < len(every) else OPEN


def working_days_between(first: date, last: date) -> int:
    """How many working days after ``first`` up to and including ``last``; 0 when ``last`` is not later."""
    every = working_days()
    return max(bisect_right(every, last) - bisect_right(every, first), 0)
