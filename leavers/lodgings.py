"""Supported lodgings on a day: places, on hold, used and vacant."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from placements.entries import entries_of
from sufficiency.core.models import Authority

from .models import Accommodation, Home, Lodging, LodgingStatus


@dataclass(frozen=True)
class Provider:
    """A provider of supported lodgings on a day."""

    lodging: Lodging
    on_hold: int
    why_on_hold: str
    used: int

    @property
    def places(self) -> int:
        return self.lodging.lodging_places

    @property
    def available(self) -> int:
        """Places that are not on hold."""
        return max(self.places - self.on_hold, 0)

    @property
    def vacant(self) -> int:
        """Places in which a young person could move today."""
        return max(self.available - self.used, 0)

    @property
    def is_overfull(self) -> bool:
        """Whether more live there than there are places that are not on hold."""
        return self.used > self.available


@dataclass(frozen=True)
class Lodgings:
    """All of them on a day. ``elsewhere`` counts those in lodgings of no provider who is approved then."""

    providers: Sequence[Provider]
    elsewhere: int

    @property
    def places(self) -> int:
        return sum(provider.places for provider in self.providers)

    @property
    def on_hold(self) -> int:
        return sum(provider.on_hold for provider in self.providers)

    @property
    def available(self) -> int:
        return sum(provider.available for provider in self.providers)

    @property
    def used(self) -> int:
        """Young people in supported lodgings."""
        return sum(provider.used for provider in self.providers) + self.elsewhere

    @property
    def vacant(self) -> int:
        return sum(provider.vacant for provider in self.providers)


def lodgings_on(authority: Authority, day: date) -> Lodgings:
    """The providers who are approved on a day, in the order of their references, with who lives there."""
    approved = entries_of(Lodging, authority).filter(
        Q(approved_to=None) | Q(approved_to__gt=day), approved_from__lte=day
    )
    statuses = entries_of(LodgingStatus, authority).filter(since__lte=day)
    latest = {status.lodging: status for status in statuses.order_by("lodging", "since")}
    begun = entries_of(Accommodation, authority).filter(moved_in__lte=day)
    homes = begun.order_by("leaver", "-moved_in").distinct("leaver")
    used = Counter(
        home.lodging
        for home in homes
        if home.home == Home.SUPPORTED_LODGINGS and (home.moved_out is None or home.moved_out > day)
    )
    providers = []
    for lodging in approved.order_by("reference"):
        status = latest.get(lodging.reference)
        on_hold = min(status.places_on_hold, lodging.lodging_places) if status else 0
        why = status.why_on_hold if status and on_hold else ""
        providers.append(Provider(lodging, on_hold, why, used.pop(lodging.reference, 0)))
    return Lodgings(providers, used.total())
