"""One value for each of several areas, from the lowest to the highest, before the band of a range."""

from dataclasses import dataclass
from typing import Any

from .axes import Axis, axis_over
from .chart import Chart, Table
from .style import BAND, COLOURS, INK, OTHER, figure, label, ticks
from .style import dots as points

ROW, MARGIN = 24, 34


@dataclass(frozen=True)
class Dot:
    """An area and its value; ``is_own`` is the council's, ``is_reading`` a mean, a region or the country."""

    name: str
    value: float
    shown: str
    is_own: bool = False
    is_reading: bool = False

    @property
    def colour(self) -> str:
        return COLOURS[0] if self.is_own else COLOURS[1] if self.is_reading else OTHER

    @property
    def ink(self) -> str:
        """The colour of its number, dark enough to read before the band."""
        return self.colour if self.is_own or self.is_reading else INK


@dataclass(frozen=True)
class Dots:
    """What one chart draws. ``low`` and ``high`` end the band, None when there is none."""

    title: str
    dots: tuple[Dot, ...]
    is_count: bool
    suffix: str = ""
    low: float | None = None
    high: float | None = None

    @property
    def ordered(self) -> list[Dot]:
        """The lowest first."""
        return sorted(self.dots, key=lambda dot: (dot.value, dot.name))

    @property
    def axis(self) -> Axis:
        """An axis that holds every value and the band."""
        return axis_over([*(dot.value for dot in self.dots), self.low, self.high], is_count=self.is_count)


def dots_chart(dots: Dots, identifier: str) -> Chart | None:
    """All there is to show of the areas. None without a value."""
    if not dots.dots:
        return None
    return Chart(
        identifier=f"chart-{identifier}",
        title=dots.title,
        figure=_figure(dots),
        sentence=_sentence(dots),
        table=Table(("Area", dots.title), tuple((dot.name, dot.shown) for dot in dots.ordered)),
        note=dots.axis.note(dots.suffix),
    )


def _figure(dots: Dots) -> dict[str, Any]:
    ordered, rows = dots.ordered, range(len(dots.dots))
    sizes = [13 if dot.is_own else 10 for dot in ordered]
    return figure(
        [points([dot.value for dot in ordered], [*rows], [dot.colour for dot in ordered], size=sizes)],
        height=ROW * len(dots.dots) + MARGIN,
        margin=(8, 48, 4, 30),
        x=dots.axis.as_plotly(dots.suffix),
        y={
            "range": [-0.6, len(dots.dots) - 0.4],
            "automargin": True,
            **ticks(rows, [f"{dot.name}  " for dot in ordered]),
        },
        labels=[label(dot.value, row, dot.shown, dot.ink, xshift=10) for row, dot in enumerate(ordered)],
        shapes=_band(dots),
    )


def _band(dots: Dots) -> list[dict[str, Any]]:
    if dots.low is None or dots.high is None:
        return []
    rectangle = {"type": "rect", "yref": "paper", "y0": 0, "y1": 1, "layer": "below", "fillcolor": BAND}
    return [{**rectangle, "x0": dots.low, "x1": dots.high, "line": {"color": BAND, "width": 1}}]


def _sentence(dots: Dots) -> str:
    """Where the council stands among the areas, for those who do not see it."""
    ordered = dots.ordered
    own = next((dot for dot in ordered if dot.is_own), None)
    ends = f"lowest {ordered[0].name} {ordered[0].shown}, highest {ordered[-1].name} {ordered[-1].shown}"
    return f"{dots.title}: {f'{own.name} {own.shown}; ' if own else ''}{ends}."
