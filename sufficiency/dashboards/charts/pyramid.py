"""An age pyramid: girls to the left, boys to the right, the oldest on top, and beside them shares of the whole."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from .axes import axis_over
from .chart import Chart, Table
from .style import COLOURS, INK, bars, figure, label, ticks

ROW, THICK, TOP, BOTTOM, SHARES = 34, 0.76, 30, 28, 150
GIRLS, BOYS = COLOURS[:2]
# Where the shares stand, in pixels from the right edge of the drawing's frame.
HERE, ELSEWHERE = 20, 86


@dataclass(frozen=True)
class Ages:
    """An age group: girls and boys, None where the number is not shown; what share it is here, and elsewhere."""

    name: str
    girls: float | None
    boys: float | None
    girls_shown: str
    boys_shown: str
    share: str
    elsewhere: str


@dataclass(frozen=True)
class Pyramid:
    """What one chart draws, the youngest first. ``here`` and ``elsewhere`` say of whom the shares are."""

    title: str
    groups: tuple[Ages, ...]
    here: str
    elsewhere: str


def pyramid_chart(drawn: Pyramid, identifier: str, note: str = "") -> Chart:
    """All there is to show of the ages."""
    return Chart(
        identifier=f"chart-{identifier}",
        title=drawn.title,
        figure=_figure(drawn),
        sentence=_sentence(drawn),
        table=Table(
            ("Age", "Girls", "Boys", drawn.here, drawn.elsewhere),
            tuple((each.name, each.girls_shown, each.boys_shown, each.share, each.elsewhere) for each in drawn.groups),
        ),
        note=note,
    )


def _figure(drawn: Pyramid) -> dict[str, Any]:
    rows = [*range(len(drawn.groups))]
    girls, boys = [each.girls for each in drawn.groups], [each.boys for each in drawn.groups]
    axis = axis_over([*girls, *boys], is_count=True, from_zero=True)
    # Room for the number at the end of the longest bar.
    reach = 1.2 * max([1, *(each or 0 for each in (*girls, *boys))])
    marks = [round(axis.step * each) for each in range(1, round(axis.high / axis.step) + 1) if axis.step * each < reach]
    return figure(
        [
            bars([None if each is None else -each for each in girls], rows, GIRLS, across=True, thickness=THICK,
                 says=[f"Girls, {each.name}: {each.girls_shown}" for each in drawn.groups]),
            bars(boys, rows, BOYS, across=True, thickness=THICK,
                 says=[f"Boys, {each.name}: {each.boys_shown}" for each in drawn.groups]),
        ],
        height=ROW * len(rows) + TOP + BOTTOM,
        margin=(8, SHARES, TOP, BOTTOM),
        x={"range": [-reach, reach], **ticks(
            [*(-mark for mark in reversed(marks)), 0, *marks],
            [*(f"{mark:,}" for mark in reversed(marks)), "0", *(f"{mark:,}" for mark in marks)],
        )},
        y={
            "range": [-0.5, len(rows) - 0.5],
            "automargin": True,
            **ticks(rows, [f"{each.name}  " for each in drawn.groups]),
        },
        labels=[*_numbers(drawn.groups), *_heads(), *_shares(drawn.groups)],
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


def _heads() -> list[dict[str, Any]]:
    """Above: whose bars are whose, and whose shares."""
    above: dict[str, Any] = {"yref": "paper", "yanchor": "bottom", "yshift": 4}
    return [
        label(0, 1, "<b>Girls</b>", GIRLS, xanchor="right", xshift=-10, **above),
        label(0, 1, "<b>Boys</b>", BOYS, xshift=10, **above),
        label(1, 1, "<b>Here</b>", xref="paper", xshift=HERE, **above),
        label(1, 1, "<b>England</b>", xref="paper", xshift=ELSEWHERE, **above),
    ]


def _shares(groups: Sequence[Ages]) -> list[dict[str, Any]]:
    """At the right: what share an age group is, here and elsewhere."""
    return [
        label(1, row, text, xref="paper", xshift=shift)
        for row, each in enumerate(groups)
        for text, shift in ((each.share, HERE), (each.elsewhere, ELSEWHERE))
    ]


def _sentence(drawn: Pyramid) -> str:
    """The largest age group, and how its share compares."""
    known = [each for each in drawn.groups if each.girls is not None and each.boys is not None]
    if not known:
        return f"{drawn.title}: no number can be shown."
    most = max(known, key=lambda each: (each.girls or 0) + (each.boys or 0))
    return (
        f"{drawn.title}: most are {most.name[:1].lower()}{most.name[1:]}, {most.girls_shown} girls and "
        f"{most.boys_shown} boys: {most.share} of the children in our care, {most.elsewhere} in England."
    )
