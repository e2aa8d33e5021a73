"""How a load moves the headline measures: worked out before and after, and told apart."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from sufficiency.core.access import Reader
from sufficiency.core.models import Authority
from sufficiency.core.tally import evaluate
from sufficiency.extracts.models import Load
from sufficiency.measures.present import NOT_KNOWN, day_for, present
from sufficiency.measures.reading import default_as_at, first_day
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
    authority = load.authority
    day = min(load.reaches, timezone.localdate())
    if authority is None:
        return {"day": day.isoformat(), "figures": {}}
    day = day_for(_nobody(load.by, authority), day)
    return {"day": day.isoformat(), "figures": _figures(authority, day, load.by)}


def figures_for(reader: Reader) -> Callable[[Load], dict[str, Any]]:
    """The same for whoever looks at a load: published data belongs to no authority, so it is the reader's that moves.

    What comes of it names that authority, so that nobody of another is shown its figures.
    """

    def found(load: Load) -> dict[str, Any]:
        if not load.is_published:
            return headline_figures(load)
        usual = default_as_at(reader.authority)
        day = day_for(_nobody(load.by, reader.authority), usual) if usual else None
        figures = _figures(reader.authority, day, load.by) if day else {}
        return {
            "day": (day or load.reaches).isoformat(),
            "figures": figures,
            "authority": reader.authority.code,
        }

    return found


def _figures(authority: Authority, day: date, by: str) -> dict[str, str]:
    """What each headline measure shows to somebody who may not see single children."""
    first = first_day(authority)
    if first is None or day < first:
        return {}
    results = evaluate([headline.measure for headline in HEADLINES], authority, [day])
    return {slug: present(at, _nobody(by, authority)).text for slug, (at,) in results.items()}


def _nobody(name: str, authority: Authority) -> Reader:
    """A reader who may see nothing but figures."""
    return Reader(name=name, authority=authority, roles=())


def effect_of(found: dict[str, Any] | None, reader: Reader) -> Effect | None:
    """What a check found before and after, ready to show; None when it came to no such thing, or is not the reader's.

    Of published data nothing is shown before the authority has returns, for then no figure can move.
    """
    if found is None or found["after"].get("authority", reader.authority.code) != reader.authority.code:
        return None
    before, after = found["before"]["figures"], found["after"]["figures"]
    if "authority" in found["after"] and not after:
        return None
    slugs = [headline.measure.slug for headline in HEADLINES]
    return Effect(
        day=date.fromisoformat(found["after"]["day"]),
        movements=tuple(
            Movement(measure_named(slug).title, before.get(slug, NOT_KNOWN), after.get(slug, NOT_KNOWN))
            for slug in slugs
        ),
    )
