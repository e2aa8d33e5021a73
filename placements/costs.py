"""What placements cost in a week, at any date: pure reads of the register and of the episode spans.

An amount counts on the days from ``paid_from`` up to, and not including, ``paid_to``. Every amount that is in force
for a child counts, as it is what the council pays by its own books; days on which there are two are named
(:mod:`placements.cost_faults`) and never left out silently.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, DecimalField, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from sufficiency.core.models import Authority

from .models import CostSpan, EpisodeSpan, PlacementCost
from .provision import BY_SLUG, Provision, provision_of

NOTHING = Decimal(0)
POUNDS: "DecimalField[Any, Any]" = DecimalField(max_digits=12, decimal_places=2)


def in_force(day: date) -> Q:
    """Amounts that are paid for a day."""
    return Q(paid_from__lte=day) & (Q(paid_to=None) | Q(paid_to__gt=day))


def placements_with_costs(authority: Authority, day: date) -> QuerySet[Any]:
    """A row for each child in care on the day.

    Each has ``provision`` (a slug of :mod:`placements.provision`), and in pounds a week ``weekly``, ``health`` and
    ``education`` (contributions), each None where no amount is listed. ``amounts`` counts those in force.
    """
    return CostSpan.on(authority, day).annotate(provision=provision_of())


@dataclass(frozen=True)
class Week:
    """Children in care on a day and what their placements cost, in pounds a week.

    ``listed`` counts the children with an amount; ``weekly`` is their total, ``weekly_outside`` that of those
    placed out of area.
    """

    children: int = 0
    listed: int = 0
    out_of_area: int = 0
    area_unknown: int = 0
    weekly: Decimal = NOTHING
    weekly_outside: Decimal = NOTHING
    health: Decimal = NOTHING
    education: Decimal = NOTHING

    @property
    def in_area(self) -> int:
        return self.children - self.out_of_area - self.area_unknown

    @property
    def without(self) -> int:
        """Children for whose placement no amount is listed."""
        return self.children - self.listed

    @property
    def mean(self) -> Decimal | None:
        """Of the children with an amount, exact; None when there is none."""
        return self.weekly / self.listed if self.listed else None

    @property
    def contributed(self) -> Decimal:
        """What health and education pay."""
        return self.health + self.education

    @property
    def net(self) -> Decimal:
        """What is left for the council's care budget."""
        return self.weekly - self.contributed

    def __add__(self, other: "Week") -> "Week":
        return Week(*(getattr(self, name) + getattr(other, name) for name in self.__dataclass_fields__))


@dataclass(frozen=True)
class ProvisionWeek:
    """A kind of provision and its week."""

    provision: Provision
    week: Week


@dataclass(frozen=True)
class WeeklyCosts:
    """The week of an authority: kinds of provision in their order, those without children left out.

    ``elsewhere`` are amounts in force whose child is not in care on the day: paid, and in no row.
    """

    rows: tuple[ProvisionWeek, ...]
    elsewhere: Week

    @property
    def total(self) -> Week:
        """All children in care."""
        return _sum(row.week for row in self.rows)

    @property
    def bought(self) -> Week:
        """Those whose placements others are paid for by the week."""
        return _sum(row.week for row in self.rows if row.provision.is_bought)


def weekly_costs(authority: Authority, day: date) -> WeeklyCosts:
    """The costs of a week at a date, exact, by kind of provision. Two queries, whatever the number of children."""
    found: dict[str, Week] = {}
    spans = placements_with_costs(authority, day).order_by().values("provision", "in_area")
    for row in spans.annotate(
        children=Count("pk"),
        listed=Count("weekly"),
        cost=_summed("weekly"),
        from_health=_summed("health"),
        from_education=_summed("education"),
    ):
        outside = row["in_area"] is False
        found[row["provision"]] = found.get(row["provision"], Week()) + Week(
            children=row["children"],
            listed=row["listed"],
            out_of_area=row["children"] if outside else 0,
            area_unknown=row["children"] if row["in_area"] is None else 0,
            weekly=row["cost"],
            weekly_outside=row["cost"] if outside else NOTHING,
            health=row["from_health"],
            education=row["from_education"],
        )
    rows = tuple(ProvisionWeek(provision, found[slug]) for slug, provision in BY_SLUG.items() if slug in found)
    return WeeklyCosts(rows, _elsewhere(authority, day))


def _summed(name: str) -> Coalesce:
    """The sum, 0 when there is nothing to add."""
    return Coalesce(Sum(name), NOTHING, output_field=POUNDS)


def paid_elsewhere(authority: Authority, day: date) -> QuerySet[PlacementCost]:
    """Amounts in force on a day on which their child is not in care."""
    in_care = EpisodeSpan.objects.for_authority(authority).in_care_on(day).values("child__identifier")
    return PlacementCost.objects.filter(in_force(day), authority=authority).exclude(child__in=in_care)


def _elsewhere(authority: Authority, day: date) -> Week:
    found = paid_elsewhere(authority, day).aggregate(
        children=Count("child", distinct=True),
        weekly=_summed("total"),
        health=_summed("health_contribution"),
        education=_summed("education_contribution"),
    )
    return Week(listed=found["children"], **found)


def _sum(weeks: Iterable[Week]) -> Week:
    total = Week()
    for week in weeks:
        total += week
    return total
