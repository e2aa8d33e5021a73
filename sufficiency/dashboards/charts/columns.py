"""Standing columns: numbers for each month or span of months, one after the other, of several kinds upon each other."""

from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from .axes import axis_over
from .chart import Chart, Table
from .style import COLOURS, INK, bars, figure, label, ticks

HEIGHT, THICK, TOP, MOST_NAMES = 250, 0.8, 22, 8
LETTER, GAP, LINE = 7.2, 16, 17  # pixels, in the key


@dataclass(frozen=True)
class Column:
    """A span of time, and how many of each kind belong to it; None where a number is not shown.

    ``short`` names it on the axis.
    """

    name: str
    short: str
    values: tuple[float | None, ...]
    shown: tuple[str, ...]

    @property
    def whole(self) -> float:
        """All that is shown of it."""
        return sum(value or 0 for value in self.values)


@dataclass(frozen=True)
class Columns:
    """What one chart draws, in the order of time: at most four kinds. ``of`` heads the table's first column."""

    title: str
    of: str
    kinds: tuple[str, ...]
    columns: tuple[Column, ...]


def columns_chart(drawn: Columns, identifier: str, note: str = "") -> Chart | None:
    """All there is to show of the columns. None without one."""
    if not drawn.columns:
        return None
    return Chart(
        identifier=f"chart-{identifier}",
        title=drawn.title,
        figure=_figure(drawn),
        sentence=_sentence(drawn),
        table=Table((drawn.of, *drawn.kinds), tuple((each.name, *each.shown) for each in drawn.columns)),
        note=note,
    )


def _figure(drawn: Columns) -> dict[str, Any]:
    number, several = len(drawn.columns), len(drawn.kinds) > 1
    places = [*range(number)]
    edges = [[0.0, *accumulate(value or 0 for value in each.values)] for each in drawn.columns]
    traces = [
        bars(
            [each.values[kind] for each in drawn.columns],
            places,
            colour,
            across=False,
            thickness=THICK,
            base=[edge[kind] for edge in edges],
            says=[f"{name}, {each.name}: {each.shown[kind]}" for each in drawn.columns],
        )
        for kind, (name, colour) in enumerate(zip(drawn.kinds, COLOURS, strict=False))
    ]
    named = places[:: -(-number // MOST_NAMES)]
    return figure(
        traces,
        height=HEIGHT,
        margin=(36, 8, TOP + (LINE * (-(-len(drawn.kinds) // 2) - 1)), 28),
        x={
            "range": [-0.6, number - 0.4],
            "ticks": "outside",
            **ticks(named, [drawn.columns[place].short for place in named]),
        },
        y=axis_over([each.whole for each in drawn.columns], is_count=True, from_zero=True).as_plotly(),
        labels=[*_key(drawn.kinds)] if several else [*_numbers(drawn)],
    )


def _numbers(drawn: Columns) -> list[dict[str, Any]]:
    """On each column how many it stands for."""
    return [
        label(place, each.whole, each.shown[0], INK, xanchor="center", yanchor="bottom", size=12)
        for place, each in enumerate(drawn.columns)
    ]


def _key(kinds: tuple[str, ...]) -> list[dict[str, Any]]:
    """Above the columns what each colour is, two in a line."""
    wide = LETTER * max(len(kind) for kind in kinds[::2]) + GAP
    lines = -(-len(kinds) // 2)
    return [
        label(
            0,
            1,
            f"<b>{kind}</b>",
            colour,
            xref="paper",
            yref="paper",
            yanchor="bottom",
            xshift=wide * (place % 2),
            yshift=4 + LINE * (lines - 1 - place // 2),
        )
        for place, (kind, colour) in enumerate(zip(kinds, COLOURS, strict=False))
    ]


def _sentence(drawn: Columns) -> str:
    """How many in all, where every number is shown, and when most."""
    known = [each for each in drawn.columns if any(value is not None for value in each.values)]
    if not known:
        return f"{drawn.title}: no number can be shown."
    most = max(known, key=lambda each: each.whole)
    if not most.whole:
        return f"{drawn.title}: none from {known[0].name} to {known[-1].name}."
    whole = all(value is not None for each in drawn.columns for value in each.values)
    told = f"{sum(each.whole for each in known):,.0f} in all, most" if whole else "most of those shown"
    return f"{drawn.title}: {told} in {most.name} ({most.whole:,.0f})."
