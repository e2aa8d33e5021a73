"""Days and ages."""

from datetime import date


def birthday(born: date, age: int) -> date:
    """The day on which somebody turns that age; 1 March for 29 February in other years."""
    try:
        return born.replace(year=born.year + age)
    except ValueError:
        return date(born.year + age, 3, 1)


def years_between(earlier: date, later: date) -> float:
    """Years, with a fraction; about right."""
    return (later - earlier).days / 365.25
