"""Parts of a whole over time, one upon the other."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from sufficiency.dashboards.words import long_date

from .axes import Axis, axis_over, day_axis, shares_axis
from .chart import Chart, Table
from .lines import LABELS, known_of, moved_apart, spanning, went
from .style import COLOURS, figure, label, line, outline
from .trends import Point

HEIGHT = 300


@dataclass(frozen=True)
class Part:
    """A part of the whole and what it is called; points in the order of their days, the same for all parts."""

    name: str
    points: tuple[Point, ...]


@dataclass(frozen=True)
class Areas:
    """What one chart draws: at most four parts, the lowest first; in ``steps`` they stay until they change."""

    title: str
    parts: tuple[Part, ...]
    is_count: bool
    suffix: str = ""
    prefix: str = ""
    steps: bool = False
    by_week: bool = False  # days are weeks, not months

    def day_text(self, day: date) -> str:
        """How the chart calls a day."""
        return long_date(day) if self.by_week else f"{day:%B %Y}"

    @property
    def days(self) -> list[date]:
        return [point.day for point in self.parts[0].points]

    @property
    def tops(self) -> list[list[float]]:
        """The upper edge of each part on each day; a value that is not shown adds nothing."""
        edges, below = [], [0.0] * len(self.days)
        for part in self.parts:
            below = [edge + (point.value or 0) for edge, point in zip(below, part.points, strict=True)]
            edges.append(below)
        return edges

    @property
    def axis(self) -> Axis:
        highest = max((edge for edges in self.tops for edge in edges), default=0)
        return shares_axis(highest, self.suffix, axis_over([highest], is_count=self.is_count, from_zero=True))


def areas_chart(areas: Areas, identifier: str) -> Chart | None:
    """All there is to show of the parts; the table has the latest month first. None without any part."""
    if not areas.parts:
        return None
    days = [areas.day_text(day) for day in areas.days]
    rows = [(day, *(part.points[place].shown for part in areas.parts)) for place, day in enumerate(days)]
    return Chart(
        identifier=f"chart-{identifier}",
        title=areas.title,
        figure=_figure(areas),
        sentence=_sentence(areas),
        table=Table(
            ("Week to" if areas.by_week else "Month", *(part.name for part in areas.parts)), tuple(reversed(rows))
        ),
    )


def _figure(areas: Areas) -> dict[str, Any]:
    axis, days = areas.axis, [day.isoformat() for day in areas.days]
    below = [0.0] * len(days)
    filled, edged, ends = [], [], []
    for part, top, colour in zip(areas.parts, areas.tops, COLOURS, strict=False):
        edges = [[*zip(days, edge, strict=True)] for edge in (top, below)]
        upper, lower = (_in_steps(edge) for edge in edges) if areas.steps else edges
        filled.append(outline([*upper, *reversed(lower)], colour))
        says = [f"{part.name}, {areas.day_text(point.day)}: {point.shown}" for point in part.points]
        edged.append(line(days, top, "#ffffff", width=1.5, steps=areas.steps, says=says))
        ends.append(((top[-1] + below[-1]) / 2, f"{part.name} {part.points[-1].shown}", colour))
        below = top
    return figure(
        [*filled, *edged],
        height=HEIGHT,
        margin=(46, LABELS, 10, 26),
        x=day_axis(areas.days[0], areas.days[-1]),
        y=axis.as_plotly(areas.suffix, areas.prefix),
        labels=[
            label(1, at, text, colour, xref="paper", xshift=8, align="left")
            for text, at, colour in moved_apart(ends, axis)
        ],
    )


def _in_steps(edge: Sequence[tuple[str, float]]) -> list[tuple[str, float]]:
    """The corners of an edge that stays level until the next day."""
    turns = [[(day, before), (day, at)] for (_, before), (day, at) in pairwise(edge)]
    return [*edge[:1], *(corner for turn in turns for corner in turn)]


def _sentence(areas: Areas) -> str:
    """How each part went over the days for which it is shown."""
    span = (areas.days[0], areas.days[-1])
    said = [
        f"{part.name} {went(known, span, areas.day_text)}" for part in areas.parts if (known := known_of(part.points))
    ]
    return f"{areas.title}{spanning(span, areas.day_text)}: {'; '.join(said)}."
