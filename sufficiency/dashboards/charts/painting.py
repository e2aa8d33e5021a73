"""Draws a figure as SVG: for readers without scripts, for paper and for downloads.

Not all of plotly, but all that :mod:`.style` makes: lines, outlines, points and bars on axes of numbers or days, shapes
behind them and words before them.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from html import escape
from itertools import pairwise
from typing import Any

from django.utils.safestring import SafeString

from .style import FONT, INK, LETTER, PAPER

GAP = 8
DAY = timedelta(days=1) / timedelta(milliseconds=1)
ANCHORS = {"left": "start", "center": "middle", "right": "end"}
# Keeps words readable where they cross a line.
EDGE = SafeString(f' paint-order="stroke" stroke="{PAPER}" stroke-width="3"')
DASHES = {"dash": "8 6", "dot": "2 4"}


@dataclass(frozen=True)
class Scale:
    """From values of an axis, numbers or days, to pixels between ``start`` and ``end``."""

    low: float
    high: float
    start: float
    end: float

    def at(self, value: object) -> float:
        """The pixel of a value."""
        return self._pixel((_number(value) - self.low) / ((self.high - self.low) or 1))

    def on_paper(self, share: float) -> float:
        """The pixel of a share of the axis, 0 to 1 within the frame."""
        return self._pixel(share)

    def _pixel(self, share: float) -> float:
        return round(self.start + (self.end - self.start) * share, 1)


@dataclass(frozen=True)
class Frame:
    """Where a figure is drawn: its axes as scales, and its whole width and height in pixels."""

    x: Scale
    y: Scale
    width: int
    height: int

    def place(self, thing: dict[str, Any], x: str = "x", y: str = "y") -> tuple[float, float]:
        """Where a thing lies that says whether its numbers are of the axes or of the paper."""
        across = self.x.on_paper if thing.get("xref") == "paper" else self.x.at
        up = self.y.on_paper if thing.get("yref") == "paper" else self.y.at
        return across(thing[x]), up(thing[y])


def paint(figure: dict[str, Any], width: int) -> SafeString:
    """The whole figure. Who cannot see it is told by the sentence beside it, so it is hidden from them."""
    layout = figure["layout"]
    frame = _frame(layout, width)
    below = [shape for shape in layout["shapes"] if shape.get("layer") == "below"]
    above = [shape for shape in layout["shapes"] if shape.get("layer") != "below"]
    return _mark(
        '<svg xmlns="http://www.w3.org/2000/svg" class="app-chart__spark" viewBox="0 0 {} {}" width="{}" height="{}" '
        'font-family="{}" font-size="{}" focusable="false" aria-hidden="true">{}{}{}{}{}{}</svg>',
        *(width, frame.height, width, frame.height, FONT["family"], FONT["size"]),
        _joined(_shape(shape, frame) for shape in below),
        _joined(_axes(layout, frame)),
        _joined(_TRACES[trace["type"]](trace, frame) for trace in figure["data"]),
        _joined(_shape(shape, frame) for shape in above),
        _joined(_baselines(layout, frame)),
        _mark(
            "<g{}>{}</g>",
            EDGE,
            _joined(_words(label, frame) for label in layout["annotations"]),
        ),
    )


def without_edges(drawing: SafeString) -> str:
    """A drawing for programs that know no order of painting: they would draw the edges of words over them."""
    return drawing.replace(EDGE, "")


def _frame(layout: dict[str, Any], width: int) -> Frame:
    margin, height = layout["margin"], layout["height"]
    left, right = margin["l"], width - margin["r"]
    if layout["yaxis"].get("automargin"):
        left = max(left, GAP + LETTER * max((len(text) for text in layout["yaxis"]["ticktext"]), default=0))
    (x_low, x_high), (y_low, y_high) = (map(_number, layout[axis]["range"]) for axis in ("xaxis", "yaxis"))
    return Frame(
        Scale(x_low, x_high, left, right), Scale(y_low, y_high, height - margin["b"], margin["t"]), width, height
    )


def _number(value: object) -> float:
    """A number as it is, a day as milliseconds, as plotly counts lengths of time."""
    if isinstance(value, str):
        return date.fromisoformat(value[:10]).toordinal() * DAY
    return float(value)  # type: ignore[arg-type]


def _axes(layout: dict[str, Any], frame: Frame) -> Iterator[SafeString]:
    """The grid and the names of both axes."""
    x, y = layout["xaxis"], layout["yaxis"]
    line = '<line x1="{}" y1="{}" x2="{}" y2="{}" stroke="{}"/>'
    text = '<text x="{}" y="{}" fill="{}" text-anchor="{}">{}</text>'
    for value, name in zip(x.get("tickvals", ()), x.get("ticktext", ()), strict=True):
        at = frame.x.at(value)
        if x.get("showgrid"):
            yield _mark(line, at, frame.y.end, at, frame.y.start, x["gridcolor"])
        yield _mark(text, at, frame.y.start + 18, INK, "middle", name)
    for value, name in zip(y.get("tickvals", ()), y.get("ticktext", ()), strict=True):
        at = frame.y.at(value)
        if y.get("showgrid"):
            yield _mark(line, frame.x.start, at, frame.x.end, at, y["gridcolor"])
        yield _mark(text, frame.x.start - 6, at + 4, INK, "end", name)


def _baselines(layout: dict[str, Any], frame: Frame) -> Iterator[SafeString]:
    """The line that values stand on, where the figure asks for one."""
    line = '<line x1="{}" y1="{}" x2="{}" y2="{}" stroke="{}"/>'
    if layout["xaxis"].get("ticks"):
        yield _mark(line, frame.x.start, frame.y.start, frame.x.end, frame.y.start, INK)
    if layout["yaxis"].get("showline"):
        yield _mark(line, frame.x.at(0), frame.y.start, frame.x.at(0), frame.y.end, INK)


def _scatter(trace: dict[str, Any], frame: Frame) -> SafeString:
    points = [
        None if x is None or y is None else (frame.x.at(x), frame.y.at(y))
        for x, y in zip(trace["x"], trace["y"], strict=True)
    ]
    if trace["mode"] == "markers":
        return _points(trace["marker"], points)
    drawn = [_corners(run, trace["line"].get("shape", "linear")) for run in _runs(points)]
    if "fill" in trace:
        return _marks('<polygon points="{}" fill="{}"/>', [(run, trace["fillcolor"]) for run in drawn])
    style = trace["line"]
    dash = _mark(' stroke-dasharray="{}"', _dashes(style["dash"])) if "dash" in style else ""
    lines = _marks(
        '<polyline points="{}" fill="none" stroke="{}" stroke-width="{}"{}/>',
        [(run, style["color"], style["width"], dash) for run in drawn],
    )
    return lines + _points(trace["marker"], points) if "marker" in trace else lines


def _dashes(dash: str) -> str:
    """Lengths as SVG writes them: plotly knows names, or lengths in pixels with commas between."""
    return DASHES.get(dash) or dash.replace("px", "").replace(",", " ")


def _runs(points: Sequence[tuple[float, float] | None]) -> Iterator[list[tuple[float, float]]]:
    """What hangs together: a line ends where a value is missing."""
    run: list[tuple[float, float]] = []
    for point in [*points, None]:
        if point is not None:
            run.append(point)
        elif run:
            yield run
            run = []


def _corners(run: list[tuple[float, float]], shape: str) -> str:
    """Points as SVG writes them; a line in steps stays level until the next."""
    if shape == "hv":
        level = [(here[0], before[1]) for before, here in pairwise(run)]
        run = [point for pair in zip(run, [*level, run[-1]], strict=True) for point in pair]
    return " ".join(f"{x:g},{y:g}" for x, y in run)


def _points(marker: dict[str, Any], points: Sequence[tuple[float, float] | None]) -> SafeString:
    colours, sizes = (_each(marker[name], len(points)) for name in ("color", "size"))
    return _marks(
        '<circle cx="{}" cy="{}" r="{}" fill="{}"/>',
        [(*point, size / 2, colour) for point, size, colour in zip(points, sizes, colours, strict=True) if point],
    )


def _bars(trace: dict[str, Any], frame: Frame) -> SafeString:
    across = trace["orientation"] == "h"
    lengths, places = (trace["x"], trace["y"]) if across else (trace["y"], trace["x"])
    along, beside = (frame.x, frame.y) if across else (frame.y, frame.x)
    bases = trace.get("base", [0] * len(lengths))
    rows = []
    for length, place, base, colour in zip(
        lengths, places, bases, _each(trace["marker"]["color"], len(lengths)), strict=True
    ):
        if length is None:
            continue
        ends = sorted((along.at(base), along.at(_number(base) + length)))
        half = trace["width"] / 2
        sides = sorted((beside.at(_number(place) - half), beside.at(_number(place) + half)))
        (left, right), (top, bottom) = (ends, sides) if across else (sides, ends)
        rows.append((left, top, round(right - left, 1), round(bottom - top, 1), colour))
    return _marks('<rect x="{}" y="{}" width="{}" height="{}" fill="{}"/>', rows)


def _each(value: object, number: int) -> list[Any]:
    """One for each, where one is given for all."""
    return list(value) if isinstance(value, list | tuple) else [value] * number


def _shape(shape: dict[str, Any], frame: Frame) -> SafeString:
    (x0, y0), (x1, y1) = frame.place(shape, "x0", "y0"), frame.place(shape, "x1", "y1")
    edge = shape.get("line", {})
    stroke, width = edge.get("color", INK), edge.get("width", 1)
    dash = _mark(' stroke-dasharray="{}"', DASHES[edge["dash"]]) if edge.get("dash") in DASHES else ""
    if shape["type"] == "line":
        return _mark(
            '<line x1="{}" y1="{}" x2="{}" y2="{}" stroke="{}" stroke-width="{}"{}/>',
            x0,
            y0,
            x1,
            y1,
            stroke,
            width,
            dash,
        )
    left, top, wide, high = min(x0, x1), min(y0, y1), abs(x1 - x0), abs(y1 - y0)
    fill = shape.get("fillcolor", "none")
    if shape["type"] == "circle":
        return _mark(
            '<ellipse cx="{}" cy="{}" rx="{}" ry="{}" fill="{}" stroke="{}" stroke-width="{}"{}/>',
            *(round((x0 + x1) / 2, 1), round((y0 + y1) / 2, 1), round(wide / 2, 1), round(high / 2, 1)),
            *(fill, stroke, width, dash),
        )
    return _mark(
        '<rect x="{}" y="{}" width="{}" height="{}" fill="{}" stroke="{}" stroke-width="{}"/>',
        *(left, top, round(wide, 1), round(high, 1), fill, stroke, width),
    )


def _words(label: dict[str, Any], frame: Frame) -> SafeString:
    """Words, line by line; plotly's bold is SVG's weight."""
    x, y = frame.place(label)
    size = label["font"]["size"]
    lines = label["text"].split("<br>")
    # Upwards is negative on paper, and plotly centres words on their place unless told otherwise.
    first = {"top": 1.0, "bottom": -0.25 - (len(lines) - 1)}.get(label.get("yanchor", ""), 0.35 - (len(lines) - 1) / 2)
    x, y = x + label.get("xshift", 0), y - label.get("yshift", 0) + first * size
    rows = [
        (
            round(x, 1),
            round(y + size * 1.15 * place, 1),
            label["font"]["color"],
            size,
            "bold" if line.startswith("<b>") else "normal",
            ANCHORS[label["xanchor"]],
            line.removeprefix("<b>").removesuffix("</b>"),
        )
        for place, line in enumerate(lines)
    ]
    return _marks('<text x="{}" y="{}" fill="{}" font-size="{}" font-weight="{}" text-anchor="{}">{}</text>', rows)


def _joined(parts: Iterable[SafeString]) -> SafeString:
    return SafeString("".join(parts))


def _mark(template: str, *values: object) -> SafeString:
    """What Django's ``format_html`` gives, in a fifth of its time: a page of charts has ten thousand such values."""
    return SafeString(
        template.format(*(each if isinstance(each, SafeString) else escape(str(each)) for each in values))
    )


def _marks(template: str, rows: Iterable[Sequence[object]]) -> SafeString:
    """The same for each row, one after the other."""
    return _joined(_mark(template, *row) for row in rows)


_TRACES: dict[str, Callable[[dict[str, Any], Frame], SafeString]] = {"scatter": _scatter, "bar": _bars}
