"""Counts the rows of one relation, for any number of tallies, days and parts: one query, one scan."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from itertools import accumulate
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Case, CharField, Expression, F, Model, Q, QuerySet, Value, When
from django.db.models.functions import Cast, Coalesce

from .area import Area
from .measure import Number, Relation, Tally
from .models import Authority

PartOn = Callable[[date], Expression | F]  # the expression of a row's part on a day
ByPart = dict[str, list[list[Number]]]  # for each part, for each day, a number for each tally
UNSAID = ""  # the part of what is not known, and of everybody when nothing tells them apart


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
        rows, params = self._rows(day)
        sql = f"""
            SELECT part, {number}, {self._sums()} FROM ({rows}) AS rows
            WHERE starts <= %s AND ends > %s GROUP BY part
        """
        return sql, [*params, day, day]

    def _running(self, days: Sequence[date]) -> ByPart:
        """One scan of all rows: each counts from the first asked day that it covers to the first that it does not.

        Rows with the same two asked days are added up before anything else, so that what is left to do depends
        on the days asked and no longer on the rows. Both are looked up in a list of all days from the first to the
        last, and grouped by as one number: twice as fast as to search among the asked days and group by two.
        """
        ordered = sorted(set(days))
        first, last = ordered[0], ordered[-1]
        places = _places(ordered)
        rows, params = self._rows(first)
        names = [f"tally{n}" for n in range(len(self.tallies))]
        base = len(ordered) + 1
        sql = f"""
            WITH grouped AS (
                SELECT part, {self._sums()},
                    (%s::int[])[greatest(starts - %s, 0) + 1] * {base}
                    + (%s::int[])[least(ends - %s, {len(places) - 1}) + 1] AS stay
                FROM ({rows}) AS rows
                WHERE starts <= %s AND ends > %s AND starts < ends
                GROUP BY part, stay
            ),
            steps AS (
                SELECT part, stay / {base} AS day, {", ".join(names)} FROM grouped
                UNION ALL SELECT part, stay %% {base}, {", ".join(f"-{name}" for name in names)} FROM grouped
            )
            SELECT part, day, {", ".join(f"sum({name})" for name in names)} FROM steps GROUP BY part, day
        """
        steps: ByPart = defaultdict(lambda: [[0] * len(names) for _ in range(base)])
        for part, n, numbers in _fetched(sql, [places, first, places, first, *params, last, first]):
            steps[part][n] = numbers
        place = {day: n for n, day in enumerate(ordered)}
        return {part: [stock[place[day]] for day in days] for part, stock in _summed(steps)}

    def _rows(self, day: date) -> tuple[str, list[Any]]:
        """SQL of all rows of the area: part, starts, ends, and for each tally the number a row adds to it, or null."""
        if self.filters is None and self.part is None and isinstance(self.area, Authority):
            sql, params = _rows_of_any_authority(self.relation, self.tallies)
            return sql, [self.area.pk if param == _ANY else param for param in params]
        rows = self.relation.of(self.area, self.filters)
        return _told(rows, self.relation, self.tallies, self.part(day) if self.part else None, self.area)

    def _sums(self) -> str:
        """Columns of a group: how many rows have a number, or the sum of the numbers."""
        return ", ".join(
            f"coalesce(sum(tally{n}), 0) AS tally{n}" if tally.amount else f"count(tally{n}) AS tally{n}"
            for n, tally in enumerate(self.tallies)
        )


def _places(ordered: Sequence[date]) -> list[int]:
    """For each day from the first to the day after the last, how many of the days in order lie before it."""
    span = range(ordered[0].toordinal(), ordered[-1].toordinal() + 2)
    known = [day.toordinal() for day in ordered]
    return [bisect_left(known, day) for day in span]


_ANY = "any authority"  # stands for the code of one in SQL that is kept


@lru_cache(maxsize=1000)
def _rows_of_any_authority(relation: Relation, tallies: tuple[Tally, ...]) -> tuple[str, list[Any]]:
    """SQL of the rows of an authority. Pages ask for the same measures over and over, and to write the SQL takes
    longer than to run it; what is declared does not change while the tracker runs.
    """
    any_authority = Authority(code=_ANY)
    return _told(relation.of(any_authority), relation, tallies, None, any_authority)


def _told(
    rows: QuerySet[Any], relation: Relation, tallies: Sequence[Tally], part: Expression | F | None, area: Area
) -> tuple[str, list[Any]]:
    told = Value(UNSAID) if part is None else Coalesce(Cast(part, CharField()), Value(UNSAID))
    flags = {f"tally{n}": _flag(tally) for n, tally in enumerate(tallies)}
    named = {"part_": told, "starts_": F(relation.starts), "ends_": F(relation.ends), **flags}
    told_apart = _narrowed(rows.annotate(**named).order_by().values_list(*named), area)
    sql, params = told_apart.query.sql_with_params()
    columns = ", ".join(["part", "starts", "ends", *flags])
    return f"SELECT * FROM ({sql}) AS told({columns})", list(params)


def _narrowed(rows: QuerySet[Any], area: Area) -> QuerySet[Any]:
    """The same rows, told that what they are joined with is of their authority: or all children of England are read."""
    if not isinstance(area, Authority):
        return rows
    rows.query.sql_with_params()  # joins are known once the SQL is written
    joins: list[Any] = list(rows.query.alias_map.values())
    to_one = [join.join_field for join in joins if join.parent_alias == rows.query.base_table]
    joined = {field.name for field in to_one if not field.null}
    of_authority = {name for name in joined if _has_authority(rows.model, name)}
    return rows.filter(**{f"{name}__authority": area for name in sorted(of_authority)})


def _has_authority(model: type[Model], name: str) -> bool:
    """Whether a foreign key leads to rows that name their authority."""
    field = next((each for each in model._meta.concrete_fields if each.name == name), None)
    to = field.related_model if field is not None else None
    return isinstance(to, type) and any(each.name == "authority" for each in to._meta.fields)


def _flag(tally: Tally) -> Expression | F:
    """What a row adds to a tally: 1 or its amount, and nothing when it does not meet the condition."""
    one = F(tally.amount) if tally.amount else Value(1)
    return one if tally.where is None else Case(When(tally.where, then=one))


def _fetched(sql: str, params: Sequence[Any]) -> Iterable[tuple[str, int, list[Number]]]:
    """Part, number of the day, and exact numbers, of each row that a query finds."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        for part, day, *numbers in cursor.fetchall():
            yield part, day, [_exact(number) for number in numbers]


def _exact(number: int | Decimal) -> Number:
    """Whole numbers as such, others as fractions."""
    return int(number) if number == int(number) else Fraction(number)


def _summed(steps: ByPart) -> Iterable[tuple[str, list[list[Number]]]]:
    """Running sums over the days."""
    for part, by_day in steps.items():
        yield part, list(accumulate(by_day, lambda stock, step: [a + b for a, b in zip(stock, step, strict=True)]))
