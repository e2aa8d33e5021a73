"""A measure told apart by a dimension, as bars: on the day, and beside it on the day of comparison."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

from sufficiency.core.measure import Dimension, Measure, Result
from sufficiency.dashboards.charts.bars import Bar, Bars, bars_chart
from sufficiency.dashboards.charts.chart import Chart
from sufficiency.dashboards.charts.trends import is_count
from sufficiency.dashboards.words import long_date
from sufficiency.measures.present import SUFFIX, Shown, present_table
from sufficiency.measures.small_numbers import few, smallest_of

from .topic import Asked

Parts = Mapping[str, list[Result]]  # by part, one result a day
REST = "All others"
LONG = 28  # letters of a name for which a phone has no room beside the bars


def two_days(asked: Asked) -> list[date]:
    """The day, and the day of comparison if there is one."""
    return [asked.day, *([asked.compared] if asked.compared else [])]


def told_chart(  # noqa: PLR0913 - all keywords
    asked: Asked,
    *,
    title: str,
    measure: Measure,
    dimension: Dimension,
    parts: Parts,
    identifier: str = "",
    most: int = 12,
    called: Callable[[str], str] | None = None,
) -> Chart:
    """The parts that hold anybody on either day: in their declared order, or by size where none is declared.

    Of more than ``most`` parts of a count the smallest are added up, before anything is withheld. ``called`` is what
    people call a part, its label by default.
    """
    days = two_days(asked)
    held: Parts = {key: each for key, each in parts.items() if any(has_something(result) for result in each)}
    if not dimension.parts:
        held = dict(sorted(held.items(), key=lambda part: -(part[1][0].numerator or 0)))
        if measure.denominator is None:
            held = _added_up(held, min(most, _worth_telling(held, asked)))
    columns = [
        present_table({key: at[place] for key, at in held.items()}, asked.reader, dimension)
        for place in range(len(days))
    ]
    name = called or dimension.label
    drawn = Bars(
        title=title,
        of=dimension.title,
        series=tuple(long_date(day) for day in days),
        groups=tuple(
            Bar(
                key if key == REST else name(key),
                tuple(as_float(column[key]) for column in columns),
                tuple(column[key].text for column in columns),
                is_apart=len(columns) > 1 and columns[0][key].is_apart_from(columns[1][key]),
            )
            for key in held
        ),
        is_count=is_count(measure),
        suffix=SUFFIX.get(measure.unit, ""),
        names_above=any(len(name(key)) > LONG for key in held),
    )
    return bars_chart(drawn, identifier or f"{measure.slug}-by-{dimension.slug}")


def _worth_telling(parts: Parts, asked: Asked) -> int:
    """How many parts to tell apart: all, but for those who would see most of them withheld, the rest as one."""
    if asked.reader.may_see_children:
        return len(parts)
    large = (not few(results[0].numerator or 0, smallest_of(results[0].measure)) for results in parts.values())
    return sum(large) + 1


def _added_up(parts: Parts, most: int) -> Parts:
    """The first of the parts, and what the others come to together."""
    if len(parts) <= most:
        return parts
    first, others = [*parts][: most - 1], [*parts][most - 1 :]
    together = [summed([parts[key][place] for key in others]) for place in range(len(parts[others[0]]))]
    return {**{key: parts[key] for key in first}, REST: together}


def summed(results: list[Result]) -> Result:
    """Counts of several parts as one."""
    number = sum(result.numerator or 0 for result in results)
    return replace(
        results[0],
        numerator=number,
        value=number,
        unknown=sum(result.unknown for result in results),
        groups=(number,),
        at_most=None,
    )


def has_something(result: Result) -> bool:
    return bool(result.numerator or result.denominator)


def as_float(at: Shown) -> float | None:
    return None if at.value is None else float(at.value)
