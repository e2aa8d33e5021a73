"""Days worked out from the days that rows carry, in SQL."""

from django.db.models import DateField, F, Func, IntegerField, Value


def months_after(field: str, months: int) -> Func:
    """The day so many months after that of a field (docs/definitions.md, settled reading 6)."""
    return Func(F(field), Value(months), function="months_after", output_field=DateField())


def days_after(field: str, days: int) -> Func:
    """The day so many days after that of a field."""
    return Func(F(field), Value(days), template="(%(expressions)s)", arg_joiner=" + ", output_field=DateField())


def later(one: str, other: str) -> Func:
    """The later of the days of two fields; that of one when the other has none."""
    return Func(F(one), F(other), function="greatest", output_field=DateField())


def number_of(field: str) -> Func:
    """The number that :meth:`date.toordinal` gives the day of a field."""
    return Func(F(field), template="(%(expressions)s - date '0001-01-01' + 1)", output_field=IntegerField())
