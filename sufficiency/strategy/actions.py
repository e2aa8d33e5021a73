"""Entering a strategy."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from sufficiency.core import audit
from sufficiency.core.models import Authority, Population
from sufficiency.registers.actions import create_record

from .models import Strategy
from .registers.aims import TARGETS
from .registers.strategies import STRATEGIES


@transaction.atomic
def enter_strategy(*, described: dict[str, Any], by: str) -> Strategy | None:
    """Enter a strategy with its targets and the population it fixes, described as docs/strategy.md shows.

    Returns None, and changes nothing, when the authority already has a strategy of that title. Raises ValueError
    when a value has not its form, and AlreadyThereError when another strategy has the reference.
    """
    authority = Authority.of_england(described["authority"])
    if Strategy.objects.filter(authority=authority, title=described["title"]).exists():
        return None
    starts, ends = date.fromisoformat(described["starts"]), date.fromisoformat(described["ends"])
    reference = described.get("reference") or f"{starts.year}-{ends.year}"
    values = {"reference": reference, "title": described["title"], "starts": starts, "ends": ends}
    create_record(register=STRATEGIES, authority=authority, values=values, by=by)
    for target in described["targets"]:
        create_record(register=TARGETS, authority=authority, values=_target(target, reference), by=by)
    if population := described.get("population"):
        fix_population(authority=authority, by=by, **population)
    audit.record(actor=by, action="strategy.enter", authority=authority.code, subject=described["title"])
    return Strategy.objects.get(authority=authority, reference=reference)


def _target(described: dict[str, Any], strategy: str) -> dict[str, Any]:
    """The values of a target. Raises ValueError when one of them has not its form."""
    values = {
        "strategy": strategy,
        "measure": described["measure"],
        "scope": "",
        "value": Decimal(described["value"]),
        "in_force_from": date.fromisoformat(described["in_force_from"]),
        "source": described["source"],
    }
    if values["measure"] not in TARGETS.names["measure"].known():
        raise ValueError(f"no measure is called {values['measure']}")
    try:
        TARGETS.field("value").clean(values["value"], None)
    except ValidationError as fault:
        raise ValueError("; ".join(fault.messages)) from None
    return values


@transaction.atomic
def fix_population(*, authority: Authority, mid_years: Iterable[int], children: int, source: str, by: str) -> bool:
    """Let an authority's rates be worked out with the number of 0 to 17 year olds that its strategy works with.

    Returns False, and changes nothing, when each of the mid-years has such a number already.
    """
    held = Population.objects.for_authority(authority).filter(fixed_by_strategy=True)
    missing = sorted(set(mid_years) - set(held.values_list("mid_year", flat=True)))
    Population.objects.bulk_create(
        Population(authority=authority, mid_year=mid_year, children=children, source=source, fixed_by_strategy=True)
        for mid_year in missing
    )
    if missing:
        audit.record(actor=by, action="strategy.fix-population", authority=authority.code, subject=source)
    return bool(missing)
