"""Parts of a whole over time, one upon the other."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from .axes import Axis, axis_over, day_axis, shares_axis
from .chart import Chart, Table
from .lines import LABELS, moved_apart
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
    """What one chart draws: at most four parts, the lowest first."""

    title: str
    parts: tuple[Part, ...]
    is_count: bool
    suffix: str = ""

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


def areas_chart(areas: Areas, identifier: str) -> Chart:
    """All there is to show of the parts; the table has the latest month first."""
    days = [f"{day:%B %Y}" for day in areas.days]
    rows = [(day, *(part.points[place].shown for part in areas.parts)) for place, day in enumerate(days)]
    return Chart(
        identifier=f"chart-{identifier}",
        title=areas.title,
        figure=_figure(areas),
        sentence=_sentence(areas),
        table=Table(("Month", *(part.name for part in areas.parts)), tuple(reversed(rows))),
    )


def _figure(areas: Areas) -> dict[str, Any]:
    axis, days = areas.axis, [day.isoformat() for day in areas.days]
    below = [0.0] * len(days)
    filled, edged, ends = [], [], []
    for part, top, colour in zip(areas.parts, areas.tops, COLOURS, strict=False):
        filled.append(outline([*zip(days, top, strict=True), *reversed([*zip(days, below, strict=True)])], colour))
        says = [f"{part.name}, {point.day:%B %Y}: {point.shown}" for point in part.points]
        edged.append(line(days, top, "#ffffff", width=1.5, says=says))
        ends.append(((top[-1] + below[-1]) / 2, f"{part.name} {part.points[-1].shown}", colour))
        below = top
    return figure(
        [*filled, *edged],
        height=HEIGHT,
        margin=(46, LABELS, 10, 26),
        x=day_axis(areas.days[0], areas.days[-1]),
        y=axis.as_plotly(areas.suffix),
        labels=[
            label(1, at, text, colour, xref="paper", xshift=8, align="left")
            for text, at, colour in moved_apart(ends, axis)
        ],
    )


def _sentence(areas: Areas) -> str:
    said = [
        f"{part.name} {part.points[0].shown} in {part.points[0].day:%B %Y}, {part.points[-1].shown} in "
        f"{part.points[-1].day:%B %Y}"
        for part in areas.parts
    ]
    return f"{areas.title}: {'; '.join(said)}."
