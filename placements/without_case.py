"""Placements that ask for a case and have none: unregulated by the return, or in a home that is not registered."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, Min, OuterRef, Q, QuerySet

from sufficiency.core.models import Authority

from .entries import entries_of
from .models import EpisodeSpan, Resident, UnregulatedCase
from .occupancy import homes_on, same_urn

UNREGULATED_PLACES = ("H5", "P2")


@dataclass(frozen=True)
class WithoutCase:
    """A child for whom a case should be opened; ``home`` is the name of a home that is not registered, or blank."""

    child: str
    began: date
    home: str

    @property
    def kind(self) -> UnregulatedCase.Kind:
        """Of the case to open."""
        return UnregulatedCase.Kind.UNREGISTERED if self.home else UnregulatedCase.Kind.UNREGULATED


def open_on(day: date) -> Q:
    """Cases that are open on a day."""
    return Q(opened_on__lte=day) & (Q(ended_on=None) | Q(ended_on__gt=day))


def placements_without_case(authority: Authority, day: date) -> list[WithoutCase]:
    """Children in such a placement on a day for whom no case is open, those there longest first.

    A placement began with its first day, or with the first on which it was unregulated. A constant number of queries.
    """
    spans = EpisodeSpan.objects.for_authority(authority)
    case = UnregulatedCase.objects.filter(open_on(day), authority=authority, child=OuterRef("child__identifier"))
    in_care = spans.in_care_on(day).filter(~Exists(case))
    since = _unregulated_since(authority, in_care.filter(place__in=UNREGULATED_PLACES))
    by_urn, by_child = _unregistered_homes(authority, day)
    found = []
    for child, place, urn, starts in in_care.values_list("child__identifier", "place", "episode__urn", "placed_since"):
        home = by_urn.get(same_urn(urn), "") or by_child.get(child, "")
        if home or place in UNREGULATED_PLACES:
            began = since[child, starts] if place in UNREGULATED_PLACES else starts
            found.append(WithoutCase(child, began, home))
    return sorted(found, key=lambda each: (each.began, each.child))


def _unregulated_since(authority: Authority, living: QuerySet[EpisodeSpan]) -> dict[tuple[str, date], date]:
    """The first unregulated day of the placements of children who live in one, by child and first day there."""
    spans = EpisodeSpan.objects.for_authority(authority).filter(place__in=UNREGULATED_PLACES)
    placed = spans.filter(child__in=living.order_by().values("child")).order_by()
    first = placed.values_list("child__identifier", "placed_since").annotate(first=Min("starts"))
    return {(child, placed_since): starts for child, placed_since, starts in first}


def _unregistered_homes(authority: Authority, day: date) -> tuple[dict[str, str], dict[str, str]]:
    """Names of the homes with a child in them that are not registered and should be: by URN, and by child.

    By child where the register of homes says who lives there.
    """
    homes = {each.home.reference: each.home for each in homes_on(authority, day) if each.is_unregistered}
    by_urn = {same_urn(home.urn): home.name for home in homes.values() if same_urn(home.urn)}
    stays = entries_of(Resident, authority).filter(Q(moved_out=None) | Q(moved_out__gt=day), moved_in__lte=day)
    by_child = {child: homes[home].name for child, home in stays.values_list("child", "home") if home in homes}
    return by_urn, by_child
