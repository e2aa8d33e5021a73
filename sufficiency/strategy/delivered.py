"""Places that have come and gone in the area since a strategy began, by the kinds in which it plans them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from django.db.models import Q

from carers.places import approved_places
from placements.entries import entries_of, in_force
from placements.models import Contract, Home, Provider, Registration
from placements.occupancy import CHILDRENS_HOMES
from sufficiency.core.models import Authority

from .models.aims import PlannedPlacesFields

Kind: TypeAlias = PlannedPlacesFields.Kind


@dataclass(frozen=True)
class Delivered:
    """Places of one kind when the strategy began, and now."""

    then: int
    now: int

    @property
    def net(self) -> int:
        """Places added, less those that closed; below 0 when more closed."""
        return self.now - self.then


def delivered_between(authority: Authority, then: date, now: date) -> dict[Kind, Delivered]:
    """Places delivered between two days, net of closures, by kind. Twelve queries."""
    return {kind: Delivered(count(authority, then), count(authority, now)) for kind, count in _COUNTS.items()}


def registered_places(authority: Authority, day: date) -> int:
    """Places in the children's homes in the area that are registered on a day. Two queries."""
    statuses = dict(in_force(Registration, authority, day, whole="home", since="since").values_list("home", "status"))
    homes = entries_of(Home, authority).filter(kind__in=CHILDRENS_HOMES, located_in=authority.pk)
    return sum(
        places
        for home, places in homes.order_by().values_list("reference", "places")
        if statuses.get(home) == Registration.Status.REGISTERED
    )


def guaranteed_places(authority: Authority, day: date) -> int:
    """Places that fostering agencies keep for the council by contracts in force on a day. Two queries."""
    agencies = set(
        entries_of(Provider, authority).filter(kind=Provider.Kind.AGENCY).values_list("reference", flat=True)
    )
    covering = Q(ends_on=None) | Q(ends_on__gte=day)
    contracts = entries_of(Contract, authority).filter(covering, starts_on__lte=day, provider__in=agencies)
    return sum(places or 0 for places in contracts.order_by().values_list("places", flat=True))


_COUNTS: dict[Kind, Callable[[Authority, date], int]] = {
    Kind.RESIDENTIAL: registered_places,
    Kind.IN_HOUSE_FOSTERING: approved_places,
    Kind.AGENCY_FOSTERING: guaranteed_places,
}
