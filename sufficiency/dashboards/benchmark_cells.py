"""How published figures are written: rounded as published, marks with what they mean, means to one decimal more."""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from sufficiency.core.measure import Number, Unit
from sufficiency.core.rounding import shown
from sufficiency.measures.present import NOT_KNOWN, SUFFIX
from sufficiency.measures.registry import measure_named
from sufficiency.strategy.benchmarks import Benchmark, Several, children_at
from sufficiency.strategy.figures import Figure


@dataclass(frozen=True)
class Cell:
    """A figure as a table shows it; ``means`` explains a mark; ``children`` is what a rate would come to here."""

    text: str
    means: str = ""
    children: str = ""


def is_rate(benchmark: Benchmark) -> bool:
    """Whether the figures are rates, which come to so many children in a population."""
    return measure_named(benchmark.slug).unit is Unit.PER_10000


def exact_text(benchmark: Benchmark) -> Callable[[Number | None], str]:
    """How a mean is written: to one decimal more than what was published."""
    suffix = SUFFIX.get(measure_named(benchmark.slug).unit, "")

    def written(value: Number | None) -> str:
        return NOT_KNOWN if value is None else shown(value, benchmark.series.decimals + 1) + suffix

    return written


def cell_of(benchmark: Benchmark, figure: Figure | None, population: int | None = None) -> Cell:
    """A published figure; with ``population`` what the rate would come to in it."""
    if figure is None:
        return Cell(NOT_KNOWN, "nothing published is held")
    if figure.value is None:
        return Cell(figure.text or NOT_KNOWN, figure.means)
    text = shown(figure.value, benchmark.series.decimals) + SUFFIX.get(measure_named(benchmark.slug).unit, "")
    return Cell(text, children=_children(figure.value, population))


def _children(rate: Fraction | None, population: int | None) -> str:
    return "" if rate is None or population is None else shown(children_at(rate, population))


def range_text(benchmark: Benchmark, several: Several) -> str:
    """``57 to 71``; a dash when there is no number."""
    if several.lowest is None or several.highest is None:
        return NOT_KNOWN
    suffix = SUFFIX.get(measure_named(benchmark.slug).unit, "")
    low, high = (shown(each, benchmark.series.decimals) + suffix for each in (several.lowest, several.highest))
    return low if low == high else f"{low} to {high}"
