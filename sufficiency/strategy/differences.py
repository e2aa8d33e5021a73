"""A measure's own live value beside what was published, and why the two differ: each reason is worked out."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from sufficiency.core.measure import Measure, Number, Result, Unit
from sufficiency.core.models import Authority
from sufficiency.core.rounding import half_up, shown
from sufficiency.extracts.models import LoadFile

from .benchmarks import CHILDREN, POPULATION, Benchmark


@dataclass(frozen=True)
class Loads:
    """What a live value rests on: how many loads, the day of the last, and how many are of returns for later years."""

    number: int
    last_on: date | None
    later: int


def days_compared(years: Collection[int], first: date | None, last: date | None) -> dict[int, date]:
    """The day of each published year on which the returns can be asked.

    31 March, or of the year that is still running the last day the returns speak for. ``first`` and ``last`` are the
    days between which they speak, None when nothing is loaded.
    """
    if first is None or last is None:
        return {}
    days = {year: min(date(year, 3, 31), last) for year in years}
    return {year: day for year, day in days.items() if max(first, date(year - 1, 4, 1)) <= day}


def loads_behind(authority: Authority, measure: Measure, years: Collection[int]) -> dict[int, Loads]:
    """For each year the loads on which the live value rests, as they count now. One query."""
    files = LoadFile.objects.filter(authority=authority, current=True, kind__in=measure.kinds)
    loads = {
        load: (year, finished)
        for load, year, finished in files.values_list("load", "year", "load__finished_at")
        if year is not None and finished is not None
    }
    return {
        year: Loads(
            number=len(loads),
            last_on=max((finished.date() for _, finished in loads.values()), default=None),
            later=sum(each > year for each, _ in loads.values()),
        )
        for year in years
    }


def agrees(benchmark: Benchmark, year: int, value: Number) -> bool:
    """Whether a live value, rounded as the publication rounds, is the published one."""
    own = benchmark.own(year)
    if own is None or own.value is None:
        return False
    scale = 10**benchmark.series.decimals
    return half_up(Fraction(value) * scale) == own.value * scale


def reasons(benchmark: Benchmark, year: int, live: Result, loads: Loads, set_aside: int) -> list[str]:
    """Why a live value is not the published one, a sentence for each reason; none when the two agree.

    ``set_aside`` counts the faulty rows of our returns that are not in the value. Only for values that may be shown.
    """
    own = benchmark.own(year)
    if own is None or own.value is None or live.value is None or agrees(benchmark, year, live.value):
        return []
    return [
        *_other_day(year, live),
        *_parts_of_the_rate(benchmark, year, live),
        *_revision(benchmark, year),
        *_loads(year, loads),
        *_set_aside(set_aside),
        *([benchmark.series.differs] if benchmark.series.differs else []),
    ]


def _other_day(year: int, live: Result) -> Iterator[str]:
    published = date(year, 3, 31)
    if live.as_at != published:
        yield (
            f"Other date: published for {_long(published)}; ours is for {_long(live.as_at)}, the last day our returns "
            "speak for."
        )


def _parts_of_the_rate(benchmark: Benchmark, year: int, live: Result) -> Iterator[str]:
    """Of a rate: the children counted and the population they are divided by."""
    if live.measure.unit is not Unit.PER_10000 or live.numerator is None:
        return
    ours = benchmark.compared.authority.pk
    children, population = (benchmark.figure(ours, year, series) for series in (CHILDREN, POPULATION))
    if children and children.value is not None and children.value != live.numerator:
        yield f"Other count: the publication has {shown(children.value)} children in care, we {shown(live.numerator)}."
    if population and population.value is not None and live.denominator not in (None, population.value):
        yield (
            f"Other population: the publication divides by {shown(population.value)} children, ours by "
            f"{shown(live.denominator or 0)}. {live.note}"
        )


def _revision(benchmark: Benchmark, year: int) -> Iterator[str]:
    before, own = benchmark.revised(year), benchmark.own(year)
    if before and own and own.source.loaded_on:
        yield (
            f"Revision: the publication says {own.text} in the file loaded on {_long(own.source.loaded_on)}, and said "
            f"{before.text} in the tracker's own table."
        )


def _loads(year: int, loads: Loads) -> Iterator[str]:
    if not loads.number or loads.last_on is None:
        return
    text = f"Live data: ours is worked out from {_counted(loads.number, 'load', 'loads')}, the last of "
    text += _long(loads.last_on)
    if loads.later:
        text += f"; {_counted(loads.later, 'is', 'are')} of returns after {year}'s, which may correct earlier days"
    yield f"{text}."


def _set_aside(rows: int) -> Iterator[str]:
    if rows:
        yield f"{_counted(rows, 'faulty row', 'faulty rows')} of our returns {'is' if rows == 1 else 'are'} set aside."


def _counted(number: int, one: str, several: str) -> str:
    return f"{number:,} {one if number == 1 else several}"


def _long(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
