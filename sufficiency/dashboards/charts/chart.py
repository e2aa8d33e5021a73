"""What a page shows of a chart: its figure, the same as a drawing, what it says, and the table behind it."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from .painting import paint

CELL = '<td class="govuk-table__cell govuk-table__cell--numeric">{}</td>'


@dataclass(frozen=True)
class Table:
    """The figures of a chart: what its columns are called, and rows of text, the first cell being what a row is of."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    @property
    def body(self) -> SafeString:
        """The rows as HTML. A page of charts has a thousand cells: templates would take a quarter of its time."""
        return format_html_join(
            "\n",
            '<tr class="govuk-table__row"><th scope="row" class="govuk-table__header app-table__plain">{}</th>{}</tr>',
            ((row[0], format_html_join("", CELL, ((cell,) for cell in row[1:]))) for row in self.rows),
        )


@dataclass(frozen=True)
class Chart:
    """A chart as a page shows it.

    ``identifier`` is its own on the page and in downloads. ``sentence`` states the finding for those who do not see
    it, ``note`` stands below it, ``width`` is that of the drawing in pixels.
    """

    identifier: str
    title: str
    figure: dict[str, Any]
    sentence: str
    table: Table
    note: str = ""
    width: int = 520

    @cached_property
    def drawing(self) -> SafeString:
        """The figure as SVG, which needs no script."""
        return paint(self.figure, self.width)
