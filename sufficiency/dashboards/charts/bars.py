"""Lying bars: a value for each of several groups, beside the same on another day or of other people."""

from dataclasses import dataclass
from typing import Any

from sufficiency.dashboards.words import listed
from sufficiency.measures.present import SUPPRESSED as WITHHELD

from .axes import Axis, axis_over, shares_axis
from .chart import Chart, Table
from .style import COLOURS, INK, KEY_LINE, KEY_WIDTH, LETTER, bars, figure, key, key_lines, label, ticks

ROW, THICK, MARGIN = 30, 0.72, 34
HIDDEN = "every figure is withheld, because few are counted in one of them"
PAIR = 2  # a day and the day it is compared with
NAME, THICK_BELOW, DOWN = 18, 0.56, 0.14  # of names above their bars


@dataclass(frozen=True)
class Bar:
    """A group; a value and its text for each series, None where there is none to show."""

    name: str
    values: tuple[float | None, ...]
    shown: tuple[str, ...]
    is_apart: bool = True  # whether the first two values are sure to differ where they do: rounded ones may not


@dataclass(frozen=True)
class Bars:
    """What one chart draws: groups from top to bottom, ``series`` naming what each of their values is.

    ``of`` is what the groups are called together, the head of the table's first column.
    """

    title: str
    of: str
    series: tuple[str, ...]
    groups: tuple[Bar, ...]
    is_count: bool
    suffix: str = ""
    prefix: str = ""
    names_above: bool = False  # where they would leave the bars no room beside them

    @property
    def is_shown(self) -> bool:
        """Whether there is any bar to draw."""
        return any(value is not None for group in self.groups for value in group.values)

    @property
    def axis(self) -> Axis:
        """From zero: the length of a bar is its value."""
        values = [value for group in self.groups for value in group.values]
        highest = max((value for value in values if value is not None), default=0)
        return shares_axis(highest, self.suffix, axis_over(values, is_count=self.is_count, from_zero=True))


def bars_chart(drawn: Bars, identifier: str) -> Chart:
    """All there is to show of the groups."""
    table = Table((drawn.of, *drawn.series), tuple((group.name, *group.shown) for group in drawn.groups))
    return Chart(
        identifier=f"chart-{identifier}",
        title=drawn.title,
        figure=_figure(drawn),
        sentence=_sentence(drawn),
        table=table,
    )


def _figure(drawn: Bars) -> dict[str, Any]:
    number, several = len(drawn.groups), len(drawn.series) > 1
    rows = [number - 1 - place for place in range(number)]  # the first group on top
    above = drawn.names_above
    thick = (THICK_BELOW if above else THICK) / len(drawn.series)
    traces, labels = [], []
    for place, (name, colour) in enumerate(zip(drawn.series, COLOURS, strict=False)):
        at = [row + thick * (len(drawn.series) / 2 - place - 0.5) - (DOWN if above else 0) for row in rows]
        values = [group.values[place] for group in drawn.groups]
        shown = [group.shown[place] for group in drawn.groups]
        when = f", {name}" if several else ""
        says = [f"{group.name}{when}: {text}" for group, text in zip(drawn.groups, shown, strict=True)]
        traces.append(bars(values, at, colour, across=True, thickness=thick * 0.94, says=says))
        labels += [
            label(value or 0, y, text, colour if several else INK, xshift=4)
            for value, y, text in zip(values, at, shown, strict=True)
        ]
    names = [label(0, row + 0.34, group.name, xshift=2) for row, group in zip(rows, drawn.groups, strict=True)]
    row_high = (ROW if len(drawn.series) == 1 else ROW + 10) + (NAME if above else 0)
    room = KEY_WIDTH - (0 if above else LETTER * max((len(group.name) for group in drawn.groups), default=0))
    top = 8 + KEY_LINE * (1 + key_lines(drawn.series, width=room)[-1][0]) if several else 6
    height = max(1, number) * row_high + MARGIN + top - 6
    return figure(
        traces,
        height=height,
        margin=(8, 60, top, 28),
        x=drawn.axis.as_plotly(drawn.suffix, drawn.prefix) if drawn.is_shown else {"range": [0, 1], **ticks((), ())},
        y={
            "range": [-0.5, max(1, number) - 0.5],
            "showline": True,
            **(ticks((), ()) if above else ticks(rows, [f"{group.name}  " for group in drawn.groups])),
            **({} if above else {"automargin": True}),
        },
        labels=[*labels, *(names if above else ()), *(key(drawn.series, width=room) if several else ())],
    )


def _sentence(drawn: Bars) -> str:
    """Which group is the largest and which two come next; beside another day, which of all moved most."""
    known = [group for group in drawn.groups if group.values and group.values[0] is not None]
    if not known:
        is_withheld = any(WITHHELD in group.shown for group in drawn.groups)
        return f"{drawn.title}: {HIDDEN if is_withheld else 'no figures to show'}."
    first, *others = [
        f"{group.name} ({group.shown[0]})" for group in sorted(known, key=lambda group: -(group.values[0] or 0))
    ]
    if not others:
        found = f"the only figure {'shown' if len(drawn.groups) > 1 else 'there is'} is {first}"
    else:
        largest = "highest" if drawn.suffix == "%" else "largest"
        found = f"the {largest} is {first}, followed by {listed(others[:2])}"
    return f"{drawn.title}: {found}.{_moved(drawn)}"


def _moved(drawn: Bars) -> str:
    """Which group moved most since the other day, of those that are sure to have moved."""
    if len(drawn.series) != PAIR:
        return ""
    moves = [
        (now - then, group)
        for group in drawn.groups
        for now, then in [group.values[:PAIR]]
        if now is not None and then is not None
    ]
    sure = [(move, group) for move, group in moves if move and group.is_apart]
    other = drawn.series[1]
    since = other if other[:1].isdigit() else f"the {other[:1].lower()}{other[1:]}"
    if not sure:
        return f" None is clearly different from {since}." if moves else ""
    move, group = max(sure, key=lambda each: abs(each[0]))
    verb = "rose" if move > 0 else "fell"
    most = " most" if len(moves) > 1 else ""
    return f" Since {since} {group.name} {verb}{most}, from {group.shown[1]} to {group.shown[0]}."
