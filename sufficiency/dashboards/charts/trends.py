"""One value over time, against its target or its trajectory."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import dropwhile
from typing import Any

from sufficiency.core.measure import Measure, Unit
from sufficiency.dashboards.words import aim_text, long_date
from sufficiency.measures.present import COUNTED, NOT_KNOWN, PREFIX, SUFFIX, Shown, are_apart
from sufficiency.strategy.aims import Aim, Aims

from .axes import Axis, axis_over, day_axis, shares_axis
from .chart import Chart, Table
from .style import LINE, PAPER, TARGET, dots, figure, label, line

HEIGHT, WIDTH = 200, 340
LONG = 8  # letters for which there is room beside the last point
# A target that comes into force after this share of the time drawn has its name before its end.
LATE = 0.6
WORDS = 0.14  # of the height of a chart: a line of text


@dataclass(frozen=True)
class Point:
    """A value on a day as it is shown, and the target in force then; None where there is none to show.

    ``between`` is known of a rounded value: from where to where the exact one may lie.
    """

    day: date
    value: float | None
    shown: str
    target: float | None = None
    target_shown: str = ""
    between: tuple[float, float] | None = None


@dataclass(frozen=True)
class Trend:
    """What one chart draws: points in the order of their days."""

    title: str
    points: tuple[Point, ...]
    is_count: bool
    suffix: str = ""
    prefix: str = ""
    is_trajectory: bool = False  # the targets are points on a way: lines run between them instead of steps

    @property
    def aim(self) -> str:
        """What the line of targets is called, with where it ends; empty when there is none."""
        if not self.target_shown:
            return ""
        return f"{'trajectory to' if self.is_trajectory else 'target'} {self.target_shown}"

    @property
    def target_shown(self) -> str:
        """The target in force at the end; empty when there is none."""
        return self.points[-1].target_shown if self.points else ""

    @property
    def goes_on(self) -> bool:
        """Whether it is a trajectory that goes on after the last value."""
        last = self.points[-1]
        return self.is_trajectory and last.target is not None and last.value is None

    @property
    def known(self) -> list[Point]:
        """The points that have a value to draw."""
        return [point for point in self.points if point.value is not None]

    @property
    def axis(self) -> Axis:
        """An axis that holds every value and target."""
        drawn = [*(point.value for point in self.points), *(point.target for point in self.points)]
        highest = max((value for value in drawn if value is not None), default=0)
        return shares_axis(highest, self.suffix, axis_over(drawn, is_count=self.is_count))


def point_of(at: Shown, aim: Aim | None, unit: Unit) -> Point:
    """What a measure shows on a day, with what it is held against."""
    return Point(
        day=at.as_at,
        value=None if at.value is None else float(at.value),
        shown=at.text,
        target=None if aim is None else float(aim.value),
        target_shown="" if aim is None else aim_text(aim, unit),
        between=None if at.between is None else (float(at.between[0]), float(at.between[1])),
    )


def is_count(measure: Measure) -> bool:
    """Whether its values are whole numbers of something, which are drawn from zero."""
    return measure.unit in COUNTED


def trend_of(measure: Measure, series: Sequence[Shown], aims: Aims) -> Trend:
    """What a measure shows on days in their order, from the first with something to draw, against its aims."""
    points = [point_of(at, aims.on(measure.slug, at.as_at), measure.unit) for at in series]
    drawn = list(dropwhile(lambda point: point.value is None and point.target is None, points)) or points[-1:]
    return Trend(
        title=measure.title,
        points=tuple(drawn),
        is_count=is_count(measure),
        suffix=SUFFIX.get(measure.unit, ""),
        prefix=PREFIX.get(measure.unit, ""),
        is_trajectory=aims.trajectory(measure.slug, series[-1].as_at) is not None,
    )


def trend_chart(trend: Trend, identifier: str, *, height: int = HEIGHT, width: int = WIDTH) -> Chart:
    """All there is to show of a trend; the table has the latest day first, with value and target."""
    has_aim = any(point.target_shown for point in trend.points)
    aim = ("Trajectory" if trend.is_trajectory else "Target",) if has_aim else ()
    return Chart(
        identifier=f"chart-{identifier}",
        title=trend.title,
        figure=_figure(trend, height),
        sentence=trend_sentence(trend),
        table=Table(
            ("Day", trend.title, *aim),
            tuple(
                (long_date(p.day), p.shown, *((p.target_shown or NOT_KNOWN,) if aim else ()))
                for p in reversed(trend.points)
            ),
        ),
        note=trend.axis.note(trend.suffix),
        width=width,
    )


def _figure(trend: Trend, height: int) -> dict[str, Any]:
    axis, first, last = trend.axis, trend.points[0].day, trend.points[-1].day
    # Room at the right for the label of the last value, which so never lies on a line.
    room = timedelta(days=max(20, 3 * (last - first).days // 10))
    days = [point.day.isoformat() for point in trend.points]
    values = [point.value for point in trend.points]
    targets = [point.target for point in trend.points]
    end = trend.known[-1:]
    return figure(
        [
            line(days, targets, TARGET, width=2, dash="5px,3px", steps=not trend.is_trajectory),
            line(days, values, LINE, says=[f"{long_date(point.day)}: {point.shown}" for point in trend.points]),
            dots([point.day.isoformat() for point in end], [point.value for point in end], LINE),
        ],
        height=height,
        margin=(46, 4, 10, 26),
        x=day_axis(first, last, last + room),
        y=axis.as_plotly(trend.suffix, trend.prefix),
        labels=_labels(trend, axis),
    )


def _labels(trend: Trend, axis: Axis) -> list[dict[str, Any]]:
    """The last value beside its point, and the target on the side of its line where the trend is not."""
    labels = [
        # Clear of the line that goes on.
        label(
            point.day.isoformat(),
            point.value,
            f"<b>{point.shown}</b>",
            LINE,
            size=14,
            **_beside(point.shown, trend),
            bgcolor=PAPER,
            borderpad=0,
        )
        for point in trend.known[-1:]
    ]
    start = next((point for point in trend.points if point.target is not None), None)
    if start is not None and trend.goes_on:
        end = trend.points[-1]
        words = f"trajectory<br>{end.target_shown}"
        labels.append(label(end.day.isoformat(), end.target, words, TARGET, align="left", xshift=7))
    elif start is not None:
        first, last = trend.points[0].day, trend.points[-1].day
        is_late = (start.day - first) > LATE * (last - first)  # then its words end where the line does
        at, side = (last, "right") if is_late else (start.day, "left")
        height, anchor = _place_of_target(trend, axis, is_late=is_late)
        labels.append(label(at.isoformat(), height, trend.aim, TARGET, xanchor=side, yanchor=anchor))
    return labels


def _beside(text: str, trend: Trend) -> dict[str, object]:
    """Beside the last point; above and before it, where the words are longer than the room there; clear of the line
    of a trajectory that goes on, on the other side of the point."""
    if len(text) > LONG:
        return {"xanchor": "right", "xshift": 4, "yshift": 16}
    last = trend.known[-1]
    away = 0 if not trend.goes_on else -14 if (last.target or 0) > (last.value or 0) else 12
    return {"xshift": 7, "yshift": away}


def _place_of_target(trend: Trend, axis: Axis, *, is_late: bool) -> tuple[float, str]:
    """At which height the words about the target stand, and which of their edges does: beside their line, above or
    below it, where the values leave more room; where they leave none, above all of them or below."""
    targeted = [point for point in trend.points if point.target is not None]
    target = targeted[-1 if is_late else 0].target or 0
    # Words that end where the line does lie over points before its start.
    beside = trend.points[-len(trend.points) // 3 :] if is_late else targeted[: max(1, len(targeted) // 2)]
    values = [point.value for point in beside if point.value is not None]
    height = WORDS * axis.span
    room_above = min([*(value - target for value in values if value >= target), axis.high - target])
    room_below = min([*(target - value for value in values if value < target), target - axis.low])
    if max(room_above, room_below) >= height:
        return target, "top" if room_below >= height and (room_below > room_above or room_above < height) else "bottom"
    highest, lowest = max([target, *values]), min([target, *values])
    return (highest, "bottom") if axis.high - highest >= height else (lowest, "top")


def trend_sentence(trend: Trend) -> str:
    """What a trend shows, for those who do not see it: first, last, highest, lowest, target."""
    known = trend.known
    if not known:
        return f"{trend.title}: no figures to show."
    first, last = known[0], known[-1]
    if len(known) == 1:
        return f"{trend.title} was {last.shown} on {long_date(last.day)}{_target_clause(trend)}."
    moved = _moved(first, last)
    sentence = f"{trend.title} {moved} on {long_date(last.day)}"
    highest = max(known, key=lambda point: (point.value or 0, point.day))
    lowest = min(known, key=lambda point: (point.value or 0, point.day))
    extremes = [
        f"{word} {point.shown} on {long_date(point.day)}"
        for word, point in (("highest", highest), ("lowest", lowest))
        if point.shown not in (first.shown, last.shown)
    ]
    return f"{', '.join([sentence, *extremes])}{_target_clause(trend)}."


def _moved(first: Point, last: Point) -> str:
    if first.shown == last.shown:
        return f"was {first.shown} on {long_date(first.day)} and again"
    if first.between and last.between and not are_apart(first.between, last.between):
        return f"showed no clear change from {first.shown} on {long_date(first.day)} to {last.shown}"
    verb = "rose" if (last.value or 0) > (first.value or 0) else "fell"
    return f"{verb} from {first.shown} on {long_date(first.day)} to {last.shown}"


def _target_clause(trend: Trend) -> str:
    return f"; {trend.aim}" if trend.aim else ""
