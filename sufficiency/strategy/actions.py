"""Entering a strategy."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction

from sufficiency.core import audit
from sufficiency.core.models import Authority, Population

from .models import Strategy, Target
from .targets import derive_targets


@transaction.atomic
def enter_strategy(*, described: dict[str, Any], by: str) -> Strategy | None:
    """Enter a strategy with its targets and the population it fixes, described as in ``fixtures/demo_strategy.json``.

    Returns None, and changes nothing, when the authority already has a strategy of that title.
    """
    authority = Authority.of_england(described["authority"])
    if authority.strategies.filter(title=described["title"]).exists():
        return None
    strategy = Strategy.objects.create(
        authority=authority,
        title=described["title"],
        starts=date.fromisoformat(described["starts"]),
        ends=date.fromisoformat(described["ends"]),
    )
    Target.objects.bulk_create(
        Target(
            strategy=strategy,
            measure=target["measure"],
            value=Decimal(target["value"]),
            in_force_from=date.fromisoformat(target["in_force_from"]),
            source=target["source"],
        )
        for target in described["targets"]
    )
    population = described.get("population", {})
    Population.objects.bulk_create(
        Population(
            authority=authority,
            mid_year=mid_year,
            children=population["children"],
            source=population["source"],
            fixed_by_strategy=True,
        )
        for mid_year in population.get("mid_years", [])
    )
    # Targets that were loaded before may have waited for this strategy.
    derive_targets(authority.code, [])
    audit.record(actor=by, action="strategy.enter", authority=authority.code, subject=strategy.title)
    return strategy
