"""Which measures a council watches: those that its strategy of the day aims at, or is judged by."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sufficiency.core.measure import Measure
from sufficiency.core.models import Authority

from .aims import aims_of
from .catalogue import THEMES
from .models import Priority, PriorityMeasure, Strategy, SuccessTest, adopted


def watched(authority: Authority, day: date) -> set[str]:
    """The slugs of measures with a target or a point of a trajectory in a strategy begun by the day and not yet
    ended, or named by one of its success tests or for one of its priorities; and of those with a target in force
    that names no strategy.
    """
    strategies = list(adopted(authority).filter(starts__lte=day, ends__gte=day))
    aims, references = aims_of(authority), {strategy.reference for strategy in strategies}
    slugs = {each.measure for each in aims.targets if each.in_force_from <= day and not each.strategy}
    for strategy in strategies:
        own = aims.of(strategy)
        slugs |= {each.measure for each in own.targets} | {each.measure for each in own.points}
    of_these = {"authority": authority, "strategy__in": references}
    tests = SuccessTest.objects.filter(**of_these)
    named = PriorityMeasure.objects.filter(**of_these).values_list("measure", flat=True)
    return slugs | {slug for test in tests for slug in (test.measure, test.second_measure) if slug} | {*named}


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
