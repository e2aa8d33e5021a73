"""Cases of the demo's unregulated placements: 43 open on the reference day, 20 of them of children who turn 18 by
31 March 2021, as published. What is said of any one of them is invented.

The papers use unregulated and unregistered loosely (oracles, section 8). The demo follows the strategy's row of 43 in
unregulated provision; four of these children live in homes that should be registered, and their cases say so.
"""

from collections.abc import Container, Iterable, Iterator
from datetime import date, timedelta

from .children import Person
from .days import birthday
from .dice import Dice
from .schedule import LAST_DAY, Setting
from .spells import Spell
from .writing import csv_file, written

CASES = (
    "CHILD", "OPENED_ON", "KIND", "REASON", "FRAMEWORK", "ADVOCATE_OFFERED", "EXIT_PLAN", "PLANNED_EXIT", "ENDED_ON",
    "DESTINATION",
)  # fmt: skip
EVENTS = ("CHILD", "OPENED_ON", "KIND", "DUE_ON", "DONE_ON", "NOTE")
# Placements that ended before have no case: the weekly report looks a year back from the reference day.
FIRST_DAY = date(2019, 12, 1)
EVENTS_FROM = date(2020, 8, 1)  # visits and events before it are not told
BETWEEN_VISITS, BETWEEN_MEETINGS, AHEAD = timedelta(28), timedelta(91), timedelta(28)

_REASONS = {
    "No foster home or children's home could be found in time": 30.0,
    "Living semi-independently is the young person's plan": 34,
    "The placement before ended without notice": 18,
    "Close to college or work, which the young person wants to keep": 10,
}
_UASC_REASONS = {"Arrived unaccompanied at 16 or 17; no foster home with the language was free": 1.0}
_FRAMEWORKS = {"Pathway plan": 70.0, "Care plan": 25, "Child protection plan": 5}
_PLANS_AT_18 = {
    "Own tenancy at 18 with a support worker": 40.0,
    "Stays at 18; housing benefit is applied for": 35,
    "Supported lodgings from the 18th birthday": 25,
}
_CAME_TRUE = dict(zip(_PLANS_AT_18, ("OWN-TENANCY", "STAYED-AT-18", "SUPPORTED-LODGINGS"), strict=True))
_PLANS = {
    "Moves to registered supported accommodation when a place is free": 35.0,
    "Foster home is being sought; review each month": 30,
    "Stays until 18 with support going down": 25,
    "Provider applies for registration": 10,
}
_HAPPENED = {
    "Missing overnight; return interview held": 30.0,
    "Provider changed the key worker": 20,
    "Started college": 20,
    "Neighbours complained about noise": 15,
    "Taken to hospital after a fall; discharged the same day": 15,
}
_MOVED_TO = {
    Setting.OWN_FOSTER: "FOSTER-CARE",
    Setting.AGENCY: "FOSTER-CARE",
    Setting.EXTERNAL_HOME: "CHILDRENS-HOME",
    Setting.OWN_HOME: "CHILDRENS-HOME",
    Setting.UNREGULATED: "OTHER-UNREGULATED",
    Setting.PARENTS: "FAMILY",
    Setting.CUSTODY: "CUSTODY",
}


def cases_file(spells: Iterable[Spell], people: Iterable[Person], unregistered: Container[tuple[str, str]]) -> bytes:
    """A case for each unregulated placement.

    ``unregistered`` has the child and the first day, as written, of placements in homes that should be registered.
    """
    spells, by_name = list(spells), {person.identifier: person for person in people}
    following = {(spell.child, spell.starts): spell for spell in spells}
    return csv_file(
        CASES,
        (
            _case(
                spell,
                "UNREGISTERED" if (spell.child, written(spell.starts)) in unregistered else "UNREGULATED",
                by_name[spell.child],
                following.get((spell.child, spell.ends or date.max)),
            )
            for spell in _with_case(spells)
        ),
    )


def events_file(spells: Iterable[Spell]) -> bytes:
    """Visits, planning meetings and significant events of the cases."""
    return csv_file(EVENTS, (row for spell in _with_case(spells) for row in _events(spell)))


def _with_case(spells: Iterable[Spell]) -> list[Spell]:
    return [s for s in spells if s.setting is Setting.UNREGULATED and (s.ends is None or s.ends > FIRST_DAY)]


def _case(spell: Spell, kind: str, person: Person, following: Spell | None) -> list[str]:
    dice, at_18 = Dice("case", spell.child, spell.starts), birthday(person.born, 18)
    adult_soon = at_18 <= LAST_DAY
    plan = dice.weighted(_PLANS_AT_18 if adult_soon else _PLANS) if adult_soon or dice.chance(0.85) else ""
    planned = at_18 if adult_soon else (spell.ends or LAST_DAY + timedelta(days=dice.between(20, 200)))
    return [
        spell.child,
        written(spell.starts),
        kind,
        dice.weighted(_UASC_REASONS if person.uasc else _REASONS),
        dice.weighted(_FRAMEWORKS),
        written(spell.starts + timedelta(days=dice.between(0, 21))) if dice.chance(0.93) else "",
        plan,
        written(planned) if plan else "",
        written(spell.ends),
        _destination(spell, plan, following),
    ]


def _destination(spell: Spell, plan: str, following: Spell | None) -> str:
    """Where the child went: at 18 where the plan said."""
    if spell.ends is None:
        return ""
    if spell.leaves_care:
        return _CAME_TRUE.get(plan, "OTHER")
    return _MOVED_TO.get(following.setting, "OTHER") if following and following.setting else "OTHER"


def _events(spell: Spell) -> Iterator[list[str]]:
    dice = Dice("events", spell.child, spell.starts)
    until = min(spell.ends or date.max, LAST_DAY + AHEAD)
    for kind, apart in (("VISIT", BETWEEN_VISITS), ("MEETING", BETWEEN_MEETINGS)):
        due = spell.starts + timedelta(days=7 if kind == "VISIT" else 28)
        while due < until:
            done = due + timedelta(days=dice.between(10, 25) if dice.chance(0.08) else dice.between(-3, 0))
            if due >= EVENTS_FROM:
                is_done = done <= LAST_DAY and done < until
                yield _event(spell, kind, due, done if is_done else None, "")
            due += apart
    day = max(spell.starts, EVENTS_FROM) + timedelta(days=dice.between(3, 160))
    while day < min(until, LAST_DAY):
        yield _event(spell, "EVENT", day, day, dice.weighted(_HAPPENED))
        day += timedelta(days=dice.between(40, 240))


def _event(spell: Spell, kind: str, due: date, done: date | None, note: str) -> list[str]:
    return [spell.child, written(spell.starts), kind, written(due), written(done), note]
