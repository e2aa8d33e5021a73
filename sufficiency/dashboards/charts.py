"""Charts: plain functions from values to a figure, a sentence or a drawing. Nothing here asks the database.

Colours are those of the Government Analysis Function's palette for charts.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from math import ceil, floor, log10
from typing import Any

import plotly.graph_objects as go
from django.utils.html import format_html
from django.utils.safestring import SafeString

from sufficiency.core.measure import Unit
from sufficiency.measures.present import NOT_KNOWN, Shown
from sufficiency.strategy.aims import Aim

from .words import long_date, target_text

LINE, TARGET, INK, GRID = "#12436D", "#801650", "#3D3D3D", "#d9dbdc"
FONT = {"family": "Arial, Helvetica, sans-serif", "size": 13, "color": INK}
HEIGHT = 200
# A line that moves by less than this share of its height says nothing on an axis from zero.
FLAT = 0.25


@dataclass(frozen=True)
class Point:
    """A value on a day as it is shown, and the target in force then; None where there is none to show."""

    day: date
    value: float | None
    shown: str
    target: float | None
    target_shown: str = ""


@dataclass(frozen=True)
class Trend:
    """What one chart draws: points in the order of their days."""

    title: str
    points: tuple[Point, ...]
    is_count: bool
    suffix: str = ""
    is_trajectory: bool = False  # the targets are points on a way: lines run between them instead of steps

    @property
    def aim(self) -> str:
        """What the line of targets is called, with where it ends; empty when there is none."""
        if not self.target_shown:
            return ""
        return f"{'trajectory to' if self.is_trajectory else 'target'} {self.target_shown}"

    @property
    def target_shown(self) -> str:
        """The target in force at the end; empty when there is none."""
        return self.points[-1].target_shown if self.points else ""

    @property
    def goes_on(self) -> bool:
        """Whether it is a trajectory that goes on after the last value."""
        last = self.points[-1]
        return self.is_trajectory and last.target is not None and last.value is None

    @property
    def known(self) -> list[Point]:
        """The points that have a value to draw."""
        return [point for point in self.points if point.value is not None]


@dataclass(frozen=True)
class Axis:
    """A vertical axis that ends on round numbers."""

    low: float
    high: float
    step: float

    @property
    def starts_at_zero(self) -> bool:
        return self.low == 0

    @property
    def span(self) -> float:
        return self.high - self.low


@dataclass(frozen=True)
class Chart:
    """A chart as a page shows it: figure for the script, drawing without it, sentence, and the table behind it."""

    identifier: str
    figure: dict[str, Any]
    drawing: SafeString
    sentence: str
    note: str
    rows: tuple[tuple[str, str, str], ...]
    aim: str = "Target"  # what the last column of the rows holds


def point_of(at: Shown, aim: Aim | None, unit: Unit) -> Point:
    """What a measure shows on a day, with what it is held against."""
    return Point(
        day=at.as_at,
        value=None if at.value is None else float(at.value),
        shown=at.text,
        target=None if aim is None else float(aim.value),
        target_shown="" if aim is None else target_text(aim.value, unit),
    )


def chart_of(trend: Trend, identifier: str) -> Chart:
    """All there is to show of a trend; the table has the latest day first, with value and target."""
    return Chart(
        identifier=f"chart-{identifier}",
        figure=trend_figure(trend),
        drawing=sparkline(trend),
        sentence=trend_sentence(trend),
        note=axis_note(trend),
        rows=tuple((long_date(p.day), p.shown, p.target_shown or NOT_KNOWN) for p in reversed(trend.points)),
        aim="Trajectory" if trend.is_trajectory else "Target",
    )


def axis_for(trend: Trend) -> Axis:
    """From zero, always for counts; otherwise only while the line still shows its movement."""
    values = [point.value for point in trend.known if point.value is not None]
    values += [point.target for point in trend.points if point.target is not None]
    top, bottom = max(values, default=1) or 1, min(values, default=0)
    flat = not trend.is_count and bottom > 0 and (top - bottom) < FLAT * top
    spread = (top - bottom) or top / 5  # a line that never moves still gets an axis
    step = _round_step((spread if flat else top) / 2.5)
    if trend.is_count:
        step = ceil(step)
    low = max(0, floor(bottom / step) * step - step) if flat else 0
    return Axis(low=low, high=ceil((top + 0.02 * (top - low)) / step) * step, step=step)


def _round_step(rough: float) -> float:
    """The next 1, 2, 2.5, 5 or 10 times a power of ten."""
    power: float = 10 ** floor(log10(rough))
    return next(factor * power for factor in (1, 2, 2.5, 5, 10) if rough <= factor * power * 1.0001)


def trend_figure(trend: Trend) -> dict[str, Any]:
    """The figure of a trend against its target line, as plotly's JSON."""
    axis, first, last = axis_for(trend), trend.points[0].day, trend.points[-1].day
    # Room at the right for the label of the last value, which so never lies on a line.
    room = timedelta(days=max(20, 3 * (last - first).days // 10))
    figure = go.Figure(
        data=[_target_line(trend), _value_line(trend), _last_point(trend)],
        layout={
            "template": None,
            "height": HEIGHT,
            "margin": {"l": 42, "r": 4, "t": 10, "b": 26},
            "font": FONT,
            "paper_bgcolor": "rgba(0,0,0,0)",
            "plot_bgcolor": "rgba(0,0,0,0)",
            "showlegend": False,
            "dragmode": False,
            "hovermode": "closest",
            "hoverlabel": {"bgcolor": "#ffffff", "bordercolor": INK, "font": FONT},
            "xaxis": {
                "range": [first.isoformat(), (last + room).isoformat()],
                "fixedrange": True,
                "showgrid": False,
                "linecolor": INK,
                "ticks": "outside",
                **date_ticks(first, last),
            },
            "yaxis": {
                "range": [axis.low, axis.high],
                "dtick": axis.step,
                "tickformat": ",",
                "ticksuffix": trend.suffix,
                "fixedrange": True,
                "gridcolor": GRID,
                "zeroline": False,
            },
            "annotations": _labels(trend, axis),
        },
    )
    return dict(figure.to_plotly_json())


def _value_line(trend: Trend) -> go.Scatter:
    return go.Scatter(
        x=[point.day.isoformat() for point in trend.points],
        y=[point.value for point in trend.points],
        text=[f"{long_date(point.day)}: {point.shown}" for point in trend.points],
        hovertemplate="%{text}<extra></extra>",
        mode="lines",
        line={"color": LINE, "width": 2.5},
    )


def _target_line(trend: Trend) -> go.Scatter:
    return go.Scatter(
        x=[point.day.isoformat() for point in trend.points],
        y=[point.target for point in trend.points],
        mode="lines",
        line={"color": TARGET, "width": 2, "dash": "5px,3px", "shape": "linear" if trend.is_trajectory else "hv"},
        hoverinfo="skip",
    )


def _last_point(trend: Trend) -> go.Scatter:
    last = trend.known[-1:]
    return go.Scatter(
        x=[point.day.isoformat() for point in last],
        y=[point.value for point in last],
        mode="markers",
        marker={"color": LINE, "size": 8},
        hoverinfo="skip",
    )


def date_ticks(first: date, last: date) -> dict[str, Any]:
    """A tick each January, or each quarter while fewer than two Januaries are shown."""
    years = [date(year, 1, 1) for year in range(first.year, last.year + 1) if first <= date(year, 1, 1) <= last]
    if len(years) > 1:
        return {"tickvals": [day.isoformat() for day in years], "ticktext": [str(day.year) for day in years]}
    ends = sorted({first, last})
    return {"tickvals": [day.isoformat() for day in ends], "ticktext": [f"{day:%b %Y}" for day in ends]}


def _labels(trend: Trend, axis: Axis) -> list[dict[str, Any]]:
    """The last value beside its point, and the target on the side of its line where the trend is not."""
    labels: list[dict[str, Any]] = []
    for point in trend.known[-1:]:
        labels.append(
            {
                "x": point.day.isoformat(),
                "y": point.value,
                "text": f"<b>{point.shown}</b>",
                "font": {**FONT, "color": LINE, "size": 14},
                "xanchor": "left",
                "xshift": 7,
                "yshift": 12 if trend.goes_on else 0,  # clear of the line that goes on
                "bgcolor": "#ffffff",
                "borderpad": 0,
                "showarrow": False,
            }
        )
    start = next((point for point in trend.points if point.target is not None), None)
    if start is not None and trend.goes_on:
        labels.append(_end_of_way(trend))
    elif start is not None:
        below = _target_label_goes_below(trend, axis)
        labels.append(
            {
                "x": start.day.isoformat(),
                "y": start.target,
                "text": trend.aim,
                "font": {**FONT, "color": TARGET},
                "xanchor": "left",
                "yanchor": "top" if below else "bottom",
                "showarrow": False,
            }
        )
    return labels


def _end_of_way(trend: Trend) -> dict[str, Any]:
    """The label of a trajectory that goes on beyond the values: where it ends, beside its end."""
    end = trend.points[-1]
    return {
        "x": end.day.isoformat(),
        "y": end.target,
        "text": f"trajectory<br>{end.target_shown}",
        "font": {**FONT, "color": TARGET},
        "align": "left",
        "xanchor": "left",
        "xshift": 7,
        "showarrow": False,
    }


def _target_label_goes_below(trend: Trend, axis: Axis) -> bool:
    """Whether the label finds more room under the start of the target line than above it."""
    targeted = [point for point in trend.points if point.target is not None]
    beside = targeted[: max(1, len(targeted) // 2)]
    target = targeted[0].target or 0
    height = 0.14 * axis.span  # of a line of text
    above = [p.value - target for p in beside if p.value is not None and p.value >= target]
    below = [target - p.value for p in beside if p.value is not None and p.value < target]
    room_above = min([*above, axis.high - target])
    room_below = min([*below, target - axis.low])
    return room_below >= height and (room_below > room_above or room_above < height)


def trend_sentence(trend: Trend) -> str:
    """What a trend shows, for those who do not see it: first, last, highest, lowest, target."""
    known = trend.known
    if not known:
        return f"{trend.title}: no figures to show."
    first, last = known[0], known[-1]
    if len(known) == 1:
        return f"{trend.title} was {last.shown} on {long_date(last.day)}{_target_clause(trend)}."
    moved = _moved(first, last)
    sentence = f"{trend.title} {moved} on {long_date(last.day)}"
    highest = max(known, key=lambda point: (point.value or 0, point.day))
    lowest = min(known, key=lambda point: (point.value or 0, point.day))
    extremes = [
        f"{word} {point.shown} on {long_date(point.day)}"
        for word, point in (("highest", highest), ("lowest", lowest))
        if point.shown not in (first.shown, last.shown)
    ]
    return f"{', '.join([sentence, *extremes])}{_target_clause(trend)}."


def _moved(first: Point, last: Point) -> str:
    if first.shown == last.shown:
        return f"was {first.shown} on {long_date(first.day)} and again"
    verb = "rose" if (last.value or 0) > (first.value or 0) else "fell"
    return f"{verb} from {first.shown} on {long_date(first.day)} to {last.shown}"


def _target_clause(trend: Trend) -> str:
    return f"; {trend.aim}" if trend.aim else ""


def axis_note(trend: Trend) -> str:
    """A warning beside the chart when its axis does not start at zero; otherwise empty."""
    axis = axis_for(trend)
    return "" if axis.starts_at_zero else f"The axis starts at {axis.low:g}{trend.suffix}, not at zero."


def sparkline(trend: Trend, width: int = 320, height: int = HEIGHT) -> SafeString:
    """The trend as an SVG that needs no script."""
    axis, first = axis_for(trend), trend.points[0].day
    days = max(1, (trend.points[-1].day - first).days)

    def place(day: date, value: float) -> tuple[float, float]:
        x = 6 + (width - 70) * (day - first).days / days
        y = 12 + (height - 24) * (1 - (value - axis.low) / axis.span)
        return round(x, 1), round(y, 1)

    line = [place(p.day, p.value) for p in trend.points if p.value is not None]
    target = [place(p.day, p.target) for p in trend.points if p.target is not None]
    dashed = target if trend.is_trajectory else stepped(target)
    end, start = line[-1] if line else (0.0, 0.0), target[0] if target else (0.0, 0.0)
    aim = (start[0], start[1] + (16 if target and _target_label_goes_below(trend, axis) else -5))
    if trend.goes_on:
        aim = (target[-1][0] + 8, target[-1][1] + 5)
    return format_html(
        '<svg class="app-chart__spark" viewBox="0 0 {} {}" focusable="false" aria-hidden="true">'
        '<polyline points="{}" fill="none" stroke="{}" stroke-width="2" stroke-dasharray="5 3"/>'
        '<polyline points="{}" fill="none" stroke="{}" stroke-width="2.5"/>'
        '<circle cx="{}" cy="{}" r="4" fill="{}"/>'
        '<text x="{}" y="{}" fill="{}" class="app-chart__last">{}</text>'
        '<text x="{}" y="{}" fill="{}" class="app-chart__target">{}</text></svg>',
        *(width, height),
        *(svg_points(dashed), TARGET),
        *(svg_points(line), LINE),
        *(*end, LINE),
        *(end[0] + 8, end[1] + (-8 if trend.goes_on else 5), LINE, trend.known[-1].shown if line else ""),
        *(*aim, TARGET),
        trend.target_shown if trend.goes_on else trend.aim if target else "",
    )


def stepped(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """The corners of a line that stays level until the next point."""
    corners = [(here[0], before[1]) for before, here in pairwise(points)]
    return [point for pair in zip(points, [*corners, *points[-1:]], strict=True) for point in pair]


def svg_points(points: list[tuple[float, float]]) -> str:
    """Corners as SVG writes them."""
    return " ".join(f"{x},{y}" for x, y in points)
