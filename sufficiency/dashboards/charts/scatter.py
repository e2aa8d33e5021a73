"""One number against another: a dot each, in at most four groups of which each has its colour and its words."""

from dataclasses import dataclass
from typing import Any

from .axes import axis_over
from .chart import Chart, Table
from .style import COLOURS, INK, dots, figure, key, label

HEIGHT, KEY = 340, 24


@dataclass(frozen=True)
class Spot:
    """A dot: what it is of, its group, both numbers and how they are shown; ``cells`` stand in the table besides."""

    name: str
    group: str
    x: float
    y: float
    x_shown: str
    y_shown: str
    cells: tuple[str, ...] = ()


@dataclass(frozen=True)
class Scatter:
    """What one chart draws. ``groups`` are at most four, in their order; ``finding`` says what there is to see."""

    title: str
    of: str
    x: str
    y: str
    groups: tuple[str, ...]
    spots: tuple[Spot, ...]
    finding: str
    prefix: str = ""  # of the upward axis
    head: tuple[str, ...] = ()


def scatter_chart(drawn: Scatter, identifier: str) -> Chart | None:
    """All there is to show of the dots; None without any."""
    if not drawn.spots:
        return None
    ordered = sorted(drawn.spots, key=lambda spot: -spot.y)
    return Chart(
        identifier=f"chart-{identifier}",
        title=drawn.title,
        figure=_figure(drawn),
        sentence=drawn.finding,
        table=Table(
            (drawn.of, *drawn.head, drawn.x, drawn.y),
            tuple((spot.name, *spot.cells, spot.x_shown, spot.y_shown) for spot in ordered),
        ),
    )


def _figure(drawn: Scatter) -> dict[str, Any]:
    held = [group for group in drawn.groups if any(spot.group == group for spot in drawn.spots)]
    colours = [COLOURS[drawn.groups.index(group)] for group in held]
    across = axis_over([spot.x for spot in drawn.spots], is_count=True, from_zero=True)
    up = axis_over([spot.y for spot in drawn.spots], is_count=True, from_zero=True)
    traces = []
    for group, colour in zip(held, colours, strict=True):
        spots = [spot for spot in drawn.spots if spot.group == group]
        says = [f"{spot.name}: {drawn.y.lower()} {spot.y_shown}, {drawn.x.lower()} {spot.x_shown}" for spot in spots]
        traces.append(dots([spot.x for spot in spots], [spot.y for spot in spots], colour, size=10, says=says))
    return figure(
        traces,
        height=HEIGHT,
        margin=(64, 16, KEY + 44, 46),
        x=across.as_plotly() | {"ticks": "outside"},
        y=up.as_plotly(prefix=drawn.prefix),
        labels=[
            *({**each, "yshift": each["yshift"] + 24} for each in key(held, colours)),
            label(0, 1, drawn.y, INK, xref="paper", yref="paper", yanchor="bottom", xshift=-56, yshift=8),
            label(1, 0, drawn.x, INK, xref="paper", yref="paper", yanchor="top", xanchor="right", yshift=-24),
        ],
    )
