"""How a load moves the headline measures: worked out before and after, and told apart."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from sufficiency.core.access import Reader
from sufficiency.core.tally import evaluate
from sufficiency.extracts.models import Load
from sufficiency.measures.present import NOT_KNOWN, present
from sufficiency.measures.reading import first_day
from sufficiency.measures.registry import measure_named

from .overview import HEADLINES


@dataclass(frozen=True)
class Movement:
    """One headline measure before and after a load, as texts."""

    title: str
    before: str
    after: str

    @property
    def moves(self) -> bool:
        return self.before != self.after


@dataclass(frozen=True)
class Effect:
    """How the headline measures move at the day a load reaches."""

    day: date
    movements: tuple[Movement, ...]

    @property
    def moves(self) -> bool:
        return any(movement.moves for movement in self.movements)


def headline_figures(load: Load) -> dict[str, Any]:
    """What each headline measure shows at the day a load reaches, as JSON; nothing before the first return.

    The figures are kept with the load, so they are those of a reader who may not see single children.
    """
    day = min(load.reaches, timezone.localdate())
    authority = load.authority
    first = first_day(authority) if authority else None
    if authority is None or first is None or day < first:
        return {"day": day.isoformat(), "figures": {}}
    results = evaluate([headline.measure for headline in HEADLINES], authority, [day])
    reader = Reader(name=load.by, authority=authority, roles=())
    return {"day": day.isoformat(), "figures": {slug: present(at, reader).text for slug, (at,) in results.items()}}


def effect_of(found: dict[str, Any] | None) -> Effect | None:
    """What a check found before and after, ready to show; None when it came to no such thing."""
    if found is None:
        return None
    before, after = found["before"]["figures"], found["after"]["figures"]
    slugs = [headline.measure.slug for headline in HEADLINES]
    return Effect(
        day=date.fromisoformat(found["after"]["day"]),
        movements=tuple(
            Movement(measure_named(slug).title, before.get(slug, NOT_KNOWN), after.get(slug, NOT_KNOWN))
            for slug in slugs
        ),
    )
