"""What a page shows of a chart: its figure, the same as a drawing, what it says, and the table behind it."""

import json
from dataclasses import dataclass
from functools import cached_property
from html import escape
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from .painting import paint

# What might end a script element, as JSON writes it otherwise.
IN_SCRIPT = {ord(character): f"\\u{ord(character):04X}" for character in "<>&"}


@dataclass(frozen=True)
class Table:
    """The figures of a chart: what its columns are called, and rows of text, the first cell being what a row is of."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    @property
    def body(self) -> SafeString:
        """The rows as HTML. A page of charts has two thousand cells: templates would take a quarter of its time, and a
        class on each a quarter of its bytes; the class of the table (``app-figures``) says how they look."""
        return mark_safe("\n".join(map(_row, self.rows)))  # noqa: S308 - each cell is escaped


def _row(row: tuple[str, ...]) -> str:
    cells = "".join(f"<td>{escape(cell)}</td>" for cell in row[1:])
    return f'<tr><th scope="row">{escape(row[0])}</th>{cells}</tr>'


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

    @property
    def data(self) -> SafeString:
        """The figure as JSON for a script element, without a space; no text of it can end the element."""
        written = json.dumps(self.figure, separators=(",", ":"), default=str)
        return mark_safe(written.translate(IN_SCRIPT))  # noqa: S308

    @cached_property
    def drawing(self) -> SafeString:
        """The figure as SVG, which needs no script."""
        return paint(self.figure, self.width)
