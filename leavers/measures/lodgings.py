"""Measures of supported lodgings: who provides them, and how their places are used."""

from typing import Any

from django.db.models import F, Q, QuerySet, Window
from django.db.models.functions import Coalesce, Lead, Least

from leavers.derivation import ACCOMMODATION
from leavers.models import Accommodation, Home, LodgingSpan
from sufficiency.core.measure import Better, Measure, Relation, Tally, Unit

from .relations import NEVER

LODGINGS, STATUSES = "supported-lodgings", "supported-lodgings-statuses"
SOURCE = "Registers: supported lodgings, places of supported lodgings on hold"
PROVIDERS = Relation(
    "providers of supported lodgings",
    LodgingSpan.objects.all,
    kinds=(LODGINGS, STATUSES),
    needs=(LODGINGS,),
    lists="the providers of the page Care leavers, supported lodgings",
)


def _homes() -> QuerySet[Any]:
    """Homes of care leavers, each until it ends or the next begins."""
    following = Window(Lead("moved_in"), partition_by=["authority", "leaver"], order_by="moved_in")
    return Accommodation.objects.annotate(
        until=Least(Coalesce(F("moved_out"), NEVER), Coalesce(following, NEVER)),
    )


HOMES = Relation(
    "homes of care leavers",
    _homes,
    "moved_in",
    "until",
    kinds=(ACCOMMODATION,),
    needs=(ACCOMMODATION,),
    lists="the entries of the register Accommodation of care leavers",
)
MEASURES: tuple[Measure, ...] = (
    Measure(
        slug="supported-lodgings-providers",
        title="Providers of supported lodgings",
        definition="How many households are approved on the day to take in young people who leave care.",
        technical="Supported lodgings with APPROVED_FROM <= D, APPROVED_TO blank or > D.",
        source=SOURCE,
        unit=Unit.HOUSEHOLDS,
        better=Better.HIGHER,
        numerator=Tally(PROVIDERS),
    ),
    Measure(
        slug="supported-lodgings-places",
        title="Places of supported lodgings",
        definition="How many young people the providers of supported lodgings can take in all, on the day.",
        technical="Sum of LODGING_PLACES of the supported lodgings approved on D.",
        source=SOURCE,
        unit=Unit.PLACES,
        better=Better.HIGHER,
        numerator=Tally(PROVIDERS, amount="places"),
        smallest=1,  # of places, which say nothing about who lives there
    ),
    Measure(
        slug="supported-lodgings-places-on-hold",
        title="Places of supported lodgings on hold",
        definition="How many places of supported lodgings cannot be used on the day.",
        technical="Sum of PLACES_ON_HOLD of the status in force of each provider approved on D, at most its places.",
        source=SOURCE,
        unit=Unit.PLACES,
        better=Better.LOWER,
        numerator=Tally(PROVIDERS, amount="on_hold"),
        smallest=1,  # of places, which say nothing about who lives there
    ),
    Measure(
        slug="supported-lodgings-used",
        title="Young people in supported lodgings",
        definition="How many young people of the registers live in supported lodgings on the day.",
        technical="Care leavers whose HOME on D is SUPPORTED-LODGINGS, whatever their service.",
        source="Register: accommodation of care leavers",
        unit=Unit.YOUNG_PEOPLE,
        better=Better.HIGHER,
        numerator=Tally(HOMES, Q(home=Home.SUPPORTED_LODGINGS)),
    ),
)
