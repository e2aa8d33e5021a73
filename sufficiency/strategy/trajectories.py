"""Where a measure should be on a day: on the straight line between two dated points of a strategy's trajectory."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction
from itertools import pairwise

from .models import TrajectoryPoint


def aimed_at(points: Iterable[TrajectoryPoint], measure: str, day: date) -> Fraction | None:
    """The value in the measure's unit, exact; None before the first point and after the last.

    Points of two strategies are never joined. Where two trajectories hold on a day, the one begun last counts.
    """
    lines: dict[str, list[TrajectoryPoint]] = defaultdict(list)
    for point in points:
        if point.measure == measure:
            lines[point.strategy].append(point)
    ordered = [sorted(line, key=lambda point: point.day) for line in lines.values()]
    holding = [line for line in ordered if line[0].day <= day <= line[-1].day]
    return _on(max(holding, key=lambda line: line[0].day), day) if holding else None


def _on(line: Sequence[TrajectoryPoint], day: date) -> Fraction:
    """The value on a day between the first and the last of points in their order."""
    for before, after in pairwise(line):
        if before.day <= day <= after.day:
            first, last = Fraction(before.value), Fraction(after.value)
            return first + (last - first) * Fraction((day - before.day).days, (after.day - before.day).days)
    return Fraction(line[0].value)
