"""Which measures a council watches: those that its strategies aim at on a day, or are judged by."""

from datetime import date

from sufficiency.core.models import Authority

from .aims import Aims
from .models import SuccessTest, adopted


def watched(authority: Authority, day: date, aims: Aims) -> set[str]:
    """The slugs of measures that are held against a target or a trajectory on the day, and of those that the success
    tests of a strategy of the day name. One query besides the aims."""
    aimed_at = {each.measure for each in aims.targets} | {each.measure for each in aims.points}
    of_the_day = adopted(authority).filter(starts__lte=day, ends__gte=day).values("reference")
    tests = SuccessTest.objects.filter(authority=authority, strategy__in=of_the_day)
    named = {slug for test in tests for slug in (test.measure, test.second_measure) if slug}
    return named | {slug for slug in aimed_at if aims.on(slug, day) is not None}
