"""Places in fostering households on a day: how many are approved, and of these filled, vacant and not available.

Pure reads of the spans that carers/derivation.py keeps, of the register of foster placements and of the derived
episodes, in a constant number of queries that add up in the database. Words: docs/definitions.md.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, cast

from django.db.models import Aggregate, Count, F, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from placements.entries import entries_of
from placements.measures import FOSTER
from placements.models import EpisodeSpan
from placements.provision import OWN
from sufficiency.core.dates import years_back
from sufficiency.core.models import Authority

from .models import FosterPlacement, Household, HouseholdSpan, Status

NO_LOCALITY = "Not given"
# How long a household has been approved: the fewest years of each band, and its words.
YEARS = {0: "Under a year", 1: "1 to 2 years", 3: "3 to 5 years", 6: "6 to 9 years", 10: "10 years or more"}

# Of households on a day. Available to receive children and with children placed are the two definitions of "active".
OPEN_TO_CHILDREN = Q(status__in=[Status.Status.AVAILABLE, Status.Status.FULL])
WITH_CHILDREN = Q(children__gt=0)
WITH_VACANCY = Q(vacant__gt=0)
ON_HOLD = Q(status=Status.Status.ON_HOLD)
WITHOUT_STATUS = Q(status="")
WITHOUT_APPROVAL = Q(approved_for=None)
OVER_APPROVAL = Q(children__gt=F("approved_for"))
NEEDS_ATTENTION = WITHOUT_STATUS | WITHOUT_APPROVAL | OVER_APPROVAL


@dataclass(frozen=True)
class Totals:
    """Sums over households: ``approved`` places are those filled, vacant and not available together."""

    households: int = 0
    approved: int = 0
    filled: int = 0
    vacant: int = 0
    not_available: int = 0
    over_by: int = 0  # children beyond what their household is approved for
    open_to_children: int = 0
    with_children: int = 0
    with_vacancy: int = 0
    without_status: int = 0
    without_approval: int = 0
    over_approval: int = 0  # households
    needing_attention: int = 0

    def __add__(self, other: "Totals") -> "Totals":
        return Totals(*(getattr(self, each.name) + getattr(other, each.name) for each in fields(Totals)))


SUMS: dict[str, Aggregate | Coalesce] = {
    "households": Count("pk"),
    **{name: Coalesce(Sum(name), 0) for name in ("approved", "filled", "vacant", "not_available")},
    "over_by": Coalesce(Sum(F("children") - F("filled")), 0),
    "open_to_children": Count("pk", filter=OPEN_TO_CHILDREN),
    "with_children": Count("pk", filter=WITH_CHILDREN),
    "with_vacancy": Count("pk", filter=WITH_VACANCY),
    "without_status": Count("pk", filter=WITHOUT_STATUS),
    "without_approval": Count("pk", filter=WITHOUT_APPROVAL),
    "over_approval": Count("pk", filter=OVER_APPROVAL),
    "needing_attention": Count("pk", filter=NEEDS_ATTENTION),
}


@dataclass(frozen=True)
class Group:
    """The households of one kind, locality and status, whose status has one reason; their status may be blank."""

    kind: str
    locality: str
    status: str
    reason: str
    totals: Totals


@dataclass(frozen=True)
class Fostering:
    """The households of an authority on a day, and what the register and the returns say of who lives where.

    ``households`` are still to be read. ``without_household`` are children whom the returns place with the council's
    own carers and the register with nobody; ``not_in_returns`` live with a household by the register alone;
    ``in_several`` with more than one; ``not_approved`` with one that is not approved on the day, or unknown. All by
    their identifiers, in order.
    """

    households: QuerySet[HouseholdSpan]
    groups: tuple[Group, ...]
    in_returns: int
    without_household: tuple[str, ...]
    not_in_returns: tuple[str, ...]
    in_several: tuple[str, ...]
    not_approved: tuple[str, ...]

    @property
    def totals(self) -> Totals:
        """The sums over all households."""
        return _added(self.groups)

    def totals_by(self, of: Callable[[Group], str]) -> dict[str, Totals]:
        """The sums of the households of which something is the same, in alphabetical order of that."""
        named: dict[str, list[Group]] = {}
        for group in self.groups:
            named.setdefault(of(group), []).append(group)
        return {name: _added(named[name]) for name in sorted(named)}


def _added(groups: Iterable[Group]) -> Totals:
    return sum((group.totals for group in groups), Totals())


def households_on(authority: Authority, day: date) -> QuerySet[HouseholdSpan]:
    """The households that are approved on a day, by reference; one is no longer on the day that ends its approval."""
    covering: QuerySet[HouseholdSpan] = HouseholdSpan.objects.filter(authority=authority, starts__lte=day, ends__gt=day)
    return covering.order_by("reference")


def fostering_on(authority: Authority, day: date) -> Fostering:
    """Fostering on a day."""
    households = households_on(authority, day)
    told_apart = ("kind", "locality", "status", "reason")
    summed = households.order_by().values(*told_apart)
    rows = summed.annotate(**{f"sum_of_{name}": expression for name, expression in SUMS.items()})
    living = placed_on(authority, day).order_by()
    homes: dict[str, int] = dict(living.values_list("child").annotate(homes=Count("household", distinct=True)))
    approved = households.order_by().values("reference")
    in_returns = set(_with_own_carers(authority, day))
    return Fostering(
        households=households,
        groups=tuple(_group(row, told_apart) for row in rows),
        in_returns=len(in_returns),
        without_household=tuple(sorted(in_returns - homes.keys())),
        not_in_returns=tuple(sorted(homes.keys() - in_returns)),
        in_several=tuple(sorted(child for child, number in homes.items() if number > 1)),
        not_approved=tuple(
            living.exclude(household__in=approved).values_list("child", flat=True).distinct().order_by("child")
        ),
    )


def _group(row: dict[str, Any], told_apart: Iterable[str]) -> Group:
    totals = Totals(**{name: row[f"sum_of_{name}"] for name in SUMS})
    return Group(**{name: row[name] for name in told_apart}, totals=totals)


def household_on(household: Household, day: date) -> HouseholdSpan | None:
    """One household on a day; None while it is not approved."""
    return households_on(household.authority, day).filter(reference=household.reference).first()


def placed_on(authority: Authority, day: date) -> QuerySet[FosterPlacement]:
    """Foster placements that cover a day: the day on which a child leaves is no longer one."""
    covering = Q(left_on=None) | Q(left_on__gt=day)
    return entries_of(FosterPlacement, authority).filter(covering, placed_on__lte=day)


def approved_for_years(authority: Authority, day: date) -> dict[str, int]:
    """How many households have been approved for how long on a day, by band, the shortest first. One query."""
    since = [years_back(day, years) for years in YEARS]
    bands = {
        name: Q(household__approved_from__lte=latest) & Q(household__approved_from__gt=earliest)
        for name, latest, earliest in zip(YEARS.values(), since, [*since[1:], date.min], strict=True)
    }
    counts = {f"band_{place}": Count("pk", filter=band) for place, band in enumerate(bands.values())}
    found = households_on(authority, day).order_by().aggregate(**counts)
    return dict(zip(bands, found.values(), strict=True))


def approved_places(authority: Authority, day: date) -> int:
    """Places for which mainstream households are approved on a day.

    Those of connected persons are for children of their own family, and no places that others could have.
    """
    mainstream = households_on(authority, day).filter(kind=Household.Kind.MAINSTREAM)
    return int(mainstream.aggregate(places=Coalesce(Sum("approved"), 0))["places"])


def _with_own_carers(authority: Authority, day: date) -> Iterable[str]:
    """Children in care who live with the council's own foster carers, by the returns."""
    in_care: QuerySet[Any] = EpisodeSpan.objects.for_authority(authority).in_care_on(day)
    return cast("Iterable[str]", in_care.filter(FOSTER & OWN).values_list("child__identifier", flat=True))
