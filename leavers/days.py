"""Birthdays and months to come."""

from datetime import date

from sufficiency.core.dates import months_back


def birthday(born: date, age: int) -> date:
    """The day on which somebody turns that age; 1 March for 29 February in other years."""
    try:
        return born.replace(year=born.year + age)
    except ValueError:
        return date(born.year + age, 3, 1)


def months_after(day: date, months: int) -> date:
    """The same day number so many months later, or the last day of a shorter month."""
    return months_back(day, -months)
