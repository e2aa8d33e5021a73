"""Places in fostering households on a day: how many are approved, and of these filled, vacant and not available.

Pure reads of the registers and of the derived episodes, in a constant number of queries. Words: docs/definitions.md.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar, cast

from django.db.models import Q, QuerySet

from placements.entries import entries_of, in_force
from placements.measures import FOSTER
from placements.models import EpisodeSpan
from placements.provision import OWN
from sufficiency.core.models import Authority

from .models import Approval, FosterPlacement, Household, Status

OPEN_TO_CHILDREN = (Status.Status.AVAILABLE, Status.Status.FULL)
NO_LOCALITY = "Not given"
R = TypeVar("R", Approval, Status)


@dataclass(frozen=True)
class Places:
    """A household on a day.

    ``status`` is None while none is recorded, ``approval`` while nobody has said what it is approved for.
    ``children`` live there by the register of foster placements.
    """

    household: Household
    approval: Approval | None
    status: Status | None
    children: int

    @property
    def approved(self) -> int:
        return self.approval.children if self.approval else 0

    @property
    def filled(self) -> int:
        """Approved places in which a child lives."""
        return min(self.children, self.approved)

    @property
    def over_by(self) -> int:
        """Children beyond the number that the household is approved for."""
        return self.children - self.filled

    @property
    def vacant(self) -> int:
        """Free places that a child can have: only an available household has any."""
        if self.status is None or self.status.status != Status.Status.AVAILABLE:
            return 0
        return max(0, self.approved - self.filled - (self.status.places_not_available or 0))

    @property
    def not_available(self) -> int:
        """Free places that no child can have now."""
        return self.approved - self.filled - self.vacant

    @property
    def is_open(self) -> bool:
        """Whether the household is there to receive children: it is available, or full."""
        return self.status is not None and self.status.status in OPEN_TO_CHILDREN

    @property
    def locality(self) -> str:
        return self.household.locality or NO_LOCALITY


@dataclass(frozen=True)
class Totals:
    """Sums over households: ``approved`` places are those filled, vacant and not available together."""

    households: int
    approved: int
    filled: int
    vacant: int
    not_available: int
    over_by: int


def totals(places: Iterable[Places]) -> Totals:
    """The sums over households on a day."""
    held = list(places)
    return Totals(
        households=len(held),
        approved=sum(each.approved for each in held),
        filled=sum(each.filled for each in held),
        vacant=sum(each.vacant for each in held),
        not_available=sum(each.not_available for each in held),
        over_by=sum(each.over_by for each in held),
    )


def totals_by(places: Iterable[Places], group: Callable[[Places], str]) -> dict[str, Totals]:
    """The sums of each group of households, the groups in alphabetical order."""
    groups: dict[str, list[Places]] = {}
    for each in places:
        groups.setdefault(group(each), []).append(each)
    return {name: totals(groups[name]) for name in sorted(groups)}


@dataclass(frozen=True)
class Fostering:
    """The households of an authority on a day, and what the register and the returns say of who lives where.

    ``without_household`` are children whom the returns place with the council's own carers and the register with
    nobody; ``not_in_returns`` live with a household by the register alone; ``in_several`` with more than one;
    ``not_approved`` with one that is not approved on the day, or unknown. All by their identifiers, in order.
    """

    places: tuple[Places, ...]
    in_returns: int
    without_household: tuple[str, ...]
    not_in_returns: tuple[str, ...]
    in_several: tuple[str, ...]
    not_approved: tuple[str, ...]

    @property
    def open_to_children(self) -> int:
        """Households that are available to receive children, or full of them."""
        return sum(each.is_open for each in self.places)

    @property
    def with_vacancy(self) -> int:
        """Households to which a child could come today."""
        return sum(each.vacant > 0 for each in self.places)

    @property
    def with_children(self) -> int:
        """Households with a child placed."""
        return sum(each.children > 0 for each in self.places)

    @property
    def without_status(self) -> list[Places]:
        return [each for each in self.places if each.status is None]

    @property
    def without_approval(self) -> list[Places]:
        return [each for each in self.places if each.approval is None]

    @property
    def over_approval(self) -> list[Places]:
        """Households with more children than they are approved for, where it is known for how many they are."""
        return [each for each in self.places if each.over_by and each.approval]


def fostering_on(authority: Authority, day: date) -> Fostering:
    """The households that are approved on a day, by reference; one is no longer on the day that ends its approval."""
    approved = entries_of(Household, authority).filter(
        Q(approved_to=None) | Q(approved_to__gt=day), approved_from__lte=day
    )
    households = list(approved.order_by("reference"))
    approvals = _of_each(Approval, authority, day, since="approved_on")
    statuses = _of_each(Status, authority, day, since="since")
    pairs = set(placed_on(authority, day).values_list("household", "child"))
    children = Counter(household for household, _ in pairs)
    homes = Counter(child for _, child in pairs)
    in_returns = set(_with_own_carers(authority, day))
    known = {household.reference for household in households}
    return Fostering(
        places=tuple(
            Places(each, approvals.get(each.reference), statuses.get(each.reference), children[each.reference])
            for each in households
        ),
        in_returns=len(in_returns),
        without_household=tuple(sorted(in_returns - homes.keys())),
        not_in_returns=tuple(sorted(homes.keys() - in_returns)),
        in_several=tuple(sorted(child for child, number in homes.items() if number > 1)),
        not_approved=tuple(sorted({child for household, child in pairs if household not in known})),
    )


def _of_each(model: type[R], authority: Authority, day: date, *, since: str) -> dict[str, R]:
    """The entry in force on a day for each household, by reference."""
    return {entry.household: entry for entry in in_force(model, authority, day, whole="household", since=since)}


def places_of(household: Household, day: date) -> Places:
    """One household on a day, in three queries; it may not be approved on it."""
    ours, reference = household.authority_id, household.reference
    approvals = Approval.objects.filter(authority=ours, household=reference, approved_on__lte=day)
    statuses = Status.objects.filter(authority=ours, household=reference, since__lte=day)
    return Places(
        household,
        approvals.order_by("-approved_on").first(),
        statuses.order_by("-since").first(),
        placed_on(household.authority, day).filter(household=reference).values("child").distinct().count(),
    )


def placed_on(authority: Authority, day: date) -> QuerySet[FosterPlacement]:
    """Foster placements that cover a day: the day on which a child leaves is no longer one."""
    covering = Q(left_on=None) | Q(left_on__gt=day)
    return entries_of(FosterPlacement, authority).filter(covering, placed_on__lte=day)


def _with_own_carers(authority: Authority, day: date) -> Iterable[str]:
    """Children in care who live with the council's own foster carers, by the returns."""
    in_care = EpisodeSpan.objects.for_authority(authority).in_care_on(day)
    return cast("Iterable[str]", in_care.filter(FOSTER & OWN).values_list("child__identifier", flat=True))


def approved_places(authority: Authority, day: date) -> int:
    """Places for which mainstream households are approved on a day. Two queries.

    Those of connected persons are for children of their own family, and no places that others could have.
    """
    covering = Q(approved_to=None) | Q(approved_to__gt=day)
    mainstream = entries_of(Household, authority).filter(
        covering, approved_from__lte=day, kind=Household.Kind.MAINSTREAM
    )
    approvals = _of_each(Approval, authority, day, since="approved_on")
    references = mainstream.order_by().values_list("reference", flat=True)
    return sum(approvals[reference].children for reference in references if reference in approvals)
