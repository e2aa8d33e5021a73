"""All figures of a report as rows of a table: one a measure and day, and what it was held against."""

from collections.abc import Iterator
from datetime import datetime

from .content import Content, Line

FIGURES_HEAD = ("Section", "Measure", "Name", "Unit", "What", "Of", "Figure", "Numerator", "Denominator")
Row = tuple[str, ...]


def figures_of(content: Content) -> Iterator[Row]:
    """Row by row, in the order of the report; what there is none of is left out."""
    for section in content.sections:
        for line in section.lines:
            known = (section.heading, line.title, line.slug, line.unit)
            for what, of, figure, *parts in _of_line(content, line):
                yield (*known, what, of, figure, *(parts or ("", "")))


def _of_line(content: Content, line: Line) -> Iterator[Row]:
    yield "Now", content.day.isoformat(), line.figure, line.numerator, line.denominator
    if line.aim:
        yield line.aim_name.capitalize(), content.day.isoformat(), line.aim
        yield "Standing", content.day.isoformat(), line.status.word
    yield "Quarter before", line.quarter_before.day.isoformat(), line.quarter_before.text
    yield "Year before", line.year_before.day.isoformat(), line.year_before.text
    if line.published:
        yield "Statistical neighbours, mean", line.published, line.neighbours
        yield "England", line.published, line.england
    for day, shown, *_ in line.chart.table.rows:
        yield "History", datetime.strptime(day, "%d %B %Y").date().isoformat(), shown
