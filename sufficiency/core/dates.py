"""Calendar arithmetic as docs/definitions.md reads it, in Python; ``months_after`` in SQL is its counterpart."""

import calendar
import re
from collections.abc import Iterator
from datetime import date, timedelta

# The end of what has not ended: later than any day asked about, so that "covers D" is two comparisons.
OPEN = date.max


def months_back(day: date, months: int) -> date:
    """The same day number so many months earlier, or the last day of a shorter month."""
    index = day.year * 12 + day.month - 1 - months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def years_back(day: date, years: int) -> date:
    """The same date so many years earlier; 28 February for 29 February."""
    return months_back(day, 12 * years)


def age_on(day: date, born: date) -> int:
    """Completed years; somebody born on 29 February has their birthday on 1 March in other years."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def month_end(day: date) -> date:
    """The last day of the month that holds the day."""
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def month_ends(first: date, last: date) -> Iterator[date]:
    """Every month-end from ``first`` to ``last``, both included."""
    day = month_end(first)
    while day <= last:
        yield day
        if day == OPEN:
            return
        day = month_end(day + timedelta(days=1))


def quarter_end_before(day: date) -> date:
    """The last 31 March, 30 June, 30 September or 31 December before the day."""
    first_of_quarter = date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)
    return first_of_quarter - timedelta(days=1)


def parse_day(text: str) -> date | None:
    """A day written YYYY-MM-DD, and no other way; None when it is not one."""
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def return_year(day: date) -> int:
    """The year in which the 1 April to 31 March that holds the day ends."""
    return day.year + (1 if (day.month, day.day) >= (4, 1) else 0)
