"""Which measures a council watches: those that its strategies aim at on a day, or are judged by."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sufficiency.core.measure import Measure
from sufficiency.core.models import Authority

from .aims import Aims
from .catalogue import THEMES
from .models import Priority, PriorityMeasure, Strategy, SuccessTest, adopted


def watched(authority: Authority, day: date, aims: Aims) -> set[str]:
    """The slugs of measures that are held against a target or a trajectory on the day, and of those that the success
    tests of a strategy of the day name, or that it names for its priorities. One query besides the aims."""
    aimed_at = {each.measure for each in aims.targets} | {each.measure for each in aims.points}
    of_the_day = adopted(authority).filter(starts__lte=day, ends__gte=day).values("reference")
    of_these = {"authority": authority, "strategy__in": of_the_day}
    tests = SuccessTest.objects.filter(**of_these)
    named = tests.values_list("measure", flat=True).union(
        tests.values_list("second_measure", flat=True),
        PriorityMeasure.objects.filter(**of_these).values_list("measure", flat=True),
    )
    return {slug for slug in named if slug} | {slug for slug in aimed_at if aims.on(slug, day) is not None}


@dataclass(frozen=True)
class Group:
    """Measures that are read together: those of a priority, or others of a theme, which has no ``number``."""

    number: int | None
    title: str
    why: str
    measures: tuple[Measure, ...]


def in_order(strategy: Strategy | None, slugs: Iterable[str]) -> tuple[Group, ...]:
    """Measures, by slug, under the priorities of a strategy in their order, then the others theme by theme.

    Within each they stand in the order of the catalogue. Groups without a measure are left out. Two queries.
    """
    wanted, groups = set(slugs), []
    if strategy is not None:
        own = {"authority": strategy.authority_id, "strategy": strategy.reference}
        numbers = dict(PriorityMeasure.objects.filter(**own).values_list("measure", "priority"))
        for priority in Priority.objects.filter(**own).order_by("number"):
            of_it = {slug for slug in wanted if numbers.get(slug) == priority.number}
            groups.append(Group(priority.number, priority.title, priority.why, _catalogued(of_it)))
            wanted -= of_it
    groups += [
        Group(None, theme.title, "", tuple(measure for measure in theme.measures if measure.slug in wanted))
        for theme in THEMES
    ]
    return tuple(group for group in groups if group.measures)


def _catalogued(slugs: set[str]) -> tuple[Measure, ...]:
    return tuple(measure for theme in THEMES for measure in theme.measures if measure.slug in slugs)
