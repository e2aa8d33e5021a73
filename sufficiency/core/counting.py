"""Counts the rows of one relation, for any number of tallies, days and parts: one query, one scan.

What a ledger keeps is added up from there.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import accumulate, pairwise
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Expression, F, Q

from .area import Area
from .ledger import Ledger, ledger_of
from .measure import Number, Relation, Tally
from .row_sql import Asked, covering_sql, groups_sql, rows_sql, sums_sql

PartOn = Callable[[date], Expression | F]  # the expression of a row's part on a day
ByPart = dict[str, list[list[Number]]]  # for each part, for each day, a number for each tally
OF_AUTHORITY = F("authority_id")  # the part of a row where authorities are told apart


@dataclass(frozen=True)
class Scan:
    """The rows of a relation that are to be counted, and what is counted of them."""

    relation: Relation
    tallies: tuple[Tally, ...]
    area: Area
    filters: Q | None = None
    part: PartOn | None = None

    def count(self, days: Sequence[date]) -> ByPart:
        """For each part that has rows, for each day a number for each tally."""
        try:
            return self._running(days) if len(days) > 1 and self._parts_stay(days) else self._day_by_day(days)
        except EmptyResultSet:  # Django knows without asking that no row meets the conditions
            return {}

    def _parts_stay(self, days: Sequence[date]) -> bool:
        """Whether a row is in the same part on every day."""
        part = self.part
        return part is None or all(part(day) == part(days[0]) for day in days)

    def _day_by_day(self, days: Sequence[date]) -> ByPart:
        """One scan a day of the rows that cover it, all in one query: so rows may change parts, as by age."""
        each = [self._on(day, n) for n, day in enumerate(days)]
        sql = " UNION ALL ".join(query for query, _ in each)
        counted: ByPart = defaultdict(lambda: [[0] * len(self.tallies) for _ in days])
        for part, n, numbers in _fetched(sql, [param for _, params in each for param in params]):
            counted[part][n] = numbers
        return dict(counted)

    def _on(self, day: date, number: int) -> tuple[str, list[Any]]:
        """SQL of part, number of the day, and what each tally comes to."""
        groups, params = groups_sql(self._asked(day), day)
        return (
            f"SELECT part, {number}, {sums_sql(self.tallies, 'number')} FROM ({groups}) AS groups GROUP BY part",
            params,
        )

    def _running(self, days: Sequence[date]) -> ByPart:
        """By how much each asked day differs from the one before, added up; from one scan of all rows or changes."""
        ordered = sorted(set(days))
        ledger = self._ledger(ordered[0])
        steps_sql, params = self._kept(ledger, ordered) if ledger else self._counted(ordered)
        sums = ", ".join(f"sum({name})" for name in self._names())
        steps: ByPart = defaultdict(lambda: [[0] * len(self.tallies) for _ in range(len(ordered) + 1)])
        for part, n, numbers in _fetched(f"{steps_sql} SELECT part, day, {sums} FROM steps GROUP BY part, day", params):
            steps[part][n] = numbers
        place = {day: n for n, day in enumerate(ordered)}
        return {part: [stock[place[day]] for day in days] for part, stock in _summed(steps)}

    def _counted(self, ordered: Sequence[date]) -> tuple[str, list[Any]]:
        """SQL of the steps, from rows: each counts from the first asked day that it covers to the first it does not.

        Rows with the same two asked days are added up before anything else, so that what is left to do depends
        on the days asked and no longer on the rows. Both are looked up in a list of all days from the first to the
        last, and grouped by as one number: twice as fast as to search among the asked days and group by two.
        """
        first, last, places = ordered[0], ordered[-1], _places(ordered)
        after_last = (last - first).days + 1
        rows, params = rows_sql(self._asked(first))
        covering, between = covering_sql(self.relation, first, last)
        base = len(ordered) + 1
        any_day = f"stay / {base} < stay %% {base}"
        names, minus = (", ".join(f"{sign}{name}" for name in self._names()) for sign in ("", "-"))
        sql = f"""
            WITH stays AS (
                SELECT part, {sums_sql(self.tallies)},
                    (%s::int[])[greatest(starts - %s, 0) + 1] * {base}
                    + (%s::int[])[least(ends - %s, {after_last}) + 1] AS stay
                FROM ({rows}) AS rows
                WHERE {covering}
                GROUP BY part, stay
            ),
            steps AS (
                SELECT part, stay / {base} AS day, {names} FROM stays WHERE {any_day}
                UNION ALL SELECT part, stay %% {base}, {minus} FROM stays WHERE {any_day}
            )
        """
        return sql, [places, first, places, first, *params, *between]

    def _kept(self, ledger: Ledger, ordered: Sequence[date]) -> tuple[str, list[Any]]:
        """SQL of the steps, from changes: each counts from the first asked day on or after it."""
        first, last = ordered[0], ordered[-1]
        changes, params = ledger.changes_until(last, self.area, self.tallies, self._part(first))
        names = ", ".join(self._names())
        sql = f"""
            WITH steps AS (
                SELECT part, (%s::int[])[greatest(changed_on - %s, 0) + 1] AS day, {names}
                FROM ({changes}) AS changes(part, changed_on, {names})
            )
        """
        return sql, [_places(ordered), first, *params]

    def _ledger(self, day: date) -> Ledger | None:
        """What keeps all that is to be counted, when that is so: of everybody, or of each authority."""
        ledger = ledger_of(self.relation) if self.filters is None else None
        by_authority = self.part is None or self.part(day) == OF_AUTHORITY
        return ledger if ledger and by_authority and ledger.holds(self.tallies) else None

    def _asked(self, day: date) -> Asked:
        return Asked(self.relation, self.tallies, self.area, self.filters, self._part(day))

    def _part(self, day: date) -> Expression | F | None:
        return self.part(day) if self.part else None

    def _names(self) -> list[str]:
        return [f"tally{n}" for n in range(len(self.tallies))]


def _places(ordered: Sequence[date]) -> str:
    """For each day from the first to the day after the last, how many of the days in order lie before it: an array.

    As one text, which the server reads a millisecond sooner than so many numbers.
    """
    gaps = ((day - before).days for before, day in pairwise(ordered))
    until_last = "".join(f",{place}" * gap for place, gap in enumerate(gaps, start=1))
    return f"{{0{until_last},{len(ordered)}}}"


def _fetched(sql: str, params: Sequence[Any]) -> Iterable[tuple[str, int, list[Number]]]:
    """Part, number of the day, and exact numbers, of each row that a query finds."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        for part, day, *numbers in cursor.fetchall():
            yield part, day, [_exact(number) for number in numbers]


def _exact(number: int | Decimal) -> Number:
    """Whole numbers as such, others as fractions."""
    if isinstance(number, int):
        return number
    over, under = number.as_integer_ratio()
    return over if under == 1 else Fraction(over, under)


def _summed(steps: ByPart) -> Iterable[tuple[str, list[list[Number]]]]:
    """Running sums over the days."""
    for part, by_day in steps.items():
        yield part, list(accumulate(by_day, lambda stock, step: [a + b for a, b in zip(stock, step, strict=True)]))
