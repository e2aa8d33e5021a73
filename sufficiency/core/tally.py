"""Works measures out at one day or at many, of one authority or of many, whole or told apart.

One query a relation, however many measures, days, authorities or children.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django.db.models import Q

from .area import Area, of_area
from .counting import OF_AUTHORITY, PartOn, Scan
from .holdings import NOT_LOADED, Held, held, together, why_not_known
from .measure import Counts, Dimension, Measure, Number, Relation, Result, Tally
from .models import Authority
from .row_sql import UNSAID

# Every row names its authority, so that any measure of several can be told apart by it. Its parts are ONS codes.
BY_AUTHORITY = Dimension("authority", "Council", {})


def evaluate(
    measures: Sequence[Measure], area: Area, days: Sequence[date], filters: Q | None = None
) -> dict[str, list[Result]]:
    """Results by slug, one a day in the order of ``days``.

    ``filters`` narrow the children counted; a measure that cannot be narrowed raises ValueError. Of a measure of
    which nothing is loaded, or whose registers begin later, there is neither numerator nor value, and the note says so.
    """
    counted = _count(measures, area, days, filters, None)
    answers = _Answers(measures, area, days)
    return {measure.slug: answers.of(measure, area, counted[UNSAID]) for measure in measures}


def breakdown(
    measures: Sequence[Measure], dimension: Dimension, area: Area, days: Sequence[date], filters: Q | None = None
) -> dict[str, dict[str, list[Result]]]:
    """Results by slug and by key of the part, one a day; numerators, denominators and unknowns add up to the whole.

    Every declared part is there, in its order, and last the one with the empty key if anybody is in it: those of whom
    nothing is known, or nothing that is declared. Raises ValueError for a measure that cannot be told apart by
    the dimension (:func:`dimensions_of`).
    """
    for measure in measures:
        if dimension not in dimensions_of(measure):
            raise ValueError(f"{measure.slug} cannot be told apart by {dimension.slug}.")
    counted = _count(measures, area, days, filters, dimension)
    answers = _Answers(measures, area, days)
    areas = _authorities(area, counted) if dimension == BY_AUTHORITY else {}
    parts = areas or _parts(dimension, counted)
    return {
        measure.slug: {part: answers.of(measure, areas.get(part, area), counted[part]) for part in parts}
        for measure in measures
    }


def dimensions_of(measure: Measure) -> tuple[Dimension, ...]:
    """By what a measure can be told apart: what all its rows hold, and always the authority."""
    return (*measure.dimensions, BY_AUTHORITY)


Counted = Mapping[str, Sequence[Counts]]  # for each part, for each day


def _count(
    measures: Iterable[Measure], area: Area, days: Sequence[date], filters: Q | None, dimension: Dimension | None
) -> Counted:
    """Parts without a row count nothing. What is none of the declared parts counts as not known."""
    by_relation: dict[Relation, list[Tally]] = defaultdict(list)
    among = None if dimension == BY_AUTHORITY else dimension
    asked = [tally for measure in measures for tally in (*measure.tallies(), *measure.withheld_with(among))]
    for tally in dict.fromkeys(asked):
        by_relation[tally.relation].append(tally)
    declared = dimension.parts if dimension else {}
    counted: dict[str, list[dict[Tally, Number]]] = defaultdict(lambda: [defaultdict(int) for _ in days])
    for relation, tallies in by_relation.items():
        scan = Scan(relation, tuple(tallies), area, filters, _part_of(relation, dimension))
        for part, series in scan.count(days).items():
            known = not declared or part in declared
            for counts, numbers in zip(counted[part if known else UNSAID], series, strict=True):
                for tally, number in zip(tallies, numbers, strict=True):
                    counts[tally] += number
    return counted


def _part_of(relation: Relation, dimension: Dimension | None) -> PartOn | None:
    if dimension is None:
        return None
    return (lambda _day: OF_AUTHORITY) if dimension == BY_AUTHORITY else relation.parts[dimension]


def _parts(dimension: Dimension, counted: Counted) -> list[str]:
    """The keys of the parts in order, that of what is not known last."""
    declared = [part for part in dimension.parts or sorted(counted) if part != UNSAID]
    return declared + ([UNSAID] if UNSAID in counted else [])


def _authorities(area: Area, counted: Counted) -> dict[str, Authority]:
    """The authorities of an area by code, in the order of their names; of all England those that have any row."""
    if isinstance(area, Authority):
        return {area.code: area}
    found = Authority.objects.filter(code__in=counted if area.members is None else area.members)
    return {authority.code: authority for authority in found.order_by("name")}


class _Answers:
    """From counts to results, with what measures need besides: asked once for all of them."""

    def __init__(self, measures: Sequence[Measure], area: Area, days: Sequence[date]) -> None:
        self._days = days
        self._held = held(area, sorted({slug for measure in measures for slug in measure.needs}))
        self._prepared: dict[Any, Any] = {}
        for measure in measures:
            if measure.prepare not in self._prepared:
                self._prepared[measure.prepare] = measure.prepare(area)

    def of(self, measure: Measure, area: Area, counted: Sequence[Counts]) -> list[Result]:
        """A measure of the area or of an authority of it."""
        loaded = together(of_area(self._held, area))
        prepared = self._prepared[measure.prepare]
        return [
            _as_known(measure.result(area, day, counts, prepared), loaded)
            for day, counts in zip(self._days, counted, strict=True)
        ]


def _as_known(result: Result, loaded: Held) -> Result:
    """Without what it needs a figure is not known; what the measure itself says of that is more to the point."""
    why = why_not_known(result.measure.needs, loaded, result.as_at)
    if not why or result.note.startswith(NOT_LOADED):
        return result
    by = result.measure.denominator
    known = by is not None and not why_not_known(by.relation.needs, loaded, result.as_at)
    return replace(
        result,
        numerator=None,
        denominator=result.denominator if known else None,
        value=None,
        unknown=0,
        groups=(),
        at_most=None,
        note=why,
    )
