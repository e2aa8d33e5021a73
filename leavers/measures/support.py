"""Measures of whom the leaving care service is there for, and of the personal advisers who give it."""

from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Any

from django.db.models import F, Q
from django.db.models.functions import Coalesce

from leavers.derivation import LEAVERS
from leavers.models import Adviser, Entitlement
from sufficiency.core.area import Area
from sufficiency.core.measure import Better, Counts, Measure, Relation, Result, Tally, Unit

from .relations import LEAVERS_NOW, NEVER, REGISTER, RETURNS, Service, active

ADVISERS = "personal-advisers"
WORKING = Relation(
    "personal advisers at work",
    lambda: Adviser.objects.annotate(until=Coalesce(F("works_to"), NEVER)),
    "works_from",
    "until",
    kinds=(ADVISERS,),
    needs=(ADVISERS,),
)


@dataclass(frozen=True, kw_only=True)
class Caseload(Measure):
    """Care leavers for each full-time post; the denominator, in posts, adds up working time in per cent."""

    def result(self, area: Area, day: date, counts: Counts, prepared: Any) -> Result:
        """No value without a post. The care leavers are the people that it rests on."""
        found = super().result(area, day, counts, prepared)
        people, posts = found.numerator or 0, Fraction(found.denominator or 0) / 100
        value = Fraction(people) / posts if posts else None
        return replace(found, denominator=posts, value=value, groups=(people,), at_most=None)


def _people(  # noqa: PLR0913, PLR0917 - one argument for each thing such a measure declares
    slug: str, title: str, definition: str, technical: str, where: Q, source: str = f"{REGISTER}; {RETURNS}"
) -> Measure:
    return Measure(
        slug=f"leavers-{slug}-now",
        title=title,
        definition=definition,
        technical=technical,
        source=source,
        unit=Unit.YOUNG_PEOPLE,
        better=Better.NEITHER,
        numerator=Tally(LEAVERS_NOW, where),
    )


MEASURES: tuple[Measure, ...] = (
    _people(
        "active-service",
        "Care leavers with an active service now",
        "How many care leavers under 25 have the leaving care service on the day.",
        "SERVICE_FROM <= D, SERVICE_TO blank or > D, under 25 on D.",
        Q(service=Service.ACTIVE),
        REGISTER,
    ),
    _people(
        "eligible",
        "Eligible children in care now",
        "How many young people of 16 and 17 in the register are still in care, and will be care leavers.",
        "Entitlement on D is eligible: in care at 16 or 17, and for 91 days in all since 14; no active service.",
        Q(service=Service.IN_CARE),
    ),
    _people(
        "keep-in-touch",
        "Care leavers with a duty to keep in touch now",
        "How many care leavers have no active service on the day, and the council must keep in touch with them.",
        "Entitlement on D is relevant or former relevant, without an active service; those who died are left out.",
        Q(service=Service.IN_TOUCH),
    ),
    _people(
        "advice",
        "Care leavers who may ask for advice now",
        "How many young people left care with a right to advice on the day, and have no active service.",
        "Entitlement on D is qualifying, without an active service.",
        Q(service=Service.ADVICE),
    ),
    _people(
        "supported",
        "Young people of the leaving care service now",
        "How many young people have an active service, are still in care, or must be kept in touch with, in all.",
        "leavers-active-service-now + leavers-eligible-now + leavers-keep-in-touch-now.",
        Q(service__in=[Service.ACTIVE, Service.IN_CARE, Service.IN_TOUCH]),
    ),
    *(
        _people(
            entitlement.value.lower(),
            f"Care leavers who are {entitlement.label.lower()} now",
            f"How many young people are {entitlement.label.lower()} by the law on the day, whatever their service.",
            f"Entitlement on D is {entitlement.value}, by hand where somebody has said so, with a service or a duty.",
            Q(entitlement=entitlement),
        )
        for entitlement in (Entitlement.RELEVANT, Entitlement.FORMER_RELEVANT, Entitlement.QUALIFYING)
    ),
    Caseload(
        slug="leavers-caseload-now",
        title="Care leavers for each personal adviser now",
        definition="How many care leavers with an active service there are on the day for each full-time adviser.",
        technical="Care leavers with an active service on D / sum of WORKING_TIME / 100 of advisers with "
        "WORKS_FROM <= D, WORKS_TO blank or > D.",
        source=f"{REGISTER}, personal advisers",
        unit=Unit.CASES,
        better=Better.LOWER,
        numerator=active,
        denominator=Tally(WORKING, amount="working_time"),
        also_needs=(LEAVERS,),
    ),
)
