"""A compass: in which direction from home, and how far, children live. Nearer miles take more room than far ones."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import cos, radians, sin, sqrt
from typing import Any

from .chart import Chart, Table
from .style import COLOURS, GRID, INK, OTHER, dots, figure, label, ticks

SIZE, MARGIN, EDGE = 420, 26, 1.06
PHONE = 320  # pixels across where there is least room: words that stand apart there do so everywhere
RINGS = (5, 10, 20, 50, 100, 200, 400)
FREE = 157.5  # degrees: where the miles stand, between two directions
WINDS = ("north", "north-east", "east", "south-east", "south", "south-west", "west", "north-west")
# Room that a name takes up, in pixels of the drawing.
LETTER, LINE, AWAY = 6.6, 14, 9
LEAST, MORE = 4, 14  # pixels across a dot: of none, and how much more of the most


@dataclass(frozen=True)
class Heading:
    """A place as seen from home: degrees clockwise from north, miles, and how many children live there.

    One that is several places together ``is_merged``: where it stands says what it is called.
    """

    name: str
    bearing: float
    miles: float
    children: int
    is_merged: bool = False

    @property
    def wind(self) -> str:
        """The nearest of eight directions."""
        return wind_of(self.bearing)


@dataclass(frozen=True)
class Compass:
    """What one chart draws."""

    title: str
    headings: tuple[Heading, ...]

    @property
    def edge(self) -> float:
        """Miles from the middle to the edge, a little beyond the furthest place."""
        return 1.1 * max([RINGS[0], *(each.miles for each in self.headings)])

    @property
    def rings(self) -> list[int]:
        """Miles at which circles stand."""
        return [ring for ring in RINGS if ring <= self.edge]


def wind_of(bearing: float) -> str:
    """What people call a direction, given in degrees."""
    return WINDS[round(bearing / 45) % len(WINDS)]


def compass_chart(drawn: Compass, identifier: str, note: str = "") -> Chart | None:
    """All there is to show of the places. None without one."""
    if not drawn.headings:
        return None
    far_first = sorted(drawn.headings, key=lambda each: -each.miles)
    return Chart(
        identifier=f"chart-{identifier}",
        title=drawn.title,
        figure=_figure(drawn),
        sentence=_sentence(drawn),
        table=Table(
            ("Place", "Children", "Miles from home", "Direction"),
            tuple((each.name, f"{each.children:,}", f"{each.miles:.0f}", each.wind) for each in far_first),
        ),
        note=note,
        width=SIZE,
    )


def _figure(drawn: Compass) -> dict[str, Any]:
    rings, whole = drawn.rings, drawn.edge
    places = [(each, *_at(each.bearing, each.miles, whole)) for each in drawn.headings]
    most = max(each.children for each in drawn.headings)
    span = {"range": [-EDGE, EDGE], "showline": False, **ticks((), ())}
    return figure(
        [
            dots(
                [x for _, x, _ in places],
                [y for _, _, y in places],
                COLOURS[0],
                size=[round(LEAST + MORE * sqrt(each.children / most), 1) for each, _, _ in places],
                says=[_says(each) for each, _, _ in places],
            )
        ],
        height=SIZE,
        margin=(MARGIN, MARGIN, MARGIN, MARGIN),
        x=span,
        y={**span, "scaleanchor": "x"},
        labels=[*_directions(), *_miles(rings, whole), *_names(places, [_at(FREE, ring, whole) for ring in rings])],
        shapes=[_ring(sqrt(ring / whole)) for ring in rings],
    )


def _at(bearing: float, miles: float, whole: float) -> tuple[float, float]:
    """Across and up, where the edge is at 1: the root of the distance, so that near places stand apart."""
    out = sqrt(miles / whole)
    return round(out * sin(radians(bearing)), 4), round(out * cos(radians(bearing)), 4)


def _says(each: Heading) -> str:
    return f"{each.name}: {each.children:,} children, {each.miles:.0f} miles to the {each.wind}"


def _ring(out: float) -> dict[str, Any]:
    ends = {"x0": -out, "x1": out, "y0": -out, "y1": out}
    return {"type": "circle", "layer": "below", "line": {"color": GRID, "width": 1}, **ends}


def _miles(rings: Sequence[int], whole: float) -> Iterator[dict[str, Any]]:
    """On each ring how far out it is, between two directions."""
    for ring in rings:
        x, y = _at(FREE, ring, whole)
        words = f"{ring} miles" if ring == rings[-1] else f"{ring}"
        yield label(x, y, words, OTHER, size=11, xanchor="center")


def _directions() -> Iterator[dict[str, Any]]:
    for text, x, y in (("North", 0, 1), ("East", 1, 0), ("South", 0, -1), ("West", -1, 0)):
        anchor = {"xanchor": "center"} if x == 0 else {"xanchor": "left" if x < 0 else "right"}
        away = {"yshift": 12 * y} if x == 0 else {"yshift": 10}
        yield label(x * EDGE, y, f"<b>{text}</b>", OTHER, size=12, **anchor, **away)


def _names(
    places: Sequence[tuple[Heading, float, float]], rings: Sequence[tuple[float, float]]
) -> Iterator[dict[str, Any]]:
    """Words beside the places, those of most children first; what would lie upon others is left to the table."""
    pixels = (PHONE - 2 * MARGIN) / (2 * EDGE)
    # Dots are in the way of words, and so are the miles of the rings.
    taken = [(x * pixels - LEAST, x * pixels + LEAST, y * pixels) for _, x, y in places]
    taken += [(x * pixels - LETTER, x * pixels + LETTER, y * pixels) for x, y in rings]
    for each, x, y in sorted(places, key=lambda place: (-place[0].children, -place[0].miles)):
        words = f"{each.children}" if each.is_merged else f"{each.name} {each.children}"
        left, down, wide = x * pixels, y * pixels, LETTER * len(words)
        to_left = x > 0
        start = left - wide - AWAY if to_left else left + AWAY
        room = PHONE / 2 - MARGIN
        free = all(
            abs(down - other_down) > LINE or start > other_end or start + wide < other_start
            for other_start, other_end, other_down in taken
        )
        if free and -room <= start and start + wide <= room:
            taken.append((start, start + wide, down))
            yield label(
                x, y, words, INK, size=12, xanchor="right" if to_left else "left", xshift=-AWAY if to_left else AWAY
            )


def _sentence(drawn: Compass) -> str:
    most = max(drawn.headings, key=lambda each: each.children)
    far = max(drawn.headings, key=lambda each: each.miles)
    told = f"{drawn.title}: most live in {_told(most)}"
    return f"{told}." if far is most else f"{told}; furthest away of the places shown is {_told(far)}."


def _told(each: Heading) -> str:
    return f"{each.name} ({each.children:,} children, {each.miles:.0f} miles to the {each.wind})"
