"""Who lives in each home on a day: the council's own children, those of others where known, and what is vacant.

A pure read of the registers and of the derived episodes, in a constant number of queries.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import NamedTuple
from uuid import UUID

from django.db.models import Q

from sufficiency.core.dates import age_on
from sufficiency.core.models import Authority

from .entries import entries_of, latest
from .models import EpisodeSpan, Home, OtherResidents, Provider, Rating, Registration, Resident

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
    """The homes that exist on a day or have a child in them then: urgent ones first, then those flagged, then by name.

    A home exists unless its registration on that day says that it is closed, or all that is known of it is later.
    """
    homes = _homes(authority)
    statuses = latest(Registration, authority, day, ("home", "since", "status"))
    others = latest(OtherResidents, authority, day, ("home", "counted_on", "others"))
    ratings = latest(Rating, authority, day, ("home", "rated_on", "rating"))
    providers = {ref: (name, kind) for ref, name, kind in _providers(authority)}
    closed = {home for home, status in statuses.items() if status == Registration.Status.CLOSED}
    absent = closed | (_with_any_registration(authority) - statuses.keys())
    births, unlisted = _births(authority, day, homes, closed)
    found = []
    for home in homes:
        born = births.get(home.reference, [])
        if home.reference in absent and not born:
            continue
        provider, kind = providers.get(home.provider, (home.provider, ""))
        found.append(
            Occupancy(
                home=home,
                provider=provider,
                is_own=kind == Provider.Kind.IN_HOUSE,
                status=statuses.get(home.reference),
                rating=ratings.get(home.reference, ""),
                own=len(born),
                under_16=sum(age_on(day, each) < YOUNGEST for each in born if each),
                age_unknown=born.count(None),
                others=others.get(home.reference),
            )
        )
    return Occupied(tuple(sorted(found, key=lambda each: (not each.is_urgent, not each.is_flagged))), unlisted)


def _homes(authority: Authority) -> list[HomeLine]:
    """The homes of the register, by name."""
    rows = entries_of(Home, authority).order_by("name", "reference").values_list(*HomeLine._fields)
    return [HomeLine._make(row) for row in rows]


def _providers(authority: Authority) -> Iterable[tuple[str, str, str]]:
    return entries_of(Provider, authority).order_by().values_list("reference", "name", "kind")


def _with_any_registration(authority: Authority) -> set[str]:
    return set(entries_of(Registration, authority).order_by().values_list("home", flat=True).distinct())


def _births(
    authority: Authority, day: date, homes: Iterable[HomeLine], closed: Collection[str]
) -> tuple[Mapping[str, list[date | None]], int]:
    """Dates of birth of the children in care in each home, by its reference, and the children in homes not listed.

    Of homes with the same URN the children are in one that is not closed, the first by reference. An entry that says
    in which home a child lives counts where the child's episode names none.
    """
    by_urn: dict[str, str] = {}
    for home in sorted(homes, key=lambda home: (home.reference in closed, home.reference)):
        by_urn.setdefault(same_urn(home.urn), home.reference)
    by_urn.pop("", None)
    stays = entries_of(Resident, authority).filter(Q(moved_out=None) | Q(moved_out__gt=day), moved_in__lte=day)
    by_child = dict(stays.order_by("moved_in").values_list("child", "home"))
    births: dict[str, list[date | None]] = defaultdict(list)
    unlisted = 0
    in_care = EpisodeSpan.objects.for_authority(authority).in_care_on(day)
    for child, born, urn, place in in_care.values_list(
        "child__identifier", "child__date_of_birth", "episode__urn", "place"
    ):
        if reference := by_urn.get(same_urn(urn)) or by_child.get(child):
            births[reference].append(born)
        else:
            unlisted += place in IN_CHILDRENS_HOMES
    return births, unlisted
