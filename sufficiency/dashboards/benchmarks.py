"""The pages of benchmarks: what was published of the council and of those it is compared with."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.http import Http404, HttpRequest

from sufficiency.core.access import Reader
from sufficiency.core.measure import Measure, Result
from sufficiency.core.tally import evaluate
from sufficiency.extracts.quality import set_aside_by_kind
from sufficiency.measures.present import NOT_KNOWN, as_seen, day_for, present
from sufficiency.measures.reading import reach_of
from sufficiency.measures.registry import measure_named
from sufficiency.strategy.benchmarks import POPULATION, Benchmark, Several, benchmarks_of
from sufficiency.strategy.datasets import COMPARED, ENGLAND
from sufficiency.strategy.differences import agrees, days_compared, loads_behind, reasons
from sufficiency.strategy.figures import Figure

from .benchmark_cells import Cell, cell_of, exact_text, is_rate, range_text
from .benchmark_charts import dots_of, lines_of
from .charts.chart import Chart
from .charts.dots import dots_chart
from .charts.lines import lines_chart
from .forms import ReturnYearForm
from .words import listed


@dataclass(frozen=True)
class Row:
    """One area, or a reading of several; one cell a column. ``is_own`` is the council's own figure."""

    name: str
    cells: tuple[Cell, ...]
    note: str = ""
    is_own: bool = False


@dataclass(frozen=True)
class Section:
    """Rows under a heading."""

    title: str
    rows: tuple[Row, ...]
    about: str = ""


@dataclass(frozen=True)
class Why:
    """Our live value of a year beside the published one, and the reasons why they differ, if they do."""

    year: int
    ours: str
    published: str
    is_same: bool
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class BenchmarkPage:
    """One measure's benchmarks, as of the year chosen."""

    measure: Measure
    benchmark: Benchmark
    form: ReturnYearForm
    year: int
    edition: int | None
    lead: str
    chart: Chart
    dots: Chart | None
    by_year: tuple[Row, ...]
    sections: tuple[Section, ...]
    compared: tuple[Why, ...]
    is_rate: bool

    @property
    def band(self) -> str:
        """The comparator group whose range the chart draws; empty when there is none."""
        return next(iter(self.benchmark.compared.groups), "")


@dataclass(frozen=True)
class BenchmarksPage:
    """Every measure that has benchmarks, in one year: own, neighbours' mean, lowest and highest, region, England."""

    form: ReturnYearForm
    year: int | None
    region: str
    edition: int | None
    rows: tuple[tuple[Measure, Row], ...]


def benchmarks_page_of(request: HttpRequest, reader: Reader) -> BenchmarksPage:
    """What the address asks for."""
    benchmarks = benchmarks_of(reader.authority)
    years = sorted({year for each in benchmarks.values() for year in each.years}, reverse=True)
    form = ReturnYearForm(request.GET, years)
    compared = next(iter(benchmarks.values())).compared
    year = form.year
    edition = compared.edition_for(year) if year else None
    rows = tuple(
        (measure_named(slug), _in_one_row(benchmark, year, edition)) for slug, benchmark in benchmarks.items() if year
    )
    return BenchmarksPage(form, year, reader.authority.region, edition, rows)


def _in_one_row(benchmark: Benchmark, year: int, edition: int | None) -> Row:
    near = benchmark.neighbours(year, edition)
    exact = exact_text(benchmark)
    cells = (
        cell_of(benchmark, benchmark.own(year)),
        Cell(exact(near.mean)),
        Cell(range_text(benchmark, near)),
        cell_of(benchmark, benchmark.region(year)),
        cell_of(benchmark, benchmark.england(year)),
    )
    return Row(measure_named(benchmark.slug).title, cells)


def benchmark_page_of(request: HttpRequest, reader: Reader, slug: str) -> BenchmarkPage:
    """One measure's benchmarks; 404 when nothing published answers to it."""
    if slug not in COMPARED:
        raise Http404
    benchmark = benchmarks_of(reader.authority, [slug])[slug]
    form = ReturnYearForm(request.GET, sorted(benchmark.years, reverse=True))
    year = form.year
    if year is None:
        raise Http404
    edition = benchmark.compared.edition_for(year)
    live = _live(benchmark, reader)
    return BenchmarkPage(
        measure=measure_named(slug),
        benchmark=benchmark,
        form=form,
        year=year,
        edition=edition,
        lead=_lead(benchmark, year, edition),
        chart=lines_chart(lines_of(benchmark, edition), slug),
        dots=dots_chart(dots_of(benchmark, year, edition), f"{slug}-areas"),
        by_year=tuple(_by_year(benchmark, edition, reader, live)),
        sections=tuple(_sections(benchmark, year, edition)),
        compared=tuple(_compared(benchmark, reader, live)),
        is_rate=is_rate(benchmark),
    )


def _live(benchmark: Benchmark, reader: Reader) -> dict[int, Result]:
    """Our own value of each published year of which our returns can be asked."""
    reach = reach_of(reader.authority)
    days = days_compared(benchmark.years, reach.first, reach.last)
    days = {year: day_for(reader, day) for year, day in days.items()}
    if not days:
        return {}
    results = evaluate([measure_named(benchmark.slug)], reader.authority, list(days.values()))[benchmark.slug]
    return dict(zip(days, results, strict=True))


def _counted(several: Several) -> str:
    """Said where not every area has a number."""
    everybody = len(several.figures)
    return "" if several.counted == everybody else f"of {several.counted} of {everybody} with a number"


def _lead(benchmark: Benchmark, year: int, edition: int | None) -> str:
    """The comparison in a sentence."""
    near, exact = benchmark.neighbours(year, edition), exact_text(benchmark)
    own = cell_of(benchmark, benchmark.own(year))
    others = [f"{exact(near.mean)} on average among its statistical neighbours"] if near.mean is not None else []
    others += [
        f"{cell_of(benchmark, figure).text} in {name}"
        for name, figure in (
            (f"the {benchmark.compared.authority.region}", benchmark.region(year)),
            ("England", benchmark.england(year)),
        )
        if figure is not None and figure.value is not None
    ]
    ours = f"{own.text}{f' ({own.means})' if own.means else ''} in {benchmark.compared.authority.name} in {year}"
    return f"{ours}, {listed(others)}." if others else f"{ours}."


def _by_year(benchmark: Benchmark, edition: int | None, reader: Reader, live: dict[int, Result]) -> Iterator[Row]:
    """Rows of the table by year: ours live and as published, and what it is compared with."""
    years, exact, ours = benchmark.years, exact_text(benchmark), benchmark.compared.authority
    near = {year: benchmark.neighbours(year, edition) for year in years}
    yield Row(f"{ours.name}, as published", tuple(cell_of(benchmark, benchmark.own(y)) for y in years), is_own=True)
    if live:
        shown_live = {year: present(result, reader).text for year, result in live.items()}
        cells = tuple(Cell(shown_live.get(year, NOT_KNOWN)) for year in years)
        yield Row(f"{ours.name}, from our own returns", cells, is_own=True)
    yield Row("Statistical neighbours: mean", tuple(Cell(exact(near[y].mean), _counted(near[y])) for y in years))
    yield Row("Statistical neighbours: median", tuple(Cell(exact(near[y].median), _counted(near[y])) for y in years))
    yield Row("Statistical neighbours: range", tuple(Cell(range_text(benchmark, near[y])) for y in years))
    for group in benchmark.compared.groups:
        yield Row(f"{group}: range", tuple(Cell(range_text(benchmark, benchmark.group(group, y))) for y in years))
    if ours.region:
        yield Row(ours.region, tuple(cell_of(benchmark, benchmark.region(year)) for year in years))
    yield Row("England", tuple(cell_of(benchmark, benchmark.england(year)) for year in years))


def _sections(benchmark: Benchmark, year: int, edition: int | None) -> Iterator[Section]:
    """The areas of one year by name: neighbours, groups, and those that border the council."""
    compared = benchmark.compared
    own_population = benchmark.figure(compared.authority.pk, year, POPULATION) if is_rate(benchmark) else None
    population = int(own_population.value) if own_population and own_population.value is not None else None

    def row(code: str, figure: Figure | None, note: str = "", *, is_own: bool = False) -> Row:
        return Row(compared.names.get(code, code), (cell_of(benchmark, figure, population),), note, is_own)

    near = compared.neighbours.get(edition, []) if edition else []
    if near:
        figures = benchmark.neighbours(year, edition).figures
        rows = (row(each.code, figures[each.code], each.closeness) for each in near)
        yield Section(f"Statistical neighbours ({edition} model), the nearest first", tuple(rows))
    for group in compared.groups:
        figures = benchmark.group(group, year).figures
        title = f"{group}: {range_text(benchmark, benchmark.group(group, year))}"
        about = ". ".join(compared.said_of(group, year))
        if figures:
            yield Section(title, tuple(row(code, figure) for code, figure in figures.items()), about)
    bordering = benchmark.bordering(year).figures
    if bordering:
        yield Section("Bordering authorities", tuple(row(code, figure) for code, figure in bordering.items()))
    wider = ((compared.region, benchmark.region(year)), (ENGLAND, benchmark.england(year)))
    yield Section("Region and country", tuple(row(code, figure) for code, figure in wider if code))


def _compared(benchmark: Benchmark, reader: Reader, live: dict[int, Result]) -> Iterator[Why]:
    """Each year in which our returns can be asked, the latest first."""
    measure = measure_named(benchmark.slug)
    loads = loads_behind(reader.authority, measure, list(live))
    aside = sum(rows for kind, rows in set_aside_by_kind(reader.authority).items() if kind in measure.kinds)
    for year, result in sorted(live.items(), reverse=True):
        text = present(result, reader)
        found: Sequence[str] = (
            () if text.suppressed else reasons(benchmark, year, as_seen(result, reader), loads[year], aside)
        )
        same = text.value is not None and agrees(benchmark, year, text.value)
        yield Why(year, text.text, cell_of(benchmark, benchmark.own(year)).text, same, tuple(found))
