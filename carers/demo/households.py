"""Fostering households of the demo: made around the placements of the returns, and as many as are published."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cache

from placements.demo.dice import Dice
from placements.demo.episodes import Episode
from placements.demo.provision import homes
from placements.demo.returns import records
from placements.demo.schedule import REFERENCE_DAY, Setting
from placements.demo.spells import Spell, spells

from .schedule import AT_FIRST, BEGINS, CONNECTED, MAINSTREAM, MOST_CHILDREN, RESIGNED, STRETCHES, Stretch

OLDEST_APPROVAL = date(2006, 4, 1)
EARLY_PERMANENCE = ("U5",)  # PLACE of carers who are approved to adopt as well, in the demo always the council's own


@dataclass(eq=False)
class Carers:
    """A household with the placements of the children who live there."""

    kind: str
    outward: str
    placements: list[Spell] = field(default_factory=list)
    reference: str = ""
    approved_from: date = date.max
    approved_to: date | None = None
    reason_ended: str = ""

    @property
    def first(self) -> date:
        """When the first child came; never, when none did."""
        return min((each.starts for each in self.placements), default=date.max)

    @property
    def last(self) -> date:
        """When the last child left."""
        return max((each.ends or date.max for each in self.placements), default=date.min)

    def living_there(self, day: date) -> int:
        return sum(each.covers(day) for each in self.placements)

    def is_approved(self, day: date) -> bool:
        return self.approved_from <= day and (self.approved_to is None or self.approved_to > day)

    def changes(self) -> list[date]:
        """Days on which a child comes or leaves."""
        return sorted({day for each in self.placements for day in (each.starts, each.ends) if day})

    def most(self, since: date = date.min, before: date = date.max) -> int:
        """The most children who live there at a time, from a day on and before another."""
        days = [since, *(day for day in self.changes() if since < day < before)]
        return max(self.living_there(day) for day in days)

    def has_room(self, placement: Spell) -> bool:
        ends = placement.ends or date.max
        return self.most(placement.starts, ends) < MOST_CHILDREN[self.kind]


@cache
def households() -> tuple[Carers, ...]:
    """Every household that was ever approved, by reference; ValueError when the published totals cannot be met."""
    _, episodes = records()
    own = list(_with_own_carers(episodes))
    made = [carers for kind in (MAINSTREAM, CONNECTED) for carers in _approved(kind, list(_with_children(kind, own)))]
    for number, carers in enumerate(Dice("household references").shuffled(made), 1):
        carers.reference = f"F-{number:03}"
    return tuple(sorted(made, key=lambda carers: carers.reference))


def _with_own_carers(episodes: Iterable[Episode]) -> Iterator[Spell]:
    """Placements with the council's own carers. One that becomes an adoption by them is over on that day."""
    fostered: dict[str, list[Episode]] = defaultdict(list)
    for episode in episodes:
        if episode.place in EARLY_PERMANENCE:
            fostered[episode.child].append(episode)
    for spell in spells(episodes):
        if spell.setting is Setting.OWN_FOSTER:
            yield spell
        elif before := [each for each in fostered[spell.child] if spell.covers(each.starts)]:
            yield replace(spell, ends=max(each.ends or date.max for each in before))


def _with_children(kind: str, own: Iterable[Spell]) -> Iterator[Carers]:
    """Households of the places where children live: those of the reference day first, so that they are together."""
    connected = {home.where.postcode for home in homes()[Setting.CONNECTED]}
    there = [each for each in own if (each.postcode in connected) == (kind == CONNECTED)]
    at: dict[str, list[Carers]] = defaultdict(list)
    for placement in sorted(there, key=lambda each: (not each.covers(REFERENCE_DAY), each.starts, each.child)):
        found = next((carers for carers in at[placement.postcode] if carers.has_room(placement)), None)
        if found is None:
            found = Carers(kind, placement.postcode.split()[0])
            at[placement.postcode].append(found)
        found.placements.append(placement)
    return (carers for some in at.values() for carers in some)


def _approved(kind: str, with_children: list[Carers]) -> list[Carers]:
    """They and others without children, approved and ended as the plan says."""
    dice = Dice("approvals", kind)
    made = _at_first(kind, with_children, dice)
    waiting = sorted((each for each in with_children if each.first >= BEGINS), key=lambda each: each.first)
    for stretch in STRETCHES:
        made += _newly_approved(kind, stretch, waiting, dice)
        _end(kind, stretch, made, dice)
    if waiting:
        raise ValueError(f"The plan approves too few {kind} households for the children who live with them.")
    return made


def _at_first(kind: str, with_children: Iterable[Carers], dice: Dice) -> list[Carers]:
    """Those approved before the plan begins: some had ended by then."""
    earlier = sorted((each for each in with_children if each.first < BEGINS), key=lambda each: each.last, reverse=True)
    wanted = AT_FIRST[kind]
    if sum(each.last >= BEGINS for each in earlier) > wanted:
        raise ValueError(f"More {kind} households have children when the plan begins than are in it.")
    for number, carers in enumerate(earlier):
        before = dice.between(30, 200) if kind == MAINSTREAM else dice.between(0, 20)
        carers.approved_from = carers.first - timedelta(days=before)
        if number >= wanted:
            carers.approved_to = dice.day(carers.last, BEGINS - timedelta(days=1))
            carers.reason_ended = RESIGNED
    others = [_without_children(kind, dice) for _ in range(wanted - len(earlier))]
    for carers in others:
        carers.approved_from = dice.day(OLDEST_APPROVAL, BEGINS - timedelta(days=60))
    return [*earlier, *others]


def _without_children(kind: str, dice: Dice) -> Carers:
    setting = Setting.OWN_FOSTER if kind == MAINSTREAM else Setting.CONNECTED
    return Carers(kind, dice.pick(homes()[setting]).where.outward)


def _newly_approved(kind: str, stretch: Stretch, waiting: list[Carers], dice: Dice) -> Iterator[Carers]:
    """As many as the plan says: first those to whom a child comes soon."""
    soon = stretch.last + timedelta(days=120)
    for _ in range(stretch.approved[kind]):
        carers = waiting.pop(0) if waiting and waiting[0].first <= soon else _without_children(kind, dice)
        latest = min(stretch.last, carers.first)
        if latest < stretch.first:
            raise ValueError(f"A child comes to {kind} carers before they are approved: {carers.first}.")
        close = latest - timedelta(days=20) if kind == CONNECTED and carers.placements else stretch.first
        carers.approved_from = dice.day(max(stretch.first, close), latest)
        yield carers


def _end(kind: str, stretch: Stretch, made: Iterable[Carers], dice: Dice) -> None:
    """As many as the plan says, of those from whom the last child has left."""
    held = (each for each in made if each.approved_to is None and each.last <= stretch.last)
    free = dice.shuffled(each for each in held if (stretch.last - each.approved_from).days > 40)
    for reason, number in stretch.ended[kind].items():
        if len(free) < number:
            raise ValueError(f"The plan ends more {kind} households than have no child: {stretch.first}.")
        for _ in range(number):
            carers = free.pop()
            earliest = max(stretch.first, carers.last, carers.approved_from + timedelta(days=30))
            carers.approved_to = dice.day(earliest, stretch.last)
            carers.reason_ended = reason
