"""Several lines over the same days, each named where it ends, before a band of a range if there is one."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from textwrap import wrap
from typing import Any

from sufficiency.measures.present import are_apart

from .axes import Axis, axis_over, day_axis, shares_axis
from .chart import Chart, Table
from .style import BAND, COLOURS, figure, label, line, outline, ticks
from .trends import Point

HEIGHT, LABELS, LETTERS = 280, 130, 15


@dataclass(frozen=True)
class Line:
    """A line and what it is called; points in the order of their days."""

    name: str
    points: tuple[Point, ...]

    @property
    def last(self) -> Point | None:
        """The last point that has a value."""
        return next((point for point in reversed(self.points) if point.value is not None), None)


@dataclass(frozen=True)
class Band:
    """A range on each day on which there is one: lowest and highest."""

    name: str
    spans: tuple[tuple[date, float, float], ...]


@dataclass(frozen=True)
class Lines:
    """What one chart draws, at most four lines.

    ``by_year`` names a day by its year alone; lines in ``steps`` stay as they are until they change. ``marks`` are
    days that mean something, with their words.
    """

    title: str
    lines: tuple[Line, ...]
    is_count: bool
    suffix: str = ""
    band: Band | None = None
    by_year: bool = False
    steps: bool = False
    prefix: str = ""
    marks: tuple[tuple[date, str], ...] = ()

    @property
    def days(self) -> list[date]:
        return sorted({point.day for line in self.lines for point in line.points})

    def day_text(self, day: date) -> str:
        """How the chart calls a day."""
        return str(day.year) if self.by_year else f"{day:%B %Y}"

    @property
    def axis(self) -> Axis:
        """An axis that holds every value drawn."""
        spans = self.band.spans if self.band else ()
        ends = [value for _, *both in spans for value in both]
        drawn = [*(p.value for each in self.lines for p in each.points), *ends]
        highest = max((value for value in drawn if value is not None), default=0)
        return shares_axis(highest, self.suffix, axis_over(drawn, is_count=self.is_count))


def lines_chart(lines: Lines, identifier: str) -> Chart:
    """All there is to show of several lines."""
    return Chart(
        identifier=f"chart-{identifier}",
        title=lines.title,
        figure=_figure(lines),
        sentence=_sentence(lines),
        table=_table(lines),
        note=lines.axis.note(lines.suffix),
    )


def _table(lines: Lines) -> Table:
    """A row a day, the latest first."""
    shown = [{point.day: point.shown for point in each.points} for each in lines.lines]
    return Table(
        ("Year" if lines.by_year else "Month", *(each.name for each in lines.lines)),
        tuple((lines.day_text(day), *(each.get(day, "") for each in shown)) for day in reversed(lines.days)),
    )


def _figure(lines: Lines) -> dict[str, Any]:
    axis, days = lines.axis, lines.days
    drawn = [_band(lines.band)] if lines.band and lines.band.spans else []
    for place, (each, colour) in enumerate(zip(lines.lines, COLOURS, strict=False)):
        xs, ys = [point.day.isoformat() for point in each.points], [point.value for point in each.points]
        says = [f"{each.name}, {lines.day_text(point.day)}: {point.shown}" for point in each.points]
        width = 2 if place else 3
        drawn.append(line(xs, ys, colour, width=width, steps=lines.steps, marked=lines.by_year, says=says))
    named = [
        label(1, at, text, colour, xref="paper", xshift=8, align="left") for text, at, colour in named_ends(lines, axis)
    ]
    marks = [label(day.isoformat(), axis.high, text, yanchor="top", xshift=4) for day, text in lines.marks]
    across = day_axis(days[0], days[-1])
    if lines.by_year:
        across |= ticks([day.isoformat() for day in days], [str(day.year) for day in days])
    return figure(
        drawn,
        height=HEIGHT,
        margin=(52, LABELS, 10, 26),
        x=across,
        y=axis.as_plotly(lines.suffix, lines.prefix),
        labels=[*named, *marks],
        shapes=[_mark(day, axis) for day, _ in lines.marks],
    )


def _mark(day: date, axis: Axis) -> dict[str, Any]:
    """A thin line at a day."""
    ends = {"x0": day.isoformat(), "x1": day.isoformat(), "y0": axis.low, "y1": axis.high}
    return {"type": "line", "layer": "below", "line": {"color": "#6F777B", "width": 1, "dash": "dot"}, **ends}


def _band(band: Band) -> dict[str, Any]:
    """The outline of the range, there and back."""
    there = [(day.isoformat(), high) for day, _, high in band.spans]
    back = [(day.isoformat(), low) for day, low, _ in reversed(band.spans)]
    return outline([*there, *back], BAND)


def named_ends(lines: Lines, axis: Axis) -> list[tuple[str, float, str]]:
    """What stands where each line ends: text, height and colour, moved apart where two lines end close together."""
    ends = [
        (each.last.value or 0.0, f"{each.name} {each.last.shown}", colour)
        for each, colour in zip(lines.lines, COLOURS, strict=False)
        if each.last is not None
    ]
    return moved_apart(ends, axis)


def moved_apart(ends: Sequence[tuple[float, str, str]], axis: Axis) -> list[tuple[str, float, str]]:
    """Labels, from height, text and colour: text, height and colour, none nearer to another than its lines need."""
    line_high = 0.075 * axis.span
    placed: list[tuple[str, float, str]] = []
    for value, text, colour in sorted(ends):
        words = bold(text)
        at = value
        if placed:
            below, height, _ = placed[-1]
            at = max(value, height + line_high * (_lines_of(below) + _lines_of(words)) / 2)
        placed.append((words, at, colour))
    over = placed[-1][1] - axis.high if placed else 0
    return [(text, at - over, colour) for text, at, colour in placed] if over > 0 else placed


def bold(text: str) -> str:
    """Bold words in lines short enough for the room beside a chart."""
    return "<br>".join(f"<b>{line}</b>" for line in wrap(text, LETTERS, break_long_words=False))


def _lines_of(words: str) -> int:
    return words.count("<br>") + 1


def _sentence(lines: Lines) -> str:
    """How each line went, and the range at the end, for those who do not see them."""
    courses = [course for each in lines.lines if (course := known_of(each.points))]
    if not courses and not (lines.band and lines.band.spans):
        return f"{lines.title}: no figures to show."
    span = max(((known[0].day, known[-1].day) for known in courses), key=lambda days: days[1] - days[0], default=None)
    named = zip((each for each in lines.lines if known_of(each.points)), courses, strict=True)
    said = [f"{each.name} {went(known, span, lines.day_text)}" for each, known in named]
    if lines.band and lines.band.spans:
        day, low, high = lines.band.spans[-1]
        said.append(f"{lines.band.name}: {low:g} to {high:g}{lines.suffix} in {lines.day_text(day)}")
    return f"{lines.title}{spanning(span, lines.day_text)}: {'; '.join(said)}."


def known_of(points: Sequence[Point]) -> list[Point]:
    """The points that have a value."""
    return [point for point in points if point.value is not None]


def spanning(span: tuple[date, date] | None, day_text: Callable[[date], str]) -> str:
    """``, March 2018 to March 2021``; a day alone; empty for none."""
    if span is None:
        return ""
    first, last = map(day_text, span)
    return f", {first}" if first == last else f", {first} to {last}"


def went(known: Sequence[Point], span: tuple[date, date] | None, day_text: Callable[[date], str]) -> str:
    """What a line did from its first value to its last: rose, fell, or neither; its days where they are not those of
    the ``span``."""
    first, last = known[0], known[-1]
    own = "" if (first.day, last.day) == span else f" ({spanning((first.day, last.day), day_text)[2:]})"
    if first is last:
        return f"was {last.shown}{own}"
    if first.shown == last.shown:
        return f"was {last.shown} at both ends{own}"
    if first.between and last.between and not are_apart(first.between, last.between):
        return f"showed no clear change from {first.shown} to {last.shown}{own}"
    return f"{'rose' if (last.value or 0) > (first.value or 0) else 'fell'} from {first.shown} to {last.shown}{own}"
