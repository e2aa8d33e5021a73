"""Measure of who turns 18 in the coming months: how much housing, and how many places in care, that will change."""

from django.db.models import Q

from leavers.derivation import RETURNS as FILES
from leavers.entitlement import OF_AGE
from placements.models import EpisodeSpan
from sufficiency.core.functions import Moment
from sufficiency.core.measure import Better, Measure, Relation, Tally, Unit

from .relations import RETURNS

MONTHS = 6
NO_BIRTH_DATE = Q(born__isnull=True)

# Those whose day of birth is not known are among them all the time.
NEAR = Relation(
    "children in care who turn 18 within six months",
    EpisodeSpan.objects.all,
    since=Moment("born", 12 * OF_AGE, -MONTHS),
    until=Moment("born", 12 * OF_AGE),
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
