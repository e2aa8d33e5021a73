"""What the pages of measures show: one with its history, its parts and its sources, and all of them by theme."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sufficiency.core.access import Reader
from sufficiency.core.dates import month_ends, months_back, quarter_end_before
from sufficiency.core.measure import Dimension, Measure
from sufficiency.core.tally import breakdown, evaluate
from sufficiency.extracts.models import LoadFile
from sufficiency.measures.freshness import Feed, feeds_of
from sufficiency.measures.present import Shown, day_for, present_series, present_table, year_before
from sufficiency.strategy.aims import aims_of
from sufficiency.strategy.catalogue import Theme

from .charts.chart import Chart
from .charts.trends import trend_chart, trend_of
from .words import change_since

MONTHS = 36
LONG = 12


@dataclass(frozen=True)
class Part:
    """A row of a table of parts."""

    label: str
    shown: Shown


@dataclass(frozen=True)
class Table:
    """A measure told apart by a dimension."""

    dimension: Dimension
    parts: tuple[Part, ...]

    @property
    def is_long(self) -> bool:
        """Whether it would push what follows off the screen."""
        return len(self.parts) > LONG


@dataclass(frozen=True)
class Figures:
    """A measure at a day, earlier, month by month and told apart. What is earlier than the first return is None."""

    now: Shown
    before: Shown | None
    year_before: Shown | None
    change: str
    chart: Chart
    tables: tuple[Table, ...]


@dataclass(frozen=True)
class Sources:
    """What feeds a measure, what a list of its rows holds, and when its figures are complete."""

    feeds: tuple[Feed, ...]
    lists: str
    lag: int


def figures_of(measure: Measure, reader: Reader, as_at: date, first: date, compared: date | None = None) -> Figures:
    """The figures of a measure for a reader; ``first`` is the first day the loaded returns speak for, ``compared`` the
    day to compare with, the end of the quarter before unless given.

    One query a relation for the history, and one for each dimension.
    """
    months = [day for day in month_ends(max(months_back(as_at, MONTHS), first), as_at) if day != as_at]
    before, year = _before(reader, as_at, compared), year_before(reader, as_at)
    earlier = [day for day in (before, year) if day >= first]
    results = evaluate([measure], reader.authority, sorted({as_at, *months, *earlier}))[measure.slug]
    shown = present_series(results, reader)
    series = [shown[day] for day in (*months, as_at)]
    return Figures(
        now=shown[as_at],
        before=shown.get(before),
        year_before=shown.get(year),
        change=change_since(shown[as_at], shown.get(before), measure.unit),
        chart=trend_chart(trend_of(measure, series, aims_of(reader.authority)), measure.slug),
        tables=tuple(_table(measure, dimension, reader, as_at) for dimension in measure.dimensions),
    )


def _before(reader: Reader, as_at: date, compared: date | None) -> date:
    """The day to compare with, as the reader is answered for it."""
    return day_for(reader, compared) if compared else quarter_end_before(as_at)


def sources_of(measure: Measure, reader: Reader, files: Iterable[LoadFile] | None) -> Sources:
    """Where the figures of a measure come from, by the ``files`` that count."""
    return Sources(feeds_of([measure], reader.authority, files), measure.numerator.relation.lists, measure.lag)


def _table(measure: Measure, dimension: Dimension, reader: Reader, as_at: date) -> Table:
    results = breakdown([measure], dimension, reader.authority, [as_at])[measure.slug]
    shown = present_table({key: at for key, (at,) in results.items()}, reader, dimension)
    return Table(dimension, tuple(Part(dimension.label(key), part) for key, part in shown.items()))


@dataclass(frozen=True)
class Row:
    """A measure in the list of all: now, on the day it is compared with, and a year before."""

    measure: Measure
    now: Shown
    before: Shown | None
    year_before: Shown | None


def rows_of(theme: Theme, reader: Reader, as_at: date, first: date, compared: date | None = None) -> tuple[Row, ...]:
    """The measures of a theme. The number of queries is that of their relations, whatever the days and measures."""
    before, year = _before(reader, as_at, compared), year_before(reader, as_at)
    days = sorted({as_at, *(day for day in (before, year) if day >= first)})
    results = evaluate(theme.measures, reader.authority, days)
    found = []
    for measure in theme.measures:
        shown = present_series(results[measure.slug], reader)
        found.append(Row(measure, shown[as_at], shown.get(before), shown.get(year)))
    return tuple(found)
