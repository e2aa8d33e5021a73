"""Published figures, whichever table they stand in: what was loaded goes before the tracker's own."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from functools import lru_cache

from django.db.models import F

from sufficiency.core.models import Authority

from .datasets import DATASETS
from .models import PublishedFigure, ShippedNeighbour, ShippedSeries, StatisticalNeighbour

MARKS = {
    "c": "suppressed, because it is about very few people",
    "z": "not applicable",
    "x": "not available",
    "k": "rounds to zero",
    "low": "rounds to zero",
    "u": "too unreliable to publish",
}
NOT_AVAILABLE = "not available"


@dataclass(frozen=True)
class Source:
    """Where a figure is from; ``loaded_on`` is None of the tracker's own table."""

    title: str
    loaded_on: date | None = None


@dataclass(frozen=True)
class Figure:
    """A figure as it was published: ``value`` is None where a mark, or nothing, stands in place of a number."""

    text: str
    value: Fraction | None
    source: Source

    @property
    def means(self) -> str:
        """What the mark says; empty beside a number."""
        return "" if self.value is not None else MARKS.get(self.text, NOT_AVAILABLE)


# A series, the code of an area and a year -> what was published.
Figures = dict[tuple[str, str, int], Figure]


@dataclass(frozen=True)
class Published:
    """The figures that count, and of those that a load replaced what the tracker's own table says."""

    figures: Figures
    replaced: Figures


def published(series: Collection[str], areas: Collection[str]) -> Published:
    """Figures of series for areas: of each series and year what is loaded, or else the tracker's own. Three queries."""
    loaded = _loaded(series, areas)
    of_series = PublishedFigure.objects.of_series(*series).order_by().values_list("series", "period").distinct()
    replaced_years = set(of_series)
    own: Figures = {}
    replaced: Figures = {}
    for key, figure in _shipped(series, areas):
        (replaced if (key[0], key[2]) in replaced_years else own)[key] = figure
    return Published({**own, **loaded}, replaced)


def _loaded(series: Collection[str], areas: Collection[str]) -> Figures:
    rows = PublishedFigure.objects.of_series(*series).filter(area__in=areas).select_related("file__load")
    return {
        (row.series, row.area, row.period): Figure(
            text=row.shown,
            value=None if row.value is None else Fraction(row.value),
            source=Source(DATASETS[row.dataset].title, (row.file.load.finished_at or row.file.load.started_at).date()),
        )
        for row in rows
    }


def _shipped(series: Collection[str], areas: Collection[str]) -> Iterator[tuple[tuple[str, str, int], Figure]]:
    for row in ShippedSeries.objects.filter(series__in=series, area__in=areas):
        source = Source(row.source)
        for year, text in row.by_year():
            yield (row.series, row.area, year), Figure(text, _number(text), source)


@lru_cache(maxsize=10_000)
def _number(text: str) -> Fraction | None:
    """The number a cell holds; None of a mark."""
    try:
        return Fraction(Decimal(text))
    except InvalidOperation:
        return None


@dataclass(frozen=True)
class Neighbour:
    """One of the ten authorities most like another: ``rank`` 1 is the nearest."""

    code: str
    rank: int
    closeness: str


def neighbours_of(authority: Authority) -> dict[int, list[Neighbour]]:
    """Statistical neighbours by edition, the nearest first; a loaded edition replaces ours. Two queries."""
    found: dict[int, list[Neighbour]] = {}
    shipped = ShippedNeighbour.objects.filter(authority=authority.pk)
    loaded = StatisticalNeighbour.objects.for_authority(authority)
    editions = (
        shipped.order_by("edition", "rank").annotate(code=F("neighbour")),
        loaded.order_by("edition", "rank").annotate(code=F("neighbour_id")),
    )
    for rows in editions:
        by_edition: dict[int, list[Neighbour]] = {}
        for edition, code, rank, closeness in rows.values_list("edition", "code", "rank", "closeness"):
            by_edition.setdefault(edition, []).append(Neighbour(code, rank, closeness))
        found |= by_edition
    return found
