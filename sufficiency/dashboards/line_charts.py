"""Charts of several lines over the same days, each named where it ends, before a band of a range if there is one.

Plain functions as in :mod:`sufficiency.dashboards.charts`: values to a figure, a drawing and a sentence.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import plotly.graph_objects as go
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from .charts import FONT, GRID, INK, Axis, Chart, Point, Trend, axis_for, axis_note, date_ticks, stepped, svg_points

# The first line is the council's own.
COLOURS = ("#12436D", "#801650", "#28A197", "#A85B10")
BAND = "#d9dbdc"
HEIGHT, WIDTH, LABELS = 280, 640, 130


@dataclass(frozen=True)
class Line:
    """A line and what it is called; points in the order of their days."""

    name: str
    points: tuple[Point, ...]

    @property
    def last(self) -> Point | None:
        """The last point that has a value."""
        return next((point for point in reversed(self.points) if point.value is not None), None)


@dataclass(frozen=True)
class Band:
    """A range on each day on which there is one: lowest and highest."""

    name: str
    spans: tuple[tuple[date, float, float], ...]


@dataclass(frozen=True)
class Lines:
    """What one chart draws, at most four lines.

    ``by_year`` names a day by its year alone; lines in ``steps`` stay as they are until they change.
    """

    title: str
    lines: tuple[Line, ...]
    is_count: bool
    suffix: str = ""
    band: Band | None = None
    by_year: bool = False
    steps: bool = False

    @property
    def days(self) -> list[date]:
        return sorted({point.day for line in self.lines for point in line.points})

    def day_text(self, day: date) -> str:
        """How the chart calls a day."""
        return str(day.year) if self.by_year else f"{day:%B %Y}"

    @property
    def all_points(self) -> Trend:
        """Every value drawn, for the axis and what is said of it."""
        spans = self.band.spans if self.band else ()
        ends = [Point(day, value, "", None) for day, *both in spans for value in both]
        points = [point for line in self.lines for point in line.points]
        return Trend(self.title, (*points, *ends), self.is_count, self.suffix)


def lines_chart(lines: Lines, identifier: str) -> Chart:
    """All there is to show of several lines; the table behind them stands on the page."""
    return Chart(
        identifier=f"chart-{identifier}",
        figure=_figure(lines),
        drawing=_drawing(lines),
        sentence=_sentence(lines),
        note=axis_note(lines.all_points),
        rows=(),
    )


def _figure(lines: Lines) -> dict[str, Any]:
    axis, days = axis_for(lines.all_points), lines.days
    drawn = [_band(lines.band)] if lines.band and lines.band.spans else []
    drawn += [_line(line, colour, lines) for line, colour in zip(lines.lines, COLOURS, strict=False)]
    labels = [
        {
            "xref": "paper",
            "x": 1,
            "y": at,
            "text": f"<b>{text}</b>",
            "font": {**FONT, "color": colour},
            "xanchor": "left",
            "xshift": 6,
            "showarrow": False,
        }
        for text, at, colour in _labels(lines, axis)
    ]
    ticks = (
        {"tickvals": [day.isoformat() for day in days], "ticktext": [str(day.year) for day in days]}
        if lines.by_year
        else date_ticks(days[0], days[-1])
    )
    layout = {
        "template": None,
        "height": HEIGHT,
        "margin": {"l": 46, "r": LABELS, "t": 10, "b": 26},
        "font": FONT,
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "showlegend": False,
        "dragmode": False,
        "hovermode": "closest",
        "hoverlabel": {"bgcolor": "#ffffff", "bordercolor": INK, "font": FONT},
        "xaxis": {"fixedrange": True, "showgrid": False, "linecolor": INK, "ticks": "outside", **ticks},
        "yaxis": {
            "range": [axis.low, axis.high],
            "dtick": axis.step,
            "tickformat": ",",
            "ticksuffix": lines.suffix,
            "fixedrange": True,
            "gridcolor": GRID,
            "zeroline": False,
        },
        "annotations": labels,
    }
    return dict(go.Figure(data=drawn, layout=layout).to_plotly_json())


def _band(band: Band) -> go.Scatter:
    """The outline of the range, there and back."""
    there = [(day.isoformat(), high) for day, _, high in band.spans]
    back = [(day.isoformat(), low) for day, low, _ in reversed(band.spans)]
    return go.Scatter(
        x=[day for day, _ in there + back],
        y=[value for _, value in there + back],
        fill="toself",
        fillcolor=BAND,
        line={"color": BAND, "width": 1},
        mode="lines",
        hoverinfo="skip",
    )


def _line(line: Line, colour: str, lines: Lines) -> go.Scatter:
    return go.Scatter(
        x=[point.day.isoformat() for point in line.points],
        y=[point.value for point in line.points],
        text=[f"{line.name}, {lines.day_text(point.day)}: {point.shown}" for point in line.points],
        hovertemplate="%{text}<extra></extra>",
        mode="lines+markers" if lines.by_year else "lines",
        line={
            "color": colour,
            "width": 3 if line is lines.lines[0] else 2,
            "shape": "hv" if lines.steps else "linear",
        },
        marker={"color": colour, "size": 7},
    )


def _labels(lines: Lines, axis: Axis) -> list[tuple[str, float, str]]:
    """What stands where each line ends: text, height and colour, moved apart where two lines end close together."""
    ends = [
        (line.last.value or 0.0, f"{line.name} {line.last.shown}", colour)
        for line, colour in zip(lines.lines, COLOURS, strict=False)
        if line.last is not None
    ]
    apart = 0.075 * axis.span
    placed: list[tuple[str, float, str]] = []
    for value, text, colour in sorted(ends):
        at = max(value, placed[-1][1] + apart) if placed else value
        placed.append((text, at, colour))
    over = placed[-1][1] - axis.high if placed else 0
    return [(text, at - over, colour) for text, at, colour in placed] if over > 0 else placed


def _drawing(lines: Lines) -> SafeString:
    """The lines as an SVG that needs no script."""
    axis, days = axis_for(lines.all_points), lines.days
    length = max(1, (days[-1] - days[0]).days)

    def place(day: date, value: float) -> tuple[float, float]:
        x = 6 + (WIDTH - LABELS - 12) * (day - days[0]).days / length
        return round(x, 1), round(_height(value, axis), 1)

    spans = lines.band.spans if lines.band else ()
    outline = [place(day, high) for day, _, high in spans] + [place(day, low) for day, low, _ in reversed(spans)]
    corners = stepped if lines.steps else list
    drawn = [
        (svg_points(corners([place(p.day, p.value) for p in line.points if p.value is not None])), colour)
        for line, colour in zip(lines.lines, COLOURS, strict=False)
    ]
    labels = [
        (WIDTH - LABELS, round(_height(at, axis) + 4, 1), colour, text) for text, at, colour in _labels(lines, axis)
    ]
    return format_html(
        '<svg class="app-chart__spark" viewBox="0 0 {} {}" focusable="false" aria-hidden="true">'
        '<polygon points="{}" fill="{}"/>{}{}</svg>',
        *(WIDTH, HEIGHT, svg_points(outline), BAND),
        format_html_join("", '<polyline points="{}" fill="none" stroke="{}" stroke-width="2.5"/>', drawn),
        format_html_join("", '<text x="{}" y="{}" fill="{}" class="app-chart__target">{}</text>', labels),
    )


def _height(value: float, axis: Axis) -> float:
    return 12 + (HEIGHT - 24) * (1 - (value - axis.low) / axis.span)


def _sentence(lines: Lines) -> str:
    """Where each line begins and ends, and the range at the end, for those who do not see them."""
    said = [text for line in lines.lines if (text := _course(line, lines))]
    if lines.band and lines.band.spans:
        day, low, high = lines.band.spans[-1]
        said.append(f"{lines.band.name}: {low:g} to {high:g}{lines.suffix} in {lines.day_text(day)}")
    return f"{lines.title}: {'; '.join(said)}." if said else f"{lines.title}: no figures to show."


def _course(line: Line, lines: Lines) -> str:
    known: Sequence[Point] = [point for point in line.points if point.value is not None]
    if not known:
        return ""
    first, last = known[0], known[-1]
    if first is last:
        return f"{line.name} {last.shown} in {lines.day_text(last.day)}"
    then = f"{line.name} {first.shown} in {lines.day_text(first.day)}"
    return f"{then}, {last.shown} in {lines.day_text(last.day)}"
