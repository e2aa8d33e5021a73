"""What places are paid for, provider by provider: pure reads of the registers and of the derived episodes.

A placement's provider is that of the home it is in, or else that of the contract which its amount names.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from statistics import mean

from sufficiency.core.dates import age_on
from sufficiency.core.models import Authority

from .costs import in_force, placements_with_costs
from .entries import entries_of
from .models import Contract, Home, PlacementCost, Provider, ResidentSpan

NOT_KNOWN = ""


@dataclass(frozen=True, slots=True)
class Price:
    """What one child's placement costs on a day, in pounds a week, and where it is.

    ``home`` and ``provider`` are references, blank where not known; ``age`` in years, ``miles`` from home.
    """

    provision: str
    weekly: Decimal
    age: int | None
    miles: Decimal | None
    home: str
    provider: str


@dataclass(frozen=True)
class Prices:
    """The prices of a day, and the names of providers by reference."""

    prices: tuple[Price, ...]
    providers: Mapping[str, str]

    def provider_name(self, reference: str) -> str:
        """The reference itself where no provider has it."""
        return self.providers.get(reference, reference)

    @property
    def by_home(self) -> dict[str, list[Price]]:
        """Those of children in a home of the register, by its reference."""
        found: dict[str, list[Price]] = defaultdict(list)
        for each in self.prices:
            if each.home:
                found[each.home].append(each)
        return dict(found)


def mean_of(prices: Iterable[Price]) -> Decimal | None:
    """The mean in pounds a week; None of none."""
    amounts = [each.weekly for each in prices]
    return mean(amounts) if amounts else None


def miles_of(prices: Iterable[Price]) -> Decimal | None:
    """How far from home the children live on average, of those of whom it is known."""
    known = [each.miles for each in prices if each.miles is not None]
    return mean(known) if known else None


def prices_on(authority: Authority, day: date) -> Prices:
    """The price of every placement with an amount, in six queries."""
    homes = dict(ResidentSpan.on(authority, day).values_list("child", "home"))
    of_home = dict(entries_of(Home, authority).order_by().values_list("reference", "provider"))
    of_child = _contracted(authority, day)
    rows = placements_with_costs(authority, day).filter(weekly__isnull=False).order_by().values_list(
        "child", "child__identifier", "child__date_of_birth", "provision", "weekly", "distance"
    )  # fmt: skip
    prices = []
    for child, identifier, born, provision, weekly, miles in rows:
        home = homes.get(child, "")
        provider = of_home.get(home) or of_child.get(identifier, NOT_KNOWN)
        prices.append(Price(provision, weekly, age_on(day, born) if born else None, miles, home, provider))
    names = entries_of(Provider, authority).order_by().values_list("reference", "name")
    return Prices(tuple(prices), dict(names))


def _contracted(authority: Authority, day: date) -> dict[str, str]:
    """The provider of the contract that a child's amount names, by the child's identifier."""
    providers = dict(entries_of(Contract, authority).order_by().values_list("reference", "provider"))
    paid = PlacementCost.objects.filter(in_force(day), authority=authority).exclude(contract="")
    named = paid.order_by("paid_from").values_list("child", "contract")
    return {child: providers[contract] for child, contract in named if contract in providers}
