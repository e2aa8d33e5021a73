"""Measures of people who ask about fostering, and how far they come."""

from typing import Any

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce, Least

from carers.models import Application
from sufficiency.core.measure import Better, Measure, Relation, Tally, Unit

from .parts import KIND, NEVER, by, year_after

REGISTER = "fostering-applications"
SOURCE = "Register: fostering applications"
LISTS = "the entries of the register Fostering applications, with the days of their steps"
APPROVED = Q(outcome=Application.Outcome.APPROVED)


def _applications() -> QuerySet[Any]:
    """Applications, with the first day after the year of the enquiry, and the days on which they and a step ended."""
    decided = Coalesce(F("decided_on"), NEVER)
    return Application.objects.annotate(
        year_until=year_after("enquired_on"),
        open_until=decided,
        assessed_until=Least(Coalesce(F("panel_on"), NEVER), decided),
    )


def _relation(name: str, starts: str, ends: str, where: Q | None = None) -> Relation:
    return Relation(
        name,
        lambda: _applications().filter(where or Q()),
        starts,
        ends,
        kinds=(REGISTER,),
        needs=(REGISTER,),
        lists=LISTS,
        parts=by(kind=KIND),
    )


ENQUIRIES = _relation("enquiries of the year", "enquired_on", "year_until")
UNDER_WAY = _relation("applications under way", "enquired_on", "open_until")
IN_ASSESSMENT = _relation(
    "applications in assessment", "assessed_from", "assessed_until", Q(assessed_from__isnull=False)
)
CONVERTED = _relation("enquiries of the year that were approved", "decided_on", "year_until", APPROVED)

MEASURES: tuple[Measure, ...] = (
    Measure(
        slug="fostering-enquiries-in-year",
        title="Enquiries about fostering in the year",
        definition="How many people asked the council about fostering in the twelve months up to the day.",
        technical="Applications with ENQUIRED_ON in the year to D.",
        source=SOURCE,
        unit=Unit.APPLICATIONS,
        better=Better.HIGHER,
        numerator=Tally(ENQUIRIES),
    ),
    Measure(
        slug="fostering-applications-under-way",
        title="Fostering applications under way",
        definition="How many people who asked about fostering have not been decided about on the day.",
        technical="Applications with ENQUIRED_ON <= D, DECIDED_ON blank or > D.",
        source=SOURCE,
        unit=Unit.APPLICATIONS,
        better=Better.HIGHER,
        numerator=Tally(UNDER_WAY),
    ),
    Measure(
        slug="fostering-applications-in-assessment",
        title="Fostering applications in assessment",
        definition="How many people who asked about fostering are being assessed on the day.",
        technical="Applications with ASSESSED_FROM <= D, PANEL_ON blank or > D, DECIDED_ON blank or > D.",
        source=SOURCE,
        unit=Unit.APPLICATIONS,
        better=Better.HIGHER,
        numerator=Tally(IN_ASSESSMENT),
    ),
    Measure(
        slug="fostering-conversion-percent",
        title="Enquiries that became fostering households",
        definition="Of the people who asked about fostering in the twelve months up to the day, how many in a hundred "
        "have been approved by it. Those who asked of late have had little time.",
        technical="OUTCOME APPROVED with DECIDED_ON <= D / applications with ENQUIRED_ON in the year to D.",
        source=SOURCE,
        unit=Unit.PERCENT,
        better=Better.HIGHER,
        numerator=Tally(CONVERTED),
        denominator=Tally(ENQUIRIES),
    ),
)
