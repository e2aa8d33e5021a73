"""Who lives in each home on a day: the council's own children, those of others where known, and what is vacant.

A pure read of the registers and of the derived episodes, in a constant number of queries.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any, NamedTuple
from uuid import UUID

from sufficiency.core.models import Authority

from .models import EpisodeSpan, Home, HomeSpan, Registration, ResidentSpan

MAY_HAVE_CHILDREN = (Registration.Status.REGISTERED, Registration.Status.NOT_REQUIRED)
# Kinds of home that are registered as children's homes, whose places the strategy counts.
CHILDRENS_HOMES = (Home.Kind.CHILDRENS_HOME, Home.Kind.SECURE, Home.Kind.SHORT_BREAK)
IN_CHILDRENS_HOMES = ("K1", "K2")  # PLACE
YOUNGEST = 16  # nobody younger may live in a home that is not registered


def same_urn(text: str) -> str:
    """A URN as all who write it differently mean it: letters in capitals and figures, without spaces or signs."""
    return "".join(character for character in text if character.isalnum()).upper()


class HomeLine(NamedTuple):
    """What the pages say of a home, out of its register: a model's instance each would cost more than all else."""

    pk: UUID
    reference: str
    urn: str
    name: str
    provider: str
    kind: str
    located_in: str
    outward: str
    places: int
    judgement: str
    utilisation: int | None


@dataclass(frozen=True, slots=True)
class Occupancy:
    """A home on a day. ``others`` is None while nobody has said how many children of other authorities live there."""

    home: HomeLine
    provider: str
    is_own: bool
    status: str | None
    rating: str
    own: int
    under_16: int
    age_unknown: int
    others: int | None

    @property
    def is_childrens_home(self) -> bool:
        """Whether its places are places in registered children's homes."""
        return self.status == Registration.Status.REGISTERED and self.home.kind in CHILDRENS_HOMES

    @property
    def residents(self) -> int:
        """Children known to live there, whosever they are."""
        return self.own + (self.others or 0)

    @property
    def vacant(self) -> int | None:
        """Places in which nobody lives; None while the children of other authorities are not known."""
        return None if self.others is None else max(0, self.home.places - self.residents)

    @property
    def over_by(self) -> int:
        """Children known to live there beyond the number it is registered for."""
        return max(0, self.residents - self.home.places)

    @property
    def is_unregistered(self) -> bool:
        """Whether a child of the council lives there although it is neither registered nor need be."""
        return self.own > 0 and self.status not in MAY_HAVE_CHILDREN

    @property
    def is_urgent(self) -> bool:
        """Whether a child who is under 16, or may be, lives in an unregistered home."""
        return self.is_unregistered and self.under_16 + self.age_unknown > 0

    @property
    def is_flagged(self) -> bool:
        return self.is_unregistered or self.over_by > 0

    @property
    def assumed_in_use(self) -> Fraction:
        """Places that plans take to be in use at any time."""
        return in_use(self.home.places, self.home.utilisation)


def in_use(places: int, utilisation: int | None) -> Fraction:
    """So many per cent of places; all of them when nothing is assumed."""
    return Fraction(places * (100 if utilisation is None else utilisation), 100)


@dataclass(frozen=True)
class Totals:
    """Sums over homes. ``vacant`` counts those whose other children are known; ``unknown`` is how many are not."""

    homes: int
    places: int
    own: int
    others: int
    vacant: int
    unknown: int


def totals(homes: Collection[Occupancy]) -> Totals:
    """The sums over homes on a day."""
    return Totals(
        homes=len(homes),
        places=sum(each.home.places for each in homes),
        own=sum(each.own for each in homes),
        others=sum(each.others or 0 for each in homes),
        vacant=sum(each.vacant or 0 for each in homes),
        unknown=sum(each.others is None for each in homes),
    )


@dataclass(frozen=True)
class Occupied:
    """The homes of an authority on a day, and how many of its children live in children's homes it does not list."""

    homes: tuple[Occupancy, ...]
    unlisted: int

    def childrens_homes_in(self, authority: Authority) -> list[Occupancy]:
        """The registered children's homes that stand in an authority's area."""
        return [each for each in self.homes if each.is_childrens_home and each.home.located_in == authority.pk]

    @property
    def flagged(self) -> list[Occupancy]:
        return [each for each in self.homes if each.is_flagged]


def occupancy_on(authority: Authority, day: date) -> Occupied:
    """The homes of :func:`homes_on`, and how many children live in none of them."""
    return Occupied(homes_on(authority, day), _unlisted(authority, day))


def homes_on(authority: Authority, day: date) -> tuple[Occupancy, ...]:
    """The homes that exist on a day or have a child in them then: urgent ones first, then those flagged, then by name.

    A home exists unless its registration on that day says that it is closed, or all that is known of it is later.
    """
    rows = HomeSpan.on(authority, day).filter(is_there=True).order_by("name", "reference")
    said = rows.values_list(
        *HomeLine._fields, "provider_name", "is_own", "status", "rating", "own", "under_16", "ageless", "others"
    )
    found = (_occupancy(row[:-8], *row[-8:]) for row in said)
    return tuple(sorted(found, key=lambda each: (not each.is_urgent, not each.is_flagged)))


def _occupancy(home: Iterable[Any], provider: str, is_own: bool, status: str, *rest: Any) -> Occupancy:
    """A home in which no status on record is None."""
    return Occupancy(HomeLine(*home), provider, is_own, status or None, *rest)


def _unlisted(authority: Authority, day: date) -> int:
    """Children in children's homes that are not in the register."""
    living = EpisodeSpan.objects.for_authority(authority).in_care_on(day).filter(place__in=IN_CHILDRENS_HOMES)
    listed = ResidentSpan.on(authority, day).filter(place__in=IN_CHILDRENS_HOMES)
    return living.count() - listed.count()
