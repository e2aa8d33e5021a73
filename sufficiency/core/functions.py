"""Functions of the database in expressions."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, DateField, Expression, F, Func, IntegerField, Value, When, Window
from django.db.models.functions import Lead, Least

from .dates import months_back


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


def until_next(starts: str, of: str, ends: str) -> Least:
    """The day on which the next row ``of`` the same begins, or on which the row ends if that is earlier.

    Up to it, of several events that happened to somebody the last counts alone: so people are counted and not events.
    """
    return Least(F(ends), Window(Lead(starts), partition_by=["authority", of], order_by=starts))


@dataclass(frozen=True)
class Moment:
    """``Moment("in_care_since", 12)``: the day so many months after one that a row names; with more numbers each
    counts from the day that the one before gives.

    To ask of rows whether it has come by a day, the day is taken back in place of each row's being worked out: the
    same, since months after a day lie on or before D exactly when the day lies on or before that many months back
    from D.
    """

    field: str
    months: tuple[int, ...]

    def __init__(self, field: str, *months: int) -> None:
        object.__setattr__(self, "field", field)
        object.__setattr__(self, "months", months)

    def expression(self) -> Expression | F:
        """The day of each row; null of nothing."""
        day: Expression | F = F(self.field)
        for months in self.months:
            day = MonthsAfter(day, months)
        return day

    def named_by(self, day: date) -> date:
        """What the row must name on that day at the latest for the moment to have come by a day."""
        for months in reversed(self.months):
            day = months_back(day, months)
        return day


def coded(field: str, groups: Mapping[str, tuple[str, ...]]) -> Case:
    """The key of the group that a code belongs to, empty for a code of none."""
    cases = (When(**{f"{field}__in": codes}, then=Value(key)) for key, codes in groups.items())
    return Case(*cases, default=Value(""))
