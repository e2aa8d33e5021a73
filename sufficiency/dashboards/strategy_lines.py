"""What a page says of each target, each trajectory and each printed figure of a strategy. No query here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.urls import reverse

from sufficiency.core.dates import month_ends, years_back
from sufficiency.core.measure import Measure, Unit
from sufficiency.measures.present import NOT_KNOWN, SUFFIX, Shown
from sufficiency.strategy.aims import Aim, Aims
from sufficiency.strategy.models import StatedFigure, Target, TrajectoryPoint

from .as_at import AsAt
from .charts.chart import Chart
from .charts.trends import Point, Trend, point_of, trend_chart
from .standing import distance, standing
from .status import NOT_SHOWN, Status
from .strategy_figures import Known
from .words import aim_text, figure_text, target_text

NO_FIGURE = Shown(
    as_at=date.min,
    value=None,
    at_most=None,
    text=NOT_KNOWN,
    numerator=NOT_KNOWN,
    denominator=NOT_KNOWN,
    unknown="0",
    suppressed=False,
    note="",
)

HEIGHT, WIDTH = 260, 760  # of the drawing of a trajectory, in pixels


LOOK_UP = "Look up"


@dataclass(frozen=True)
class TargetLine:
    """A target with the figure of the day, and how that stands; a target of a part of the measure stands for itself.

    ``before`` is the figure of the day of comparison.
    """

    entry: Target
    title: str
    address: str
    target: str
    now: str
    before: str
    status: Status
    distance: str


@dataclass(frozen=True)
class Stage:
    """A dated point of a trajectory, with the figure of its day and by how much that is off."""

    point: TrajectoryPoint
    aim: str
    found: str
    variance: str


@dataclass(frozen=True)
class TrajectoryLine:
    """A measure on its way: where it is and should be today, its chart, and its dated points."""

    title: str
    address: str
    now: str
    aim: str
    status: Status
    variance: str
    chart: Chart
    stages: tuple[Stage, ...]


@dataclass(frozen=True)
class StatedLine:
    """A figure as the strategy prints it, and what the records come to on that day."""

    entry: StatedFigure
    printed: str
    found: str
    address: str


def target_line(entry: Target, figures: Known, aims: Aims, day: date, compared: date | None) -> TargetLine:
    """A target as it stands on a day: against the trajectory of that day, where there is one."""
    measure = figures.measures.get(entry.measure)
    now = figures.on(entry.measure, day) or NO_FIGURE
    before = (figures.on(entry.measure, compared) if compared else None) or NO_FIGURE
    aim = aims.on(entry.measure, day)
    judged = measure is not None and not entry.scope and aim is not None
    return TargetLine(
        entry=entry,
        title=figures.title(entry.measure),
        address=_address(entry.measure, day) if measure else "",
        target=target_text(Fraction(entry.value), measure.unit) + _unit(measure.unit) if measure else str(entry.value),
        now=NOT_KNOWN if entry.scope else now.text,
        before=NOT_KNOWN if entry.scope else before.text,
        status=standing(measure, now, aim) if judged and measure else NOT_SHOWN,
        distance=distance(measure, now, aim) if judged and measure else "",
    )


def days_of_way(way: Sequence[TrajectoryPoint], as_at: AsAt, day: date) -> list[date]:
    """The days that the chart of a trajectory draws: from a year before its first point to its last, by month."""
    start = years_back(way[0].day, 1)
    if as_at.first is not None:
        start = max(start, as_at.first)
    months = month_ends(start, max(way[-1].day, day))
    return sorted({*months, day, *(point.day for point in way)})


def trajectory_line(
    measure: Measure, way: Sequence[TrajectoryPoint], figures: Known, as_at: AsAt, day: date
) -> TrajectoryLine:
    """A measure on its way, as far as the figures go. The chart goes on to the last point."""
    aims = Aims(targets=[], points=list(way))
    now, aim = figures.on(measure.slug, day) or NO_FIGURE, aims.on(measure.slug, day)
    days = days_of_way(way, as_at, day)
    return TrajectoryLine(
        title=measure.title,
        address=_address(measure.slug, day),
        now=now.text,
        aim=aim_text(aim, measure.unit) if aim else "",
        status=standing(measure, now, aim),
        variance=distance(measure, now, aim),
        chart=trend_chart(
            Trend(
                title=measure.title,
                points=tuple(_point(figures, measure, at, aims.on(measure.slug, at), day) for at in days),
                is_count=measure.unit is not Unit.PERCENT,
                suffix=SUFFIX.get(measure.unit, ""),
                is_trajectory=True,
            ),
            f"trajectory-{measure.slug}",
            height=HEIGHT,
            width=WIDTH,
        ),
        stages=tuple(_stage(each, measure, figures, day) for each in way),
    )


def _point(figures: Known, measure: Measure, at: date, aim: Aim | None, day: date) -> Point:
    found = figures.on(measure.slug, at) if at <= day else None
    point = point_of(found or NO_FIGURE, aim, measure.unit)
    return Point(at, point.value, point.shown, point.target, point.target_shown)


def _stage(point: TrajectoryPoint, measure: Measure, figures: Known, day: date) -> Stage:
    found = figures.reached(measure.slug, point.day) if point.day <= day else None
    aim = Aim(Fraction(point.value), is_trajectory=True)
    return Stage(
        point=point,
        aim=aim_text(aim, measure.unit),
        found=found.text if found else NOT_KNOWN,
        variance=distance(measure, found, aim) if found else "",
    )


def stated_line(entry: StatedFigure, figures: Known) -> StatedLine:
    """A printed figure beside what the records come to on its day, where a measure counts the same.

    Where the figure of that day was not asked for, the line leads to the page that works it out.
    """
    is_told = figures.could_tell(entry.measure, entry.day)
    found = figures.reached(entry.measure, entry.day)
    return StatedLine(
        entry=entry,
        printed=figure_text(entry.figure, entry.counted_in),
        found=found.text if found else LOOK_UP if is_told else "",
        address=_address(entry.measure, entry.day) if is_told else "",
    )


def _address(slug: str, day: date) -> str:
    return f"{reverse('dashboards:measure', args=[slug])}?as-at={day.isoformat()}"


def _unit(unit: Unit) -> str:
    """The unit after a number, where the number does not bear it."""
    return "" if unit is Unit.PERCENT else f" {unit}"
