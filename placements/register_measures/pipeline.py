"""Measures of places to come, by the registers of place schemes and their steps."""

from typing import Any

from django.db.models import F

from placements.dimensions import of_day
from placements.models import Scheme, SchemeSpan
from sufficiency.core.measure import Better, Dimension, Measure, Relation, Tally, Unit

SOURCE = "Registers of place schemes, their steps and homes"
REGISTERS = ("place-schemes", "scheme-steps", "homes", "home-registrations")
KIND = Dimension("scheme-kind", "Kind of place", dict(Scheme.Kind.choices))
_DECLARED: dict[str, Any] = {
    "kinds": REGISTERS,
    "needs": ("place-schemes",),
    "lists": "the schemes of the page Homes, places to come, with their steps",
    "parts": {KIND: of_day(F("kind"))},
}
TO_COME = Relation("places to come", SchemeSpan.objects.all, **_DECLARED)
DUE = Relation("places expected by the day", SchemeSpan.objects.all, "due_from", **_DECLARED)
KNOWN = "as the steps taken by D say it; a scheme whose home is registered is open"


def _places(slug: str, title: str, definition: str, technical: str, numerator: Tally) -> Measure:
    return Measure(
        slug=slug,
        title=title,
        definition=definition,
        technical=technical,
        source=SOURCE,
        unit=Unit.PLACES,
        better=Better.HIGHER,
        numerator=numerator,
        smallest=0,
    )


PLANNED = _places(
    "places-planned",
    "Places planned by the day",
    "How many places that are not open yet should be by the day, counting of each scheme as many as plans take to be "
    "in use. Ask for a day to come to see what is planned by then; for a day gone by these are the places that were "
    "late.",
    f"Sum of PLACES x UTILISATION (blank: all) over schemes neither open nor abandoned that are expected on or before "
    f"D, {KNOWN}.",
    Tally(DUE, amount="in_use"),
)
IN_DEVELOPMENT = _places(
    "places-in-development",
    "Places in development",
    "How many places schemes are to bring that are not open yet, whenever they are expected.",
    f"Sum of PLACES over schemes neither open nor abandoned, {KNOWN}.",
    Tally(TO_COME, amount="places"),
)
IN_DEVELOPMENT_IN_USE = _places(
    "places-in-development-in-use",
    "Places in development, as many as will be used",
    "How many of the places in development plans take to be in use at any time.",
    f"Sum of PLACES x UTILISATION (blank: all) over schemes neither open nor abandoned, {KNOWN}.",
    Tally(TO_COME, amount="in_use"),
)

MEASURES = (PLANNED, IN_DEVELOPMENT, IN_DEVELOPMENT_IN_USE)
