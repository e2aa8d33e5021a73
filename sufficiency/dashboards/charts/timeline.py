"""What lasts from one day to another, a row each: what was said at first, by how much it slipped, and what is there."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from textwrap import wrap
from typing import Any

from .axes import day_axis
from .chart import Chart, Table
from .style import COLOURS, GRID, INK, OTHER, bars, dots, figure, key, label

ROW, THICK, MARGIN, KEY = 46, 0.3, 34, 24
LETTERS, LINE = 50, 15  # what a phone has room for above a row, and the pixels of one more line
ABOVE = {"xshift": 2, "yanchor": "bottom", "yshift": 1}
SAID, SLIPPED, DONE = COLOURS[0], COLOURS[1], COLOURS[2]
MILLISECOND = timedelta(milliseconds=1)


@dataclass(frozen=True)
class Stretch:
    """A row: it begins on a day and was first to end on another, ``first_end``; ``end`` is what is said now.

    None while nobody has said an end. ``is_done``: whether ``end`` has come about. ``shown`` stands beside the name,
    ``cells`` in the table.
    """

    name: str
    starts: date
    first_end: date | None
    end: date | None
    shown: str
    cells: tuple[str, ...]
    is_done: bool = False


@dataclass(frozen=True)
class Timeline:
    """What one chart draws, from top to bottom, seen from ``today``. ``words`` name what was said at first, what it
    slipped by and what is done; ``head`` the columns of the table."""

    title: str
    rows: tuple[Stretch, ...]
    today: date
    head: tuple[str, ...]
    words: tuple[str, str, str]
    finding: str

    @property
    def span(self) -> tuple[date, date]:
        """The first and the last day drawn, with room about them."""
        days = [self.today, *(day for row in self.rows for day in (row.starts, row.first_end, row.end) if day)]
        return min(days).replace(day=1), max(days) + timedelta(days=45)


def timeline_chart(drawn: Timeline, identifier: str) -> Chart | None:
    """All there is to show of the rows; None without any."""
    if not drawn.rows:
        return None
    return Chart(
        identifier=f"chart-{identifier}",
        title=drawn.title,
        figure=_figure(drawn),
        sentence=drawn.finding,
        table=Table(drawn.head, tuple((row.name, *row.cells) for row in drawn.rows)),
        width=960,
    )


def _figure(drawn: Timeline) -> dict[str, Any]:
    rows = [*zip(drawn.rows, reversed(range(len(drawn.rows))), strict=True)]
    first, last = drawn.span
    today = drawn.today.isoformat()
    named = [name for name, used in zip(drawn.words, _used(drawn), strict=True) if used]
    colours = [colour for colour, used in zip((SAID, SLIPPED, DONE), _used(drawn), strict=True) if used]
    more = max(_wrapped(row).count("<br>") for row in drawn.rows)
    done = [(row, at) for row, at in rows if row.is_done and row.end]
    return figure(
        [
            _bars([(row.starts, row.first_end or row.end or last, at, _says(row)) for row, at in rows], SAID),
            _bars([(early, late, at, _says(row)) for row, at in rows for early, late in _slip(row)], SLIPPED),
            dots(
                [row.end.isoformat() for row, _ in done if row.end],
                [at for _, at in done],
                DONE,
                size=13,
                says=[_says(row) for row, _ in done],
            ),
        ],
        height=(ROW + LINE * more) * len(rows) + MARGIN + KEY,
        margin=(8, 12, KEY, 28),
        x=day_axis(first, last, inside=True),
        y={"range": [-0.5, len(rows) - 0.3], "tickvals": [], "ticktext": []},
        labels=[
            *(
                label(first.isoformat(), at + THICK / 2, _wrapped(row), INK, align="left", size=12, **ABOVE)
                for row, at in rows
            ),
            *key((*named, "This date"), (*colours, OTHER)),
        ],
        shapes=[
            *(
                {"type": "line", "layer": "below", "xref": "paper", "x0": 0, "x1": 1, "y0": at - 0.42, "y1": at - 0.42,
                 "line": {"color": GRID, "width": 1}}
                for _, at in rows
            ),
            {
                "type": "line", "layer": "below", "x0": today, "x1": today, "yref": "paper", "y0": 0, "y1": 1,
                "line": {"color": OTHER, "width": 1, "dash": "dot"},
            }
        ],
    )  # fmt: skip


def _used(drawn: Timeline) -> tuple[bool, bool, bool]:
    """Which of the colours there are."""
    return True, any(True for row in drawn.rows for _ in _slip(row)), any(row.is_done for row in drawn.rows)


def _slip(row: Stretch) -> Iterator[tuple[date, date]]:
    """From the day that was said at first to the later one that is said now."""
    if row.first_end and row.end and row.first_end < row.end:
        yield row.first_end, row.end


def _bars(spans: Sequence[tuple[date, date, int, str]], colour: str) -> dict[str, Any]:
    if not spans:
        return {}
    return bars(
        [(end - start) / MILLISECOND for start, end, _, _ in spans],
        [at for _, _, at, _ in spans],
        colour,
        across=True,
        thickness=THICK,
        base=[start.isoformat() for start, _, _, _ in spans],
        says=[says for *_, says in spans],
    )


def _named(row: Stretch) -> str:
    return f"{row.name}: {row.shown}" if row.shown else row.name


def _wrapped(row: Stretch) -> str:
    """What stands above a row, in lines for which a phone has room."""
    return "<br>".join(wrap(_named(row), LETTERS))


def _says(row: Stretch) -> str:
    return f"{_named(row)}; {', '.join(cell for cell in row.cells if cell)}"
