"""How values of several groups lie: from the lowest to the highest, the middle half of them, and the mean."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import mean, median, quantiles
from typing import Any

from .axes import Axis, axis_over
from .chart import Chart, Table
from .style import COLOURS, INK, OTHER, bars, dots, figure, key, label, line, ticks

ROW, THICK, MARGIN, KEY = 46, 0.34, 34, 24
FEWEST = 4  # of fewer values there is no middle half


@dataclass(frozen=True)
class Spread:
    """A group and its values, at least one."""

    name: str
    values: tuple[float, ...]

    @property
    def mean(self) -> float:
        return mean(self.values)

    @property
    def median(self) -> float:
        return median(self.values)

    @property
    def quartiles(self) -> tuple[float, float] | None:
        """What a quarter, and three quarters, of the values do not pass; None of fewer than four."""
        if len(self.values) < FEWEST:
            return None
        lower, _, upper = quantiles(self.values, n=4, method="inclusive")
        return lower, upper


@dataclass(frozen=True)
class Spreads:
    """What one chart draws, from top to bottom. ``of`` names the groups, ``counted`` what there are several of."""

    title: str
    of: str
    counted: str
    groups: tuple[Spread, ...]
    prefix: str = ""

    @property
    def axis(self) -> Axis:
        return axis_over([max(group.values) for group in self.groups], is_count=True, from_zero=True)

    def text(self, value: float) -> str:
        """A value to the whole unit."""
        return f"{self.prefix}{value:,.0f}"


def spreads_chart(drawn: Spreads, identifier: str) -> Chart | None:
    """All there is to show of the groups; None without any."""
    if not drawn.groups:
        return None
    return Chart(
        identifier=f"chart-{identifier}",
        title=drawn.title,
        figure=_figure(drawn),
        sentence=_sentence(drawn),
        table=Table(
            (drawn.of, drawn.counted, "Lowest", "Lower quarter", "Median", "Mean", "Upper quarter", "Highest"),
            tuple(_row(group, drawn) for group in drawn.groups),
        ),
    )


def _row(group: Spread, drawn: Spreads) -> tuple[str, ...]:
    lower, upper = ("", "") if group.quartiles is None else map(drawn.text, group.quartiles)
    return (
        group.name,
        str(len(group.values)),
        drawn.text(min(group.values)),
        lower,
        drawn.text(group.median),
        drawn.text(group.mean),
        upper,
        drawn.text(max(group.values)),
    )


def _figure(drawn: Spreads) -> dict[str, Any]:
    number = len(drawn.groups)
    rows = [number - 1 - place for place in range(number)]
    placed = [*zip(drawn.groups, rows, strict=True)]
    halves = [(group.quartiles, row) for group, row in placed if group.quartiles]
    xs, ys = _whiskers(placed)
    says = [f"{group.name}: mean {drawn.text(group.mean)} of {len(group.values)}" for group in drawn.groups]
    return figure(
        [
            line(xs, ys, OTHER, width=2),
            bars(
                [upper - lower for (lower, upper), _ in halves],
                [row for _, row in halves],
                COLOURS[0],
                across=True,
                thickness=THICK,
                base=[lower for (lower, _), _ in halves],
            )
            if halves
            else {},
            dots([group.mean for group in drawn.groups], rows, COLOURS[3], size=11, says=says),
        ],
        height=ROW * number + MARGIN + KEY,
        margin=(12, 24, KEY, 28),
        x=drawn.axis.as_plotly(prefix=drawn.prefix),
        y={
            "range": [-0.4, number - 0.25],
            **ticks((), ()),
        },
        labels=[
            *(label(max(group.values), row, drawn.text(group.mean), INK, xshift=8) for group, row in placed),
            *(label(0, row + 0.4, f"{group.name} ({len(group.values)})", INK, xshift=2) for group, row in placed),
            *key(("Middle half", "Mean", "Lowest to highest"), (COLOURS[0], COLOURS[3], OTHER)),
        ],
    )


def _whiskers(placed: Sequence[tuple[Spread, int]]) -> tuple[list[float | None], list[float | None]]:
    """A line through each row, with a gap between the rows."""
    points = list(_ends(placed))
    return [x for x, _ in points], [y for _, y in points]


def _ends(placed: Sequence[tuple[Spread, int]]) -> Iterator[tuple[float | None, float | None]]:
    for group, row in placed:
        yield min(group.values), row
        yield max(group.values), row
        yield None, None


def _sentence(drawn: Spreads) -> str:
    """Which group costs most on average and which least, and how far apart the values of both lie."""
    ordered = sorted(drawn.groups, key=lambda group: -group.mean)
    most, *_, least = [
        f"{group.name}, {drawn.text(group.mean)} ({drawn.text(min(group.values))} to {drawn.text(max(group.values))})"
        for group in (ordered[0], ordered[-1])
    ]
    highest = f"{drawn.title}: highest on average is {most}"
    return f"{highest}." if len(ordered) == 1 else f"{highest}; lowest is {least}."
