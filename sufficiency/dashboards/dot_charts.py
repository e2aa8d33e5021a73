"""Charts of one value for each of several areas, from the lowest to the highest, before the band of a range.

Plain functions as in :mod:`sufficiency.dashboards.charts`: values to a figure, a drawing and a sentence.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

import plotly.graph_objects as go
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from .charts import FONT, GRID, INK, Axis, Chart, Point, Trend, axis_for, axis_note
from .line_charts import BAND, COLOURS

OTHER = "#6F777B"
ROW, MARGIN, WIDTH, NAMES = 24, 34, 640, 230


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
    def as_trend(self) -> Trend:
        """Its values, for the axis and what is said of it."""
        values = [*(dot.value for dot in self.dots), *(end for end in (self.low, self.high) if end is not None)]
        points = tuple(Point(date.min, value, "", None) for value in values)
        return Trend(self.title, points, self.is_count, self.suffix)

    @property
    def height(self) -> int:
        return ROW * len(self.dots) + MARGIN


def dots_chart(dots: Dots, identifier: str) -> Chart | None:
    """All there is to show of the areas; the table behind it stands on the page. None without a value."""
    if not dots.dots:
        return None
    return Chart(
        identifier=f"chart-{identifier}",
        figure=_figure(dots),
        drawing=_drawing(dots),
        sentence=_sentence(dots),
        note=axis_note(dots.as_trend),
        rows=(),
    )


def _figure(dots: Dots) -> dict[str, Any]:
    axis, ordered = axis_for(dots.as_trend), dots.ordered
    drawn = go.Scatter(
        x=[dot.value for dot in ordered],
        y=[dot.name for dot in ordered],
        text=[f"  {dot.shown}" for dot in ordered],
        mode="markers+text",
        textposition="middle right",
        textfont={**FONT, "color": [dot.ink for dot in ordered]},
        marker={
            "size": [13 if dot.is_own else 10 for dot in ordered],
            "color": [dot.colour for dot in ordered],
            "opacity": 1,
        },
        cliponaxis=False,
        hoverinfo="skip",
    )
    layout = {
        "template": None,
        "height": dots.height,
        "margin": {"l": 8, "r": 48, "t": 4, "b": 30},
        "font": FONT,
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "showlegend": False,
        "dragmode": False,
        "shapes": _band(dots),
        "xaxis": {
            "range": [axis.low, axis.high],
            "dtick": axis.step,
            "tickformat": ",",
            "ticksuffix": dots.suffix,
            "fixedrange": True,
            "gridcolor": GRID,
            "zeroline": False,
            "linecolor": INK,
        },
        "yaxis": {"type": "category", "fixedrange": True, "automargin": True, "showgrid": False, "ticksuffix": "  "},
    }
    return dict(go.Figure(data=[drawn], layout=layout).to_plotly_json())


def _band(dots: Dots) -> list[dict[str, Any]]:
    if dots.low is None or dots.high is None:
        return []
    rectangle = {"type": "rect", "yref": "paper", "y0": 0, "y1": 1, "layer": "below", "fillcolor": BAND}
    return [{**rectangle, "x0": dots.low, "x1": dots.high, "line": {"color": BAND, "width": 1}}]


def _drawing(dots: Dots) -> SafeString:
    """The areas as an SVG that needs no script."""
    axis = axis_for(dots.as_trend)
    rows = [
        (
            (0, _row(place) + 4, INK, dot.name),
            (_across(dot.value, axis), _row(place), 6 if dot.is_own else 5, dot.colour),
            (_across(dot.value, axis) + 10, _row(place) + 4, dot.ink, dot.shown),
        )
        for place, dot in enumerate(reversed(dots.ordered))
    ]
    has_band = dots.low is not None and dots.high is not None
    left, right = (_across(end or 0, axis) if has_band else 0 for end in (dots.low, dots.high))
    text = '<text x="{}" y="{}" fill="{}" class="app-chart__target">{}</text>'
    return format_html(
        '<svg class="app-chart__spark" viewBox="0 0 {} {}" focusable="false" aria-hidden="true">'
        '<rect x="{}" y="0" width="{}" height="{}" fill="{}"/>{}{}{}</svg>',
        *(WIDTH, dots.height),
        *(left, round(right - left, 1), dots.height, BAND),
        format_html_join("", text, [name for name, _, _ in rows]),
        format_html_join("", '<circle cx="{}" cy="{}" r="{}" fill="{}"/>', [circle for _, circle, _ in rows]),
        format_html_join("", text, [value for _, _, value in rows]),
    )


def _row(place: int) -> int:
    return ROW * place + ROW // 2


def _across(value: float, axis: Axis) -> float:
    return round(NAMES + (WIDTH - NAMES - 60) * (value - axis.low) / axis.span, 1)


def _sentence(dots: Dots) -> str:
    """Where the council stands among the areas, for those who do not see it."""
    ordered = dots.ordered
    own = next((dot for dot in ordered if dot.is_own), None)
    ends = f"lowest {ordered[0].name} {ordered[0].shown}, highest {ordered[-1].name} {ordered[-1].shown}"
    return f"{dots.title}: {f'{own.name} {own.shown}; ' if own else ''}{ends}."
