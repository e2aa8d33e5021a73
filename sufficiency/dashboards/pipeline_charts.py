"""The schemes of the pipeline as a timeline: when each began, was first expected, is expected now, and opened."""

from collections.abc import Iterable
from datetime import date

from placements.models import Scheme
from placements.pipeline import Progress

from .charts.chart import Chart
from .charts.timeline import Stretch, Timeline, timeline_chart
from .words import long_date

HEAD = ("Scheme", "Kind", "Places", "Begun", "First expected", "Expected now", "Opened", "Later by, days")


def pipeline_chart(schemes: Iterable[Progress], day: date) -> Chart | None:
    """The schemes on a day, the first to come first; None without any."""
    ordered = sorted(schemes, key=lambda each: (_end(each) or date.max, each.scheme.title))
    return timeline_chart(
        Timeline(
            title="Schemes, from their first step to their opening",
            rows=tuple(_row(each) for each in ordered),
            today=day,
            head=HEAD,
            words=("As first said", "Slipped", "Open"),
            finding=_finding(ordered),
        ),
        "pipeline",
    )


def _end(scheme: Progress) -> date | None:
    return scheme.opened_on or scheme.expected_on


def _row(scheme: Progress) -> Stretch:
    count = scheme.scheme.places
    return Stretch(
        name=scheme.scheme.title,
        starts=scheme.steps[0].taken_on,
        first_end=scheme.first_expected_on,
        end=_end(scheme),
        shown=f"{count} place{'' if count == 1 else 's'}{_when(scheme)}",
        cells=(
            str(Scheme.Kind(scheme.scheme.kind).label),
            str(count),
            *(long_date(each) if each else "" for each in _days(scheme)),
            str(scheme.slipped_days) if scheme.slips else "",
        ),
        is_done=scheme.opened_on is not None,
    )


def _days(scheme: Progress) -> tuple[date | None, ...]:
    return scheme.steps[0].taken_on, scheme.first_expected_on, scheme.expected_on, scheme.opened_on


def _when(scheme: Progress) -> str:
    if scheme.opened_on:
        return f", opened {scheme.opened_on:%b %Y}"
    if scheme.expected_on is None:
        return ", no date yet"
    return f", {'was due' if scheme.is_overdue else 'due'} {scheme.expected_on:%b %Y}"


def _finding(schemes: list[Progress]) -> str:
    """How many places are to come, and how many schemes slipped."""
    coming = [each for each in schemes if each.is_in_development]
    slipped = [each for each in schemes if each.slipped_days > 0]
    count, bring = len(coming), sum(each.scheme.places for each in coming)
    said = f"{count} scheme{'' if count == 1 else 's'} to come, with {bring} place{'' if bring == 1 else 's'}"
    if not slipped:
        return f"{said}; none has slipped."
    latest = max(slipped, key=lambda each: each.slipped_days)
    return f"{said}; {len(slipped)} slipped, {latest.scheme.title} the furthest, by {latest.slipped_days} days."
