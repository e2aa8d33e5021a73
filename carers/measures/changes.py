"""Measures of households that were approved, and whose approval ended, in the year to a day.

The number of households is never worked out from them: papers count the two in different ways (oracle P14).
"""

from django.db.models import Q

from carers.changes import NO_REASON
from carers.models import Household
from sufficiency.core.measure import Better, Measure, Relation, Tally, Unit

from .households import BY_KIND, REGISTER
from .parts import KIND, LOCALITY, by, year_after

SOURCE = "Register: fostering households"
PARTS = by(kind=KIND, locality=LOCALITY)
RECRUITED = Relation(
    "fostering households recruited in the year",
    lambda: Household.objects.annotate(until=year_after("approved_from")),
    "approved_from",
    "until",
    kinds=(REGISTER,),
    needs=(REGISTER,),
    lists="the entries of the register Fostering households, by the day of approval",
    parts=PARTS,
)
ENDED = Relation(
    "fostering households ended in the year",
    lambda: Household.objects.filter(approved_to__isnull=False).annotate(until=year_after("approved_to")),
    "approved_to",
    "until",
    kinds=(REGISTER,),
    needs=(REGISTER,),
    lists="the entries of the register Fostering households, by the day on which approval ended",
    parts=PARTS,
)
REASONS = {
    Household.ReasonEnded.RESIGNED: ("resigned", "because they gave up fostering"),
    Household.ReasonEnded.DEREGISTERED: ("deregistered", "because the council ended it"),
    Household.ReasonEnded.OTHER: ("other", "for another reason"),
}


def _recruited(slug: str, title: str, definition: str, technical: str, where: Q | None = None) -> Measure:
    return Measure(
        slug=slug,
        title=title,
        definition=f"How many {definition} the council approved in the twelve months up to the day.",
        technical=f"Households {technical}with APPROVED_FROM in the year to D.",
        source=SOURCE,
        unit=Unit.HOUSEHOLDS,
        better=Better.HIGHER,
        numerator=Tally(RECRUITED, where),
    )


def _ended(slug: str, title: str, why: str, technical: str, where: Q | None = None) -> Measure:
    return Measure(
        slug=slug,
        title=title,
        definition=f"Of how many fostering households the approval ended in the twelve months up to the day{why}.",
        technical=f"Households with APPROVED_TO in the year to D{technical}.",
        source=SOURCE,
        unit=Unit.HOUSEHOLDS,
        better=Better.LOWER,
        numerator=Tally(ENDED, where),
        unknown=Tally(ENDED, Q(reason_ended=NO_REASON)) if where else None,
    )


MEASURES: tuple[Measure, ...] = (
    _recruited("fostering-recruited-in-year", "Fostering households recruited in the year", "fostering households", ""),
    *(
        _recruited(
            f"fostering-recruited-{name}-in-year",
            f"Fostering households recruited in the year, {name}",
            f"{name} fostering households",
            f"of KIND {kind} ",
            Q(kind=kind),
        )
        for kind, (name, _) in BY_KIND.items()
    ),
    _ended("fostering-ended-in-year", "Fostering households ended in the year", "", ""),
    *(
        _ended(
            f"fostering-ended-{name}-in-year",
            f"Fostering households ended in the year, {reason.label.lower()}",
            f" {why}",
            f" and REASON_ENDED {reason.value}",
            Q(reason_ended=reason),
        )
        for reason, (name, why) in REASONS.items()
    ),
)
