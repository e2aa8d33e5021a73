"""Measures of pathway plans, of all who should have one: with an active service, or still in care and eligible."""

from collections.abc import Callable
from typing import Any

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Least

from leavers.derivation import FROM, LEAVERS, PLANS
from leavers.models import LeaverSpan
from leavers.plans import UP_TO_DATE_MONTHS
from sufficiency.core.measure import Better, Measure, Relation, Tally, Unit

from .relations import LEAVERS_NOW, PARTS, REGISTER, RETURNS, Service, day_after, months_after

REVIEW_MONTHS = 6  # Care Leavers Regulations 2010, regulation 7: at intervals of not more than six months
SHOULD_HAVE_ONE = Q(service__in=[Service.ACTIVE, Service.IN_CARE])
COHORT = Tally(LEAVERS_NOW, SHOULD_HAVE_ONE)


def _made_within(months: int) -> Callable[[], QuerySet[Any]]:
    """Care leavers while their plan was made or reviewed so many months ago, or less."""

    def rows() -> QuerySet[Any]:
        planned = LeaverSpan.objects.filter(planned_on__isnull=False)
        return planned.annotate(recent_until=Least(F("ends"), months_after(day_after(F("planned_on")), months)))

    return rows


def _recent(months: int) -> Relation:
    return Relation(
        f"care leavers with a plan of {months} months",
        _made_within(months),
        ends="recent_until",
        kinds=FROM,
        needs=(LEAVERS,),
        lists=LEAVERS_NOW.lists,
        parts=PARTS,
    )


def _share(slug: str, title: str, definition: str, technical: str, numerator: Tally) -> Measure:
    return Measure(
        slug=slug,
        title=title,
        definition="Of the young people who should have a pathway plan on the day, how many in a hundred "
        f"{definition}. Those with an active service should, and those of 16 and 17 who are still in care.",
        technical=f"{technical} / care leavers with an active service, or eligible, on D.",
        source=f"{REGISTER}, pathway plans; {RETURNS}",
        unit=Unit.PERCENT,
        better=Better.HIGHER,
        numerator=numerator,
        denominator=COHORT,
        also_needs=(PLANS,),
    )


MEASURES: tuple[Measure, ...] = (
    _share(
        "pathway-plan-percent-now",
        "Pathway plan made",
        "have one, however old",
        "COMPLETED_ON or REVIEWED_ON of any plan <= D",
        Tally(LEAVERS_NOW, SHOULD_HAVE_ONE & Q(planned_on__isnull=False)),
    ),
    _share(
        "pathway-plan-reviewed-percent-now",
        "Pathway plan reviewed within six months",
        "have one that was made or reviewed within six months",
        "The latest COMPLETED_ON or REVIEWED_ON up to D is not before the same day six months earlier",
        Tally(_recent(REVIEW_MONTHS), SHOULD_HAVE_ONE),
    ),
    _share(
        "pathway-plan-seven-months-percent-now",
        "Pathway plan made or reviewed within seven months",
        "have one that was made or reviewed within seven months, as the council's own report counts",
        "The latest COMPLETED_ON or REVIEWED_ON up to D is not before the same day seven months earlier",
        Tally(_recent(UP_TO_DATE_MONTHS), SHOULD_HAVE_ONE),
    ),
)
