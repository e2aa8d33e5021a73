"""Measure of who turns 18 in the coming months: how much housing, and how many places in care, that will change."""

from typing import Any

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce, Greatest, Least

from leavers.derivation import RETURNS as FILES
from leavers.entitlement import OF_AGE
from placements.models import EpisodeSpan
from sufficiency.core.measure import Better, Measure, Relation, Tally, Unit

from .relations import NEVER, RETURNS, months_after

MONTHS = 6
NO_BIRTH_DATE = Q(child__date_of_birth__isnull=True)


def _turning() -> QuerySet[Any]:
    """Children in care, each while their 18th birthday is to come and no more than six months away.

    Those whose day of birth is not known are among them all the time.
    """
    of_age = months_after(F("child__date_of_birth"), 12 * OF_AGE)
    return EpisodeSpan.objects.annotate(
        near_from=Greatest(F("starts"), Coalesce(months_after(of_age, -MONTHS), F("starts"))),
        near_until=Least(F("ends"), Coalesce(of_age, NEVER)),
    )


NEAR = Relation(
    "children in care who turn 18 within six months",
    _turning,
    "near_from",
    "near_until",
    inside=("starts", "ends"),
    filterable=True,
    kinds=FILES,
    needs=("episodes",),
    lists="the children of the page Birthdays",
)
MEASURES: tuple[Measure, ...] = (
    Measure(
        slug="turning-18-in-6-months",
        title="Children in care who turn 18 within six months",
        definition="How many children in care on the day turn 18 after it, and within six months.",
        technical="In care at D, 18th birthday after D and no later than the same day six months on.",
        source=RETURNS,
        unit=Unit.CHILDREN,
        better=Better.NEITHER,
        numerator=Tally(NEAR, ~NO_BIRTH_DATE),
        unknown=Tally(NEAR, NO_BIRTH_DATE),
    ),
)
