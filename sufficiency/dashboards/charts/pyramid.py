"""An age pyramid: girls to the left, boys to the right, the oldest on top, and beside them shares of the whole."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from .axes import axis_over
from .chart import Chart, Table
from .style import COLOURS, INK, bars, figure, label, ticks

ROW, THICK, TOP, BOTTOM = 34, 0.76, 30, 28
GIRLS, BOYS = COLOURS[:2]
# Where the columns of shares stand: from the right edge of the drawing's frame to the first, and each from the one
# before it, in pixels.
FIRST, APART = 20, 66


@dataclass(frozen=True)
class Ages:
    """An age group: girls and boys, None where the number is not shown; what share it is of each whole."""

    name: str
    girls: float | None
    boys: float | None
    girls_shown: str
    boys_shown: str
    shares: tuple[str, ...]


@dataclass(frozen=True)
class Whole:
    """Of whom a column of shares is: above it in the drawing, above it in the table, and in a sentence."""

    head: str
    title: str
    said: str


@dataclass(frozen=True)
class Pyramid:
    """What one chart draws, the youngest first. ``wholes`` are those of whom each group has a share."""

    title: str
    groups: tuple[Ages, ...]
    wholes: tuple[Whole, ...]


def pyramid_chart(drawn: Pyramid, identifier: str, note: str = "") -> Chart:
    """All there is to show of the ages."""
    return Chart(
        identifier=f"chart-{identifier}",
        title=drawn.title,
        figure=_figure(drawn),
        sentence=_sentence(drawn),
        table=Table(
            ("Age", "Girls", "Boys", *(whole.title for whole in drawn.wholes)),
            tuple((each.name, each.girls_shown, each.boys_shown, *each.shares) for each in drawn.groups),
        ),
        note=note,
    )


def _figure(drawn: Pyramid) -> dict[str, Any]:
    rows = [*range(len(drawn.groups))]
    girls, boys = [each.girls for each in drawn.groups], [each.boys for each in drawn.groups]
    axis = axis_over([*girls, *boys], is_count=True, from_zero=True)
    # Room for the number at the end of the longest bar, on a phone too, and there for one mark on either side.
    reach = 1.5 * max([1, *(each or 0 for each in (*girls, *boys))])
    steps = [round(axis.step * each) for each in range(1, round(axis.high / axis.step) + 1)]
    marks = [mark for mark in steps if mark < reach][-1:]
    return figure(
        [
            bars([None if each is None else -each for each in girls], rows, GIRLS, across=True, thickness=THICK,
                 says=[f"Girls, {each.name}: {each.girls_shown}" for each in drawn.groups]),
            bars(boys, rows, BOYS, across=True, thickness=THICK,
                 says=[f"Boys, {each.name}: {each.boys_shown}" for each in drawn.groups]),
        ],
        height=ROW * len(rows) + TOP + BOTTOM,
        margin=(8, FIRST + APART * len(drawn.wholes), TOP, BOTTOM),
        x={"range": [-reach, reach], **ticks(
            [*(-mark for mark in reversed(marks)), 0, *marks],
            [*(f"{mark:,}" for mark in reversed(marks)), "0", *(f"{mark:,}" for mark in marks)],
        )},
        y={
            "range": [-0.5, len(rows) - 0.5],
            "automargin": True,
            **ticks(rows, [f"{each.name}  " for each in drawn.groups]),
        },
        labels=[*_numbers(drawn.groups), *_heads(drawn.wholes), *_shares(drawn.groups)],
        shapes=[{"type": "line", "x0": 0, "x1": 0, "y0": -0.5, "y1": len(rows) - 0.5, "line": {"color": INK}}],
    )  # fmt: skip


def _numbers(groups: Sequence[Ages]) -> list[dict[str, Any]]:
    """Beside each bar how many it stands for."""
    return [
        placed
        for row, each in enumerate(groups)
        for placed in (
            label(-(each.girls or 0), row, each.girls_shown, GIRLS, xanchor="right", xshift=-4),
            label(each.boys or 0, row, each.boys_shown, BOYS, xshift=4),
        )
    ]


def _heads(wholes: Sequence[Whole]) -> list[dict[str, Any]]:
    """Above: whose bars are whose, and whose shares."""
    above: dict[str, Any] = {"yref": "paper", "yanchor": "bottom", "yshift": 4}
    return [
        label(0, 1, "<b>Girls</b>", GIRLS, xanchor="right", xshift=-10, **above),
        label(0, 1, "<b>Boys</b>", BOYS, xshift=10, **above),
        *(label(1, 1, f"<b>{whole.head}</b>", xref="paper", xshift=FIRST + APART * n, **above)
          for n, whole in enumerate(wholes)),
    ]  # fmt: skip


def _shares(groups: Sequence[Ages]) -> list[dict[str, Any]]:
    """At the right: what share an age group is of each whole."""
    return [
        label(1, row, text, xref="paper", xshift=FIRST + APART * column)
        for row, each in enumerate(groups)
        for column, text in enumerate(each.shares)
    ]


def _sentence(drawn: Pyramid) -> str:
    """The largest age group, and how its share compares."""
    known = [each for each in drawn.groups if each.girls is not None and each.boys is not None]
    if not known:
        return f"{drawn.title}: no number can be shown."
    most = max(known, key=lambda each: (each.girls or 0) + (each.boys or 0))
    shares = ", ".join(f"{share} {whole.said}" for share, whole in zip(most.shares, drawn.wholes, strict=True))
    return (
        f"{drawn.title}: most are {most.name[:1].lower()}{most.name[1:]}, {most.girls_shown} girls and "
        f"{most.boys_shown} boys: {shares}."
    )
