"""How many placements each child has lived in within a year."""

from dataclasses import replace

from sufficiency.core.measure import Result
from sufficiency.core.tally import evaluate
from sufficiency.dashboards.charts.bars import Bar, Bars, bars_chart
from sufficiency.dashboards.charts.chart import Chart
from sufficiency.dashboards.words import long_date
from sufficiency.measures.present import Shown, present_table
from sufficiency.measures.registry import measure_named

from .telling import as_float, two_days
from .topic import Asked

CHILDREN = measure_named("children-in-care")
TWO_PLUS, THREE_PLUS = (measure_named(f"{number}-plus-placements-percent") for number in ("two", "three"))


def placements_of_each(asked: Asked) -> Chart | None:
    """Children in care by the number of placements within the year: one, two, three or more."""
    days = two_days(asked)
    found = evaluate([CHILDREN, TWO_PLUS, THREE_PLUS], asked.reader.authority, days)
    columns = [
        present_table(_parts(*(found[each.slug][place] for each in (CHILDREN, TWO_PLUS, THREE_PLUS))), asked.reader)
        for place in range(len(days))
    ]
    drawn = Bars(
        title="Children by the number of their placements in the year",
        of="Placements in the year",
        series=tuple(long_date(day) for day in days),
        groups=tuple(_bar(name, [column[name] for column in columns]) for name in columns[0]),
        is_count=True,
    )
    return bars_chart(drawn, "placements-of-each-child")


def _parts(everybody: Result, two: Result, three: Result) -> dict[str, Result]:
    whole, more, most = (int(each.numerator or 0) for each in (everybody, two, three))
    numbers = {"One": whole - more, "Two": more - most, "Three or more": most}
    return {
        name: replace(everybody, numerator=number, value=number, groups=(number,)) for name, number in numbers.items()
    }


def _bar(name: str, cells: list[Shown]) -> Bar:
    return Bar(name, tuple(as_float(cell) for cell in cells), tuple(cell.text for cell in cells))
