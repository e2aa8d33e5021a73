"""What the charts of benchmarks draw: the years as lines, and the areas of one year as dots."""

from collections.abc import Callable
from datetime import date
from fractions import Fraction

from sufficiency.core.measure import Unit
from sufficiency.measures.present import SUFFIX
from sufficiency.measures.registry import measure_named
from sufficiency.strategy.benchmarks import Benchmark
from sufficiency.strategy.datasets import ENGLAND
from sufficiency.strategy.figures import Figure

from .benchmark_cells import cell_of, exact_text
from .charts.dots import Dot, Dots
from .charts.lines import Band, Line, Lines
from .charts.trends import Point


def lines_of(benchmark: Benchmark, edition: int | None) -> Lines:
    """Own, the neighbours' mean, the region and England by year, before the range of the first comparator group."""
    exact = exact_text(benchmark)

    def line(name: str, figure_of: Callable[[int], Figure | None]) -> Line:
        figures = [(year, figure_of(year)) for year in benchmark.years]
        return Line(
            name, tuple(_point(year, f.value if f else None, cell_of(benchmark, f).text) for year, f in figures)
        )

    means = [(year, benchmark.neighbours(year, edition).mean) for year in benchmark.years]
    measure = measure_named(benchmark.slug)
    is_of_size = measure.unit is Unit.CHILDREN  # counts of areas of very different size make no picture
    near = Line("Neighbours", tuple(_point(year, mean, exact(mean)) for year, mean in means))
    lines = [line(benchmark.compared.authority.name, benchmark.own), near]
    if not is_of_size:
        lines += [line("England", benchmark.england), line(benchmark.compared.authority.region, benchmark.region)]
    return Lines(
        title=measure.title,
        lines=tuple(lines),
        is_count=is_of_size,
        suffix=SUFFIX.get(measure.unit, ""),
        band=_band(benchmark),
        by_year=True,
    )


def dots_of(benchmark: Benchmark, year: int, edition: int | None) -> Dots:
    """The council, its neighbours and, unless it is a count of an area's size, region and country in one year."""
    measure, names = measure_named(benchmark.slug), benchmark.compared.names
    is_of_size = measure.unit is Unit.CHILDREN
    ours, near = benchmark.compared.authority.pk, benchmark.neighbours(year, edition)
    wider = () if is_of_size else (ENGLAND, benchmark.compared.region)
    figures = [(code, benchmark.figure(code, year)) for code in (*near.figures, ours, *wider) if code]
    dots = [
        Dot(names[code], float(figure.value), cell_of(benchmark, figure).text, code == ours, code in wider)
        for code, figure in figures
        if figure is not None and figure.value is not None
    ]
    band = _band(benchmark)
    low, high = next(((low, high) for day, low, high in band.spans if day.year == year), (None, None))
    suffix = SUFFIX.get(measure.unit, "")
    return Dots(f"{measure.title} in {year}", tuple(dots), is_of_size, suffix, low, high)


def _point(year: int, value: Fraction | None, text: str) -> Point:
    return Point(date(year, 3, 31), None if value is None else float(value), text, None)


def _band(benchmark: Benchmark) -> Band:
    """The range of the first comparator group in each year in which it has a number."""
    group = next(iter(benchmark.compared.groups), "")
    ranges = [(year, benchmark.group(group, year)) for year in benchmark.years]
    spans = tuple(
        (date(year, 3, 31), float(each.lowest), float(each.highest))
        for year, each in ranges
        if each.lowest is not None and each.highest is not None
    )
    return Band(group, spans)
