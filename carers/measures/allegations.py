"""Measures of allegations against fostering households, each with its outcome as it was known on the day."""

from dataclasses import replace
from typing import Any

from django.db.models import Case, DateField, F, Q, QuerySet, When
from django.db.models.functions import Coalesce

from carers.models import Allegation
from sufficiency.core.functions import until_next
from sufficiency.core.measure import Better, Measure, Relation, Tally, Unit

from .parts import NEVER, year_after

REGISTER = "fostering-allegations"
SOURCE = "Register: allegations"
LISTS = "the entries of the register Allegations"
Outcome = Allegation.Outcome


def _allegations() -> QuerySet[Any]:
    """Allegations, with the day from which their outcome is known, which is never for those that go on.

    An outcome without a day is known from the day of the allegation.
    """
    concluded = Coalesce(F("concluded_on"), F("made_on"))
    return Allegation.objects.annotate(
        year_until=year_after("made_on"),
        known_from=Case(When(outcome=Outcome.ON_GOING, then=NEVER), default=concluded, output_field=DateField()),
        until_next=until_next("made_on", "household", ends="year_until"),
        concluded_until_next=until_next("made_on", "household", ends="known_from"),
    )


def _relation(name: str, starts: str, ends: str) -> Relation:
    return Relation(name, _allegations, starts, ends, kinds=(REGISTER,), needs=(REGISTER,), lists=LISTS)


MADE = _relation("allegations made in the year", "made_on", "year_until")
MADE = replace(MADE, people=_relation("households with an allegation in the year", "made_on", "until_next"))
CONCLUDED = _relation("allegations made in the year and concluded", "known_from", "year_until")
CONCLUDED = replace(CONCLUDED, people=MADE.people)
ON_GOING = _relation("allegations on-going", "made_on", "known_from")
ON_GOING = replace(ON_GOING, people=_relation("households with one on-going", "made_on", "concluded_until_next"))
SUBSTANTIATED = Tally(CONCLUDED, Q(outcome=Outcome.SUBSTANTIATED))

MEASURES: tuple[Measure, ...] = (
    Measure(
        slug="fostering-allegations-in-year",
        title="Allegations against fostering households in the year",
        definition="How many allegations were made against fostering households in the twelve months up to the day.",
        technical="Allegations with MADE_ON in the year to D.",
        source=SOURCE,
        unit=Unit.ALLEGATIONS,
        better=Better.LOWER,
        numerator=Tally(MADE),
    ),
    Measure(
        slug="fostering-allegations-substantiated-in-year",
        title="Allegations substantiated in the year",
        definition="How many of the allegations of the twelve months up to the day had been found to be true by it.",
        technical="Allegations with MADE_ON in the year to D, OUTCOME SUBSTANTIATED and CONCLUDED_ON blank or <= D.",
        source=SOURCE,
        unit=Unit.ALLEGATIONS,
        better=Better.LOWER,
        numerator=SUBSTANTIATED,
    ),
    Measure(
        slug="fostering-allegations-substantiated-percent",
        title="Allegations substantiated, of those made",
        definition="Of the allegations made in the twelve months up to the day, how many in a hundred had been found "
        "to be true by it. The others were not, or were on-going.",
        technical="OUTCOME SUBSTANTIATED, CONCLUDED_ON blank or <= D / allegations with MADE_ON in the year to D.",
        source=SOURCE,
        unit=Unit.PERCENT,
        better=Better.NEITHER,
        numerator=SUBSTANTIATED,
        denominator=Tally(MADE),
    ),
    Measure(
        slug="fostering-allegations-on-going",
        title="Allegations on-going",
        definition="How many allegations against fostering households have no outcome on the day, whenever made.",
        technical="Allegations with MADE_ON <= D, and OUTCOME ON-GOING or CONCLUDED_ON > D.",
        source=SOURCE,
        unit=Unit.ALLEGATIONS,
        better=Better.LOWER,
        numerator=Tally(ON_GOING),
    ),
)
