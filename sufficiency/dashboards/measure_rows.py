"""Measures a row each: what they are, should be and were, and what was published of others."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction

from django.db.models import Q
from django.urls import reverse
from django.utils.safestring import SafeString

from sufficiency.core.access import Reader
from sufficiency.core.dates import quarter_end_before
from sufficiency.core.measure import Measure, Unit
from sufficiency.core.tally import evaluate
from sufficiency.measures.present import NOT_KNOWN, Shown, present, year_before
from sufficiency.measures.registry import measure_named
from sufficiency.strategy.aims import Aim, Aims
from sufficiency.strategy.benchmarks import Benchmark, benchmarks_of

from .benchmark_cells import cell_of, exact_text
from .charts.spark import spark
from .standing import distance, standing
from .status import NOT_SHOWN, Status
from .words import aim_text, change_since, long_date

QUARTERS = 12


@dataclass(frozen=True)
class MeasureRow:
    """One measure. ``aim`` is the trajectory's or the target's value; texts are empty where there is none."""

    measure: Measure
    address: str
    now: Shown
    spark: SafeString
    aim: str
    aim_name: str
    status: Status
    sentence: str
    quarter_before: str
    year_before: str
    neighbours: str
    england: str
    published: str  # which year the two are of


@dataclass(frozen=True)
class MeasureRows:
    """Rows, and the two days before that their columns are of; None for one before the first return.

    ``shown`` is what each measure, by slug, shows on every day that was asked about.
    """

    rows: tuple[MeasureRow, ...]
    before: date | None
    year_before: date | None
    shown: Mapping[str, Mapping[date, Shown]] = field(default_factory=dict)
    published: Mapping[str, "Published"] = field(default_factory=dict)  # of measures that have no row, by slug

    @property
    def has_aims(self) -> bool:
        """Whether any row has a target or a trajectory: otherwise there are no columns for them."""
        return any(row.aim for row in self.rows)

    @property
    def has_published(self) -> bool:
        """Whether anything was published of other councils."""
        return any(row.published for row in self.rows)

    def __bool__(self) -> bool:
        return bool(self.rows)

    def of(self, measures: Sequence[Measure]) -> "MeasureRows":
        """The rows of these measures alone, in their order."""
        by_measure = {row.measure: row for row in self.rows}
        return replace(self, rows=tuple(by_measure[measure] for measure in measures))


@dataclass(frozen=True)
class Days:
    """The days that rows speak of; None for those before the first return."""

    now: date
    quarter: date | None
    year: date | None
    drawn: tuple[date, ...]


def days_of(reader: Reader, as_at: date, first: date) -> Days:
    """The day, the end of the quarter before, the same day a year before, and quarters' ends of three years."""
    quarter, year = quarter_end_before(as_at), year_before(reader, as_at)
    ends = [quarter]
    while len(ends) < QUARTERS:
        ends.append(quarter_end_before(ends[-1]))
    return Days(
        as_at,
        quarter if quarter >= first else None,
        year if year >= first else None,
        (*(day for day in reversed(ends) if day >= first), as_at),
    )


def measure_rows(  # noqa: PLR0913 - what is rare is given by name
    measures: Sequence[Measure],
    reader: Reader,
    as_at: date,
    first: date,
    *,
    aims: Aims,
    compared: date | None = None,
    filters: Q | None = None,
    also: Collection[date] = (),
    beside: Collection[str] = (),
) -> MeasureRows:
    """The rows, in order. The number of queries depends neither on the measures nor on the days.

    ``compared`` takes the place of the end of the quarter before. Under ``filters``, which narrow the children
    counted, rows are held neither against targets nor against other councils: both are for all children. ``also``
    are more days to ask about, ``beside`` measures of which only what was published of others is wanted.
    """
    days = days_of(reader, as_at, first)
    if compared is not None:
        days = Days(days.now, compared, days.year, days.drawn)
    if not measures:
        return MeasureRows((), days.quarter, days.year)
    asked = sorted({day for day in (days.now, days.quarter, days.year, *days.drawn, *also) if day is not None})
    results = evaluate(measures, reader.authority, asked, filters)
    shown = {slug: {at.as_at: present(at, reader) for at in series} for slug, series in results.items()}
    aims = Aims([], []) if filters else aims
    benchmarks = {} if filters else benchmarks_of(reader.authority, [*(measure.slug for measure in measures), *beside])
    rows = (_row(measure, shown[measure.slug], days, aims, benchmarks.get(measure.slug)) for measure in measures)
    published = {slug: _published(benchmarks.get(slug), days.now) for slug in beside}
    return MeasureRows(tuple(rows), days.quarter, days.year, shown, published)


def _row(
    measure: Measure, shown: Mapping[date, Shown], days: Days, aims: Aims, benchmark: Benchmark | None
) -> MeasureRow:
    now, aim = shown[days.now], aims.on(measure.slug, days.now)
    quarter, year = (shown.get(day) if day else None for day in (days.quarter, days.year))
    published = _published(benchmark, days.now)
    return MeasureRow(
        measure=measure,
        address=f"{reverse('dashboards:measure', args=[measure.slug])}?as-at={days.now.isoformat()}",
        now=now,
        spark=spark(
            [shown[day].value for day in days.drawn], [_value(aims.on(measure.slug, day)) for day in days.drawn]
        ),
        aim=aim_text(aim, measure.unit) if aim else "",
        aim_name=aim.name if aim else "",
        status=standing(measure, now, aim) if now.value is not None else NOT_SHOWN,
        sentence=_sentence(measure, now, quarter, aim),
        quarter_before=quarter.text if quarter else NOT_KNOWN,
        year_before=year.text if year else NOT_KNOWN,
        neighbours=published.neighbours,
        england=published.england,
        published=published.year,
    )


def _value(aim: Aim | None) -> Fraction | None:
    return aim.value if aim else None


def _sentence(measure: Measure, now: Shown, before: Shown | None, aim: Aim | None) -> str:
    """The change and the distance from what is aimed at; or why there is no figure."""
    if now.suppressed:
        return f"Withheld (c) on {long_date(now.as_at)}: so few are counted."
    if now.value is None:
        return now.note or "Nobody to count."
    said = [change_since(now, before, measure.unit), distance(measure, now, aim)]
    return ". ".join(text for text in said if text) + ("." if any(said) else "")


@dataclass(frozen=True)
class Published:
    """What was published of others in a year, as texts."""

    year: str = ""
    neighbours: str = NOT_KNOWN
    england: str = NOT_KNOWN

    @property
    def sentence(self) -> str:
        """The same in words; empty where nothing was published."""
        if not self.year:
            return ""
        return f"In {self.year} statistical neighbours had {self.neighbours} on average, England {self.england}."


def _published(benchmark: Benchmark | None, day: date) -> Published:
    """Of the latest reporting year that had ended by the day."""
    years = [] if benchmark is None else [year for year in benchmark.years if date(year, 3, 31) <= day]
    if benchmark is None or not years:
        return Published()
    year = years[-1]
    if measure_named(benchmark.slug).unit is Unit.CHILDREN:  # counts of areas of very different size say nothing
        return Published()
    near = benchmark.neighbours(year, benchmark.compared.edition_for(year)).mean
    return Published(str(year), exact_text(benchmark)(near), cell_of(benchmark, benchmark.england(year)).text)
