"""Measures of fostering households on a day and of their places."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import Q

from carers.derivation import FROM
from carers.models import Household, HouseholdSpan, Status
from carers.places import ON_HOLD, OPEN_TO_CHILDREN, WITH_CHILDREN, WITH_VACANCY, WITHOUT_APPROVAL, WITHOUT_STATUS
from sufficiency.core.area import Area
from sufficiency.core.measure import Better, Counts, Measure, Relation, Result, Tally, Unit

from .parts import KIND, LOCALITY, STATUS, by

REGISTER, APPROVALS, STATUSES, PLACEMENTS = FROM
SOURCES = {
    REGISTER: "fostering households",
    APPROVALS: "fostering approvals",
    STATUSES: "fostering statuses",
    PLACEMENTS: "foster placements",
}

HOUSEHOLDS = Relation(
    "fostering households",
    HouseholdSpan.objects.all,
    kinds=FROM,
    needs=(REGISTER,),
    lists="the households of the page Fostering",
    parts=by(kind=KIND, locality=LOCALITY, status=STATUS),
)
all_households = Tally(HOUSEHOLDS)
filled_places = Tally(HOUSEHOLDS, amount="filled")


@dataclass(frozen=True, kw_only=True)
class Places(Measure):
    """A number of places. It is as telling as the number of households that have them, and of children in them."""

    households: Tally = all_households
    children: Tally = filled_places

    def tallies(self) -> tuple[Tally, ...]:
        """What must be counted to work this measure out."""
        return (*super().tallies(), self.households, self.children)

    def result(self, area: Area, day: date, counts: Counts, prepared: Any) -> Result:
        """The sum over the households."""
        found = super().result(area, day, counts, prepared)
        return replace(found, groups=(counts[self.households], counts[self.children], counts[self.numerator]))


def _source(*registers: str) -> str:
    return f"Registers: {', '.join(SOURCES[slug] for slug in (REGISTER, *registers))}"


def _count(  # noqa: PLR0913 - all keywords
    *,
    slug: str,
    title: str,
    definition: str,
    technical: str,
    where: Q | None = None,
    better: Better = Better.NEITHER,
    unknown: Q | None = None,
    needs: tuple[str, ...] = (),
) -> Measure:
    return Measure(
        slug=slug,
        title=title,
        definition=definition,
        technical=technical,
        source=_source(*needs),
        unit=Unit.HOUSEHOLDS,
        better=better,
        numerator=Tally(HOUSEHOLDS, where),
        unknown=Tally(HOUSEHOLDS, unknown) if unknown else None,
        also_needs=needs,
    )


def _share(  # noqa: PLR0913 - all keywords
    *,
    slug: str,
    title: str,
    definition: str,
    technical: str,
    where: Q,
    better: Better = Better.HIGHER,
    unknown: Q | None = None,
    needs: tuple[str, ...] = (),
) -> Measure:
    return Measure(
        slug=slug,
        title=title,
        definition=f"Of the fostering households on the day, how many in a hundred {definition}.",
        technical=f"{technical} / households approved on D.",
        source=_source(*needs),
        unit=Unit.PERCENT,
        better=better,
        numerator=Tally(HOUSEHOLDS, where),
        denominator=all_households,
        unknown=Tally(HOUSEHOLDS, unknown) if unknown else None,
        also_needs=needs,
    )


def _places(  # noqa: PLR0913 - all keywords
    *, slug: str, title: str, definition: str, technical: str, amount: str, better: Better, needs: tuple[str, ...]
) -> Measure:
    return Places(
        slug=slug,
        title=title,
        definition=definition,
        technical=technical,
        source=_source(*needs),
        unit=Unit.PLACES,
        better=better,
        numerator=Tally(HOUSEHOLDS, amount=amount),
        unknown=Tally(HOUSEHOLDS, WITHOUT_APPROVAL),
        also_needs=needs,
    )


APPROVED_ON = "APPROVED_FROM <= D, APPROVED_TO blank or > D"
BY_KIND: Mapping[str, tuple[str, str]] = {
    str(Household.Kind.MAINSTREAM): ("mainstream", "They are open to any child."),
    str(Household.Kind.CONNECTED): ("connected", "They are relatives or friends who foster a child they know."),
}
STOCK = (
    _count(
        slug="fostering-households",
        title="Fostering households",
        definition="How many households the council has approved to foster, on the day.",
        technical=f"Households with {APPROVED_ON}.",
        better=Better.HIGHER,
    ),
    *(
        _count(
            slug=f"fostering-households-{name}",
            title=f"Fostering households, {name}",
            definition=f"How many of the fostering households on the day are {name}. {meaning}",
            technical=f"Households of KIND {kind} with {APPROVED_ON}.",
            where=Q(kind=kind),
            better=Better.HIGHER,
        )
        for kind, (name, meaning) in BY_KIND.items()
    ),
    _share(
        slug="fostering-connected-percent",
        title="Fostering households that are connected",
        definition="are relatives or friends of the child they foster",
        technical="KIND CONNECTED",
        where=Q(kind=Household.Kind.CONNECTED),
        better=Better.NEITHER,
    ),
    _count(
        slug="fostering-households-retained",
        title="Fostering households retained for emergencies",
        definition="How many fostering households are paid to be there for emergencies at night and at weekends.",
        technical=f"Households with RETAINED yes and {APPROVED_ON}.",
        where=Q(retained=True),
        unknown=Q(retained=None),
    ),
)
ACTIVE = (
    _share(
        slug="fostering-available-to-children-percent",
        title="Active households: available to receive children",
        definition="are available to receive children, or are full of them. This is one of two meanings of an active "
        "household; the other counts those with children placed",
        technical="STATUS in force is AVAILABLE or FULL",
        where=OPEN_TO_CHILDREN,
        unknown=WITHOUT_STATUS,
        needs=(STATUSES,),
    ),
    _share(
        slug="fostering-with-children-percent",
        title="Active households: with children placed",
        definition="have a child living with them, whatever their status. This is one of two meanings of an active "
        "household; the other counts those available to receive children",
        technical="A foster placement covers D",
        where=WITH_CHILDREN,
        needs=(PLACEMENTS,),
    ),
    _count(
        slug="fostering-households-available",
        title="Fostering households available",
        definition="How many fostering households say that they can take a child on the day.",
        technical=f"Households with {APPROVED_ON} whose STATUS in force is AVAILABLE.",
        where=Q(status=Status.Status.AVAILABLE),
        better=Better.HIGHER,
        unknown=WITHOUT_STATUS,
        needs=(STATUSES,),
    ),
    _count(
        slug="fostering-households-with-vacancy",
        title="Fostering households with a vacant place",
        definition="How many fostering households have a place that a child could have on the day.",
        technical="Households with at least one vacant place (fostering-places-vacant).",
        where=WITH_VACANCY,
        unknown=WITHOUT_STATUS | WITHOUT_APPROVAL,
        needs=(APPROVALS, STATUSES, PLACEMENTS),
    ),
    _count(
        slug="fostering-households-on-hold",
        title="Fostering households on hold",
        definition="How many fostering households cannot take a child for a time, such as for illness.",
        technical=f"Households with {APPROVED_ON} whose STATUS in force is ON-HOLD.",
        where=ON_HOLD,
        better=Better.LOWER,
        unknown=WITHOUT_STATUS,
        needs=(STATUSES,),
    ),
)
PLACES = (
    _places(
        slug="fostering-places-approved",
        title="Fostering places approved",
        definition="For how many children the council's fostering households are approved in all.",
        technical="Sum of CHILDREN of the approval in force of each household approved on D.",
        amount="approved",
        better=Better.HIGHER,
        needs=(APPROVALS,),
    ),
    _places(
        slug="fostering-places-filled",
        title="Fostering places filled",
        definition="In how many of the approved fostering places a child lives.",
        technical="Sum of the lesser of children living there and CHILDREN of the approval in force.",
        amount="filled",
        better=Better.NEITHER,
        needs=(APPROVALS, PLACEMENTS),
    ),
    _places(
        slug="fostering-places-vacant",
        title="Fostering places vacant",
        definition="How many of the approved fostering places a child could have on the day.",
        technical="Free places of households whose STATUS is AVAILABLE, less PLACES_NOT_AVAILABLE, never below 0 for "
        "any household.",
        amount="vacant",
        better=Better.NEITHER,
        needs=(APPROVALS, STATUSES, PLACEMENTS),
    ),
    _places(
        slug="fostering-places-not-available",
        title="Fostering places not available",
        definition="How many of the approved fostering places are free, and yet no child can have them on the day.",
        technical="Approved places - filled - vacant.",
        amount="not_available",
        better=Better.LOWER,
        needs=(APPROVALS, STATUSES, PLACEMENTS),
    ),
)

MEASURES: tuple[Measure, ...] = (*STOCK, *ACTIVE, *PLACES)
