"""What all charts have in common: colours of the Government Analysis Function's palette, type, and the frame."""

from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go

# At most four series, in this order; the first is the council's own, or what the chart is about.
COLOURS = ("#12436D", "#801650", "#28A197", "#A85B10")
LINE, TARGET = COLOURS[:2]
INK, GRID, BAND, OTHER = "#3D3D3D", "#d9dbdc", "#d9dbdc", "#6F777B"
PAPER = "#ffffff"
FONT = {"family": "Arial, Helvetica, sans-serif", "size": 13, "color": INK}
# Of letters of 13 pixels, on average: what names of an axis need.
LETTER = 6.6
KEY_WIDTH, KEY_LINE = 290, 16  # in pixels: what a phone has room for, and the height of a line
# Checked against plotly's schema once, as this module is read.
_FRAME = go.Layout(
    template=None,
    font=FONT,
    paper_bgcolor="rgba(0,0,0,0)",
    plot_bgcolor="rgba(0,0,0,0)",
    showlegend=False,
    dragmode=False,
    hovermode="closest",
    hoverlabel={"bgcolor": PAPER, "bordercolor": INK, "font": FONT},
    bargap=0,
    barmode="overlay",
).to_plotly_json()


def figure(  # noqa: PLR0913 - each is a word of plotly's, given by name
    traces: Sequence[dict[str, Any]],
    *,
    height: int,
    margin: tuple[int, int, int, int],
    x: dict[str, Any],
    y: dict[str, Any],
    labels: Sequence[dict[str, Any]] = (),
    shapes: Sequence[dict[str, Any]] = (),
) -> dict[str, Any]:
    """A figure as plotly's JSON. ``height`` and ``margin`` (left, right, top, bottom) are in pixels; the left one grows
    to what stands at the upward axis, where that does not find room for itself."""
    left, *others = margin
    marks = () if y.get("automargin") else y.get("ticktext", ())
    left = max(left, 12 + round(LETTER * max(map(len, marks), default=0)))
    layout = {
        **_FRAME,
        "height": height,
        "margin": dict(zip("lrtb", (left, *others), strict=True)),
        "xaxis": {"fixedrange": True, "showgrid": False, "zeroline": False, "linecolor": INK, "tickangle": 0, **x},
        "yaxis": {"fixedrange": True, "showgrid": False, "zeroline": False, **y},
        "annotations": list(labels),
        "shapes": list(shapes),
    }
    return {"data": [trace for trace in traces if trace], "layout": layout}


def line(  # noqa: PLR0913 - each is a word of plotly's, given by name
    xs: Sequence[object],
    ys: Sequence[float | None],
    colour: str,
    *,
    width: float = 2.5,
    dash: str = "",
    steps: bool = False,
    marked: bool = False,
    says: Sequence[str] = (),
) -> dict[str, Any]:
    """A line through points, each with a dot if ``marked``; a gap where there is no value. ``says`` is what each point
    says when pointed at."""
    drawn = {"color": colour, "width": width, "shape": "hv" if steps else "linear", **({"dash": dash} if dash else {})}
    points = {"mode": "lines+markers", "marker": {"color": colour, "size": 7}} if marked else {"mode": "lines"}
    return {"type": "scatter", **points, "x": [*xs], "y": _near(ys), "line": drawn, **_saying(says)}


def dots(
    xs: Sequence[object],
    ys: Sequence[object],
    colour: str | Sequence[str],
    *,
    size: float | Sequence[float] = 8,
    says: Sequence[str] = (),
) -> dict[str, Any]:
    """Points by themselves."""
    marker = {
        "color": colour if isinstance(colour, str) else [*colour],
        "size": size if isinstance(size, int | float) else [*size],
        "opacity": 1,
    }
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [*xs],
        "y": [*ys],
        "marker": marker,
        "cliponaxis": False,
        **_saying(says),
    }


def outline(corners: Sequence[tuple[object, float]], colour: str) -> dict[str, Any]:
    """A filled area within its corners."""
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [x for x, _ in corners],
        "y": _near([y for _, y in corners]),
        "fill": "toself",
        "fillcolor": colour,
        "line": {"color": colour, "width": 1},
        "hoverinfo": "skip",
    }


def bars(  # noqa: PLR0913 - each is a word of plotly's, given by name
    lengths: Sequence[float | None],
    places: Sequence[object],
    colour: str | Sequence[str],
    *,
    across: bool,
    thickness: float,
    base: Sequence[object] | None = None,
    says: Sequence[str] = (),
) -> dict[str, Any]:
    """Bars at their places, lying (``across``) or standing; ``base`` is where each begins, zero unless given.

    On an axis of dates lengths are milliseconds, as plotly has them.
    """
    along, beside = ("x", "y") if across else ("y", "x")
    return {
        "type": "bar",
        "orientation": "h" if across else "v",
        along: [*lengths],
        beside: [*places],
        "width": thickness,
        "marker": {"color": colour if isinstance(colour, str) else [*colour]},
        "textposition": "none",
        **({} if base is None else {"base": [*base]}),
        **_saying(says),
    }


def label(x: object, y: object, text: str, colour: str = INK, **placed: object) -> dict[str, Any]:
    """Words at a place of the figure, beginning there unless ``xanchor`` says otherwise."""
    size = placed.pop("size", FONT["size"])
    font = {"color": colour, "size": size}
    return {"x": x, "y": y, "text": text, "font": font, "xanchor": "left", "showarrow": False, **placed}


def ticks(places: Sequence[object], texts: Sequence[str]) -> dict[str, Any]:
    """An axis that is marked at these places."""
    return {"tickvals": [*places], "ticktext": [*texts]}


def key(names: Sequence[str], colours: Sequence[str] = COLOURS, *, width: float = KEY_WIDTH) -> list[dict[str, Any]]:
    """What each colour stands for, in words of that colour above the frame, line by line as :func:`key_lines`."""
    lines = key_lines(names, width=width)
    return [
        label(
            0,
            1,
            f"<b>{name}</b>",
            colour,
            xref="paper",
            yref="paper",
            yanchor="bottom",
            xshift=at,
            yshift=KEY_LINE * (lines[-1][0] - number),
        )
        for name, colour, (number, at) in zip(names, colours, lines, strict=False)
    ]


def key_lines(names: Sequence[str], *, width: float = KEY_WIDTH) -> list[tuple[int, float]]:
    """On which line the words of a key stand, from 0, and how many pixels from its start, where ``width`` is room."""
    placed, number, at = [], 0, 0.0
    for name in names:
        wide = 7.5 * len(name) + 14
        if at and at + wide > width:
            number, at = number + 1, 0.0
        placed.append((number, at))
        at += wide
    return placed


def _near(values: Sequence[float | None]) -> list[float | None]:
    """As near as anybody can see: more digits would only make pages larger."""
    return [value if value is None else round(value, 6) for value in values]


def _saying(says: Sequence[str]) -> dict[str, Any]:
    return {"text": [*says], "hovertemplate": "%{text}<extra></extra>"} if says else {"hoverinfo": "skip"}
