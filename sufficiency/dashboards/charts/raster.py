"""Turns the drawing of a chart into a picture of dots (PNG), for documents that hold no SVG.

It knows what :mod:`.painting` writes and no other SVG. Pillow draws with a letter of its own, so that pictures look the
same on every server; it knows no smooth edges, so all is drawn at twice the size and made smaller.
"""

import io
from collections.abc import Callable, Iterator
from itertools import pairwise
from math import dist
from xml.etree import ElementTree

from PIL import Image, ImageDraw, ImageFont

from .chart import Chart
from .style import PAPER

DOTS = 2  # of the picture for each pixel of the drawing, across and up
SMOOTH = 2  # drawn so many times larger, then made smaller
SCALE = DOTS * SMOOTH
NAMESPACE = "{http://www.w3.org/2000/svg}"
ANCHORS = {"start": "ls", "middle": "ms", "end": "rs"}
BOLD = 0.3  # pixels by which bold letters are thicker

Point = tuple[float, float]
Attributes = dict[str, str]


def png_of(chart: Chart) -> bytes:
    """The chart on white paper, DOTS for each pixel of its drawing."""
    drawing = ElementTree.fromstring(chart.drawing)  # noqa: S314 - painted here, of figures worked out here
    size = (round(SCALE * float(drawing.attrib["width"])), round(SCALE * float(drawing.attrib["height"])))
    image = Image.new("RGB", size, PAPER)
    _draw(drawing, ImageDraw.Draw(image), is_edged=False)
    made = io.BytesIO()
    image.reduce(SMOOTH).quantize(128).save(made, "PNG", optimize=False)
    return made.getvalue()


def _draw(parent: ElementTree.Element, draw: ImageDraw.ImageDraw, *, is_edged: bool) -> None:
    """Everything within an element, in order; words of an edged group stand out from what they cross."""
    for each in parent:
        name = each.tag.removeprefix(NAMESPACE)
        if name == "g":
            _draw(each, draw, is_edged="paint-order" in each.attrib)
        elif name == "text":
            _text(each, draw, is_edged=is_edged)
        else:
            _SHAPES[name](each.attrib, draw)


def _numbers(attributes: Attributes, *names: str) -> list[float]:
    return [SCALE * float(attributes.get(name, 0)) for name in names]


def _colour(attributes: Attributes, name: str) -> str | None:
    found = attributes.get(name, "none")
    return None if found == "none" else found


def _width(attributes: Attributes) -> int:
    return max(1, round(SCALE * float(attributes.get("stroke-width", 1))))


def _line(attributes: Attributes, draw: ImageDraw.ImageDraw) -> None:
    x0, y0, x1, y1 = _numbers(attributes, "x1", "y1", "x2", "y2")
    _stroke([(x0, y0), (x1, y1)], attributes, draw)


def _polyline(attributes: Attributes, draw: ImageDraw.ImageDraw) -> None:
    _stroke(_corners(attributes), attributes, draw)


def _polygon(attributes: Attributes, draw: ImageDraw.ImageDraw) -> None:
    draw.polygon(_corners(attributes), fill=_colour(attributes, "fill"))


def _corners(attributes: Attributes) -> list[Point]:
    points = (each.split(",") for each in attributes["points"].split())
    return [(SCALE * float(x), SCALE * float(y)) for x, y in points]


def _stroke(points: list[Point], attributes: Attributes, draw: ImageDraw.ImageDraw) -> None:
    dashes = [SCALE * float(each) for each in attributes.get("stroke-dasharray", "").split() if each != "none"]
    for run in _dashed(points, dashes) if dashes else [points]:
        draw.line(run, fill=_colour(attributes, "stroke"), width=_width(attributes), joint="curve")


def _dashed(points: list[Point], dashes: list[float]) -> Iterator[list[Point]]:
    """The parts of a line that are drawn, by lengths that are drawn and left out in turn."""
    number, left = 0, dashes[0]
    for start, end in pairwise(points):
        whole, at = dist(start, end), 0.0
        while at < whole:
            until = min(whole, at + left)
            if number % 2 == 0:
                yield [_between(start, end, at / whole), _between(start, end, until / whole)]
            left -= until - at
            at = until
            if left <= 0:
                number += 1
                left = dashes[number % len(dashes)]


def _between(start: Point, end: Point, share: float) -> Point:
    return start[0] + share * (end[0] - start[0]), start[1] + share * (end[1] - start[1])


def _rect(attributes: Attributes, draw: ImageDraw.ImageDraw) -> None:
    x, y, wide, high = _numbers(attributes, "x", "y", "width", "height")
    stroke = _colour(attributes, "stroke")
    draw.rectangle(
        (x, y, x + wide, y + high),
        fill=_colour(attributes, "fill"),
        outline=stroke,
        width=_width(attributes) if stroke else 0,
    )


def _circle(attributes: Attributes, draw: ImageDraw.ImageDraw) -> None:
    x, y, radius = _numbers(attributes, "cx", "cy", "r")
    draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=_colour(attributes, "fill"))


def _ellipse(attributes: Attributes, draw: ImageDraw.ImageDraw) -> None:
    x, y, wide, high = _numbers(attributes, "cx", "cy", "rx", "ry")
    draw.ellipse(
        (x - wide, y - high, x + wide, y + high),
        fill=_colour(attributes, "fill"),
        outline=_colour(attributes, "stroke"),
        width=_width(attributes),
    )


def _text(element: ElementTree.Element, draw: ImageDraw.ImageDraw, *, is_edged: bool) -> None:
    attributes, text = element.attrib, element.text or ""
    (at_x, at_y), size = _numbers(attributes, "x", "y"), float(attributes.get("font-size", 13))
    font = ImageFont.load_default(SCALE * size)
    place, anchor = (at_x, at_y), ANCHORS[attributes.get("text-anchor", "start")]
    if is_edged:
        draw.text(place, text, PAPER, font, anchor, stroke_width=round(1.5 * SCALE), stroke_fill=PAPER)
    bold = SCALE * BOLD if attributes.get("font-weight") == "bold" else 0
    draw.text(place, text, attributes["fill"], font, anchor, stroke_width=bold)


_SHAPES: dict[str, Callable[[Attributes, ImageDraw.ImageDraw], None]] = {
    "line": _line,
    "polyline": _polyline,
    "polygon": _polygon,
    "rect": _rect,
    "circle": _circle,
    "ellipse": _ellipse,
}
