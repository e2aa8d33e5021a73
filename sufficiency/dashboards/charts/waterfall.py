"""From one number to another, step by step: what each step adds or takes away."""

from dataclasses import dataclass
from itertools import pairwise
from math import floor
from typing import Any

from .axes import Axis, axis_over
from .chart import Chart, Table
from .style import COLOURS, INK, OTHER, bars, figure, key, label, ticks

ROW, THICK, MARGIN, KEY = 34, 0.62, 34, 24
TOTAL, MORE, LESS = COLOURS[0], COLOURS[1], COLOURS[2]


@dataclass(frozen=True)
class Stage:
    """A step: by how much it changes what came before it, or, of a total, what all comes to."""

    name: str
    value: float
    shown: str
    is_total: bool = False

    @property
    def colour(self) -> str:
        return TOTAL if self.is_total else MORE if self.value > 0 else LESS


@dataclass(frozen=True)
class Waterfall:
    """What one chart draws, from top to bottom; the first and the last stage are totals. ``of`` is what is counted."""

    title: str
    of: str
    stages: tuple[Stage, ...]

    @property
    def ends(self) -> list[tuple[float, float]]:
        """Where each bar begins and ends."""
        found, level = [], 0.0
        for stage in self.stages:
            start, level = (0.0, stage.value) if stage.is_total else (level, level + stage.value)
            found.append((start, level))
        return found

    @property
    def axis(self) -> Axis:
        """From zero; below it only where more is taken away than there was."""
        levels = [end for ends in self.ends for end in ends]
        axis, lowest = axis_over(levels, is_count=True, from_zero=True), min(levels, default=0.0)
        return axis if lowest >= 0 else Axis(floor(lowest / axis.step) * axis.step, axis.high, axis.step)


def waterfall_chart(drawn: Waterfall, identifier: str) -> Chart:
    """All there is to show of the stages."""
    return Chart(
        identifier=f"chart-{identifier}",
        title=drawn.title,
        figure=_figure(drawn),
        sentence=_sentence(drawn),
        table=Table(("Step", drawn.of), tuple((stage.name, stage.shown) for stage in drawn.stages)),
    )


def _figure(drawn: Waterfall) -> dict[str, Any]:
    stages, ends = drawn.stages, drawn.ends
    rows = [len(stages) - 1 - place for place in range(len(stages))]
    says = [f"{stage.name}: {stage.shown}" for stage in stages]
    return figure(
        [
            bars(
                [end - start for start, end in ends],
                rows,
                [stage.colour for stage in stages],
                across=True,
                thickness=THICK,
                base=[start for start, _ in ends],
                says=says,
            )
        ],
        height=ROW * len(stages) + MARGIN + KEY,
        margin=(8, 52, KEY, 28),
        x=drawn.axis.as_plotly(),
        y={
            "range": [-0.5, len(stages) - 0.5],
            "automargin": True,
            **ticks(rows, [f"{stage.name}  " for stage in stages]),
        },
        labels=[
            *(
                label(max(reach), row, f"<b>{stage.shown}</b>" if stage.is_total else stage.shown, INK, xshift=4)
                for stage, reach, row in zip(stages, ends, rows, strict=True)
            ),
            *key(("In all", "More", "Less"), (TOTAL, MORE, LESS)),
        ],
        shapes=[
            {
                "type": "line",
                "x0": level,
                "x1": level,
                "y0": above - THICK / 2,
                "y1": below + THICK / 2,
                "line": {"color": OTHER, "width": 1},
            }
            for (above, below), (_, level) in zip(pairwise(rows), ends, strict=False)
        ],
    )


def _sentence(drawn: Waterfall) -> str:
    """What there was, what it comes to, and by which steps."""
    first, *between, last = [(f"{each.name[:1].lower()}{each.name[1:]}", each) for each in drawn.stages]
    steps = "; ".join(f"{name} {each.shown}" for name, each in between if not each.is_total)
    (begins, start), (ends, end) = first, last
    return f"{drawn.title}: {start.shown} {begins}, {end.shown} {ends}{f' ({steps})' if steps else ''}."
