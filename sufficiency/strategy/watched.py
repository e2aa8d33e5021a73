"""Which measures a council watches: those that its strategy of the day aims at, or is judged by."""

from datetime import date

from sufficiency.core.models import Authority

from .aims import aims_of
from .models import SuccessTest, adopted


def watched(authority: Authority, day: date) -> set[str]:
    """The slugs of measures with a target or a point of a trajectory in a strategy begun by the day and not yet
    ended, or named by one of its success tests; and of those with a target in force that names no strategy.
    """
    strategies = list(adopted(authority).filter(starts__lte=day, ends__gte=day))
    aims, references = aims_of(authority), {strategy.reference for strategy in strategies}
    slugs = {each.measure for each in aims.targets if each.in_force_from <= day and not each.strategy}
    for strategy in strategies:
        own = aims.of(strategy)
        slugs |= {each.measure for each in own.targets} | {each.measure for each in own.points}
    tests = SuccessTest.objects.filter(authority=authority, strategy__in=references)
    return slugs | {slug for test in tests for slug in (test.measure, test.second_measure) if slug}
