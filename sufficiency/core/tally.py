"""Counts tallies at one day or at many, with one query a relation however many measures, days or children."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from django.db import connection
from django.db.models import Case, Count, Expression, ExpressionWrapper, F, IntegerField, Q, Sum, Value, When
from django.db.models.functions import Coalesce

from .measure import Counts, Measure, Relation, Result, Tally
from .models import Authority


def evaluate(
    measures: Sequence[Measure], authority: Authority, days: Sequence[date], filters: Q | None = None
) -> dict[str, list[Result]]:
    """Results by slug, one a day in the order of ``days``.

    ``filters`` narrow the children counted; a measure that cannot be narrowed raises ValueError.
    """
    prepared = {measure.slug: measure.prepare(authority) for measure in measures}
    counts = _count({tally for measure in measures for tally in measure.tallies()}, authority, days, filters)
    return {
        measure.slug: [
            measure.result(authority, day, day_counts, prepared[measure.slug])
            for day, day_counts in zip(days, counts, strict=True)
        ]
        for measure in measures
    }


def _count(tallies: set[Tally], authority: Authority, days: Sequence[date], filters: Q | None) -> list[Counts]:
    """For each day the count of each tally."""
    by_relation: dict[Relation, list[Tally]] = defaultdict(list)
    for tally in tallies:
        by_relation[tally.relation].append(tally)
    counts: list[dict[Tally, int]] = [{} for _ in days]
    for relation, wanted in by_relation.items():
        rows = (
            [_at(relation, wanted, authority, days[0], filters)]
            if len(days) == 1
            else _series(relation, wanted, authority, days, filters)
        )
        for day_counts, row in zip(counts, rows, strict=True):
            day_counts.update(zip(wanted, row, strict=True))
    return list(counts)


def _at(relation: Relation, tallies: list[Tally], authority: Authority, day: date, filters: Q | None) -> Iterable[int]:
    """One scan of the rows that cover the day."""
    rows = relation.at(authority, day, filters)
    found = rows.aggregate(
        **{
            f"tally{n}": Sum(tally.amount, filter=tally.where, default=0)
            if tally.amount
            else Count("pk", filter=tally.where)
            for n, tally in enumerate(tallies)
        }
    )
    return [found[f"tally{n}"] for n in range(len(tallies))]


def _series(
    relation: Relation, tallies: list[Tally], authority: Authority, days: Sequence[date], filters: Q | None
) -> Iterable[Iterable[int]]:
    """One scan of all rows: each adds on the first asked day it covers and takes away on the first it does not."""
    rows = relation.of(authority, filters)
    flags = {f"tally{n}": _weight(tally) for n, tally in enumerate(tallies)}
    inner, params = rows.annotate(**flags).values(relation.starts, relation.ends, *flags).query.sql_with_params()
    names = list(flags)
    up, down = ", ".join(f"sum({name}) AS {name}" for name in names), ", ".join(f"-sum({n}) AS {n}" for n in names)
    running = ", ".join(f"coalesce(sum(sum({name})) OVER (ORDER BY day), 0)" for name in names)
    sql = f"""
        WITH asked AS (SELECT unnest(%s::date[]) AS day),
        rows(starts, ends, {", ".join(names)}) AS MATERIALIZED ({inner}),
        events AS (
            SELECT starts AS day, {up} FROM rows WHERE starts < ends GROUP BY starts
            UNION ALL SELECT ends, {down} FROM rows WHERE starts < ends GROUP BY ends
            UNION ALL SELECT day, {", ".join("0" for _ in names)} FROM asked
        ),
        stock AS (SELECT day, {running} FROM events GROUP BY day)
        SELECT stock.* FROM asked JOIN stock USING (day)
    """
    with connection.cursor() as cursor:
        cursor.execute(sql, [list(days), *params])
        by_day = {row[0]: [int(count) for count in row[1:]] for row in cursor.fetchall()}
    return [by_day[day] for day in days]


def _weight(tally: Tally) -> Expression:
    """What a row adds to a tally while it counts."""
    one = Coalesce(F(tally.amount), 0) if tally.amount else Value(1)
    weight = one if tally.where is None else Case(When(tally.where, then=one), default=Value(0))
    return ExpressionWrapper(weight, output_field=IntegerField())
