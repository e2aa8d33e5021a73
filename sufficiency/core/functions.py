"""Functions of the database in expressions."""

from collections.abc import Mapping

from django.db.models import Case, DateField, Expression, F, Func, IntegerField, Value, When


class MonthsAfter(Func):
    """``MonthsAfter(F("starts"), 12)``: the day so many months after another (settled reading 6); null of nothing."""

    function = "months_after"
    output_field = DateField()

    def __init__(self, day: Expression | F, months: int) -> None:
        super().__init__(day, Value(months))


class DaysBetween(Func):
    """``DaysBetween(since, until)``: days from one day to another, negative when that is earlier; null of nothing."""

    template = "(%(expressions)s)"
    arg_joiner = " - "
    output_field = IntegerField()

    def __init__(self, since: Expression | F, until: Expression | F) -> None:
        super().__init__(until, since)


def birthday(age: int, born: str = "child__date_of_birth") -> MonthsAfter:
    """The day on which somebody reaches an age; 1 March for those born on 29 February, in other years."""
    return MonthsAfter(F(born), 12 * age)


def coded(field: str, groups: Mapping[str, tuple[str, ...]]) -> Case:
    """The key of the group that a code belongs to, empty for a code of none."""
    cases = (When(**{f"{field}__in": codes}, then=Value(key)) for key, codes in groups.items())
    return Case(*cases, default=Value(""))
