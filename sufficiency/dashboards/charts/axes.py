"""Axes that end on round numbers, and how their days are named."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from math import ceil, floor, log10
from typing import Any

from .style import GRID, INK, ticks

# A line that moves by less than this share of its height says nothing on an axis from zero.
FLAT = 0.25


@dataclass(frozen=True)
class Axis:
    """An axis of values that ends on round numbers."""

    low: float
    high: float
    step: float

    @property
    def starts_at_zero(self) -> bool:
        return self.low == 0

    @property
    def span(self) -> float:
        return self.high - self.low

    def note(self, suffix: str = "") -> str:
        """A warning beside the chart when its axis does not start at zero; otherwise empty."""
        return "" if self.starts_at_zero else f"The axis starts at {self.low:g}{suffix}, not at zero."

    def as_plotly(self, suffix: str = "", prefix: str = "") -> dict[str, Any]:
        """Range, marks and grid."""
        steps = round(self.span / self.step)
        places = [round(self.low + self.step * each, 6) for each in range(steps + 1)]
        texts = [f"{prefix}{place:,g}{suffix}" if place < 1_000_000 else f"{prefix}{place:,.0f}" for place in places]
        return {"range": [self.low, self.high], "showgrid": True, "gridcolor": GRID, **ticks(places, texts)}


def axis_over(values: Iterable[float | None], *, is_count: bool, from_zero: bool = False) -> Axis:
    """From zero, always for counts; otherwise only while a line through the values still shows its movement."""
    known = [value for value in values if value is not None]
    top, bottom = max(known, default=1) or 1, min(known, default=0)
    flat = not (is_count or from_zero) and bottom > 0 and (top - bottom) < FLAT * top
    spread = (top - bottom) or top / 5  # a line that never moves still gets an axis
    step = _round_step((spread if flat else top) / 2.5)
    if is_count:
        step = ceil(step)
    low = max(0, floor(bottom / step) * step - step) if flat else 0
    return Axis(low=low, high=ceil((top + 0.02 * (top - low)) / step) * step, step=step)


def shares_axis(highest: float, suffix: str, usual: Axis) -> Axis:
    """The usual axis, but one that ends at the whole where shares in a hundred come near it, and never beyond."""
    if suffix != "%" or highest > 100.5:
        return usual
    if usual.starts_at_zero:
        return Axis(0, 100, 25) if highest > 75 else usual
    return replace(usual, high=min(usual.high, 100))


def _round_step(rough: float) -> float:
    """The next 1, 2, 2.5, 5 or 10 times a power of ten."""
    power: float = 10 ** floor(log10(rough))
    return next(factor * power for factor in (1, 2, 2.5, 5, 10) if rough <= factor * power * 1.0001)


def day_axis(first: date, last: date, until: date | None = None, *, inside: bool = False) -> dict[str, Any]:
    """From the first day to the last, or until a later one that leaves room for labels; a mark each January,
    or at the ends while fewer than two Januaries are shown. Where the ends have no room for words, at beginnings of
    months ``inside``."""
    years = [date(year, 1, 1) for year in range(first.year, last.year + 1) if first <= date(year, 1, 1) <= last]
    months = _months_inside(first, last) if inside else sorted({first, last})
    marks = (
        ticks([day.isoformat() for day in years], [str(day.year) for day in years])
        if len(years) > 1
        else ticks([day.isoformat() for day in months], [f"{day:%b %Y}" for day in months])
    )
    return {
        "type": "date",
        "range": [first.isoformat(), (until or last).isoformat()],
        "linecolor": INK,
        "ticks": "outside",
        **marks,
    }


def _months_inside(first: date, last: date) -> list[date]:
    """Beginnings of quarters, or of each month of a short time, that do not stand at either end."""
    edge = (last - first) / 12
    months = [date(year, month, 1) for year in range(first.year, last.year + 1) for month in range(1, 13)]
    within = [day for day in months if first + edge <= day <= last - edge]
    return [day for day in within if day.month % 3 == 1] or within
