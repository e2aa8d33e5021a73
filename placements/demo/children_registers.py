"""The demo's registers about the children themselves: health, talks after being missing, plans, visits and needs.

What is said of any one child is invented. The rates follow the papers: initial health assessments on time in 23 of 35,
14 of 30, 17 of 38 and 18 of 34 in the quarters of 2018/19 and in 75% later; 80.5% notified and 62.6% offered an
appointment in time; 78% of health assessments up to date; permanence plans for 97.1%; 75% of talks after being missing
held; visits on time in 78 of a hundred; 9% of children disabled, two thirds with special educational needs, 26% with a
plan for them. The NHS counts a little otherwise than the council, as it did.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from .days import birthday
from .dice import Dice
from .schedule import REFERENCE_DAY, RETURN_YEARS
from .stretches import ReturnYear, Stretch
from .wellbeing import incidents
from .writing import csv_file, written

HEALTH = (
    "CHILD", "KIND", "REQUIRED_ON", "SOURCE", "NOTIFIED_ON", "APPOINTMENT_ON", "COMPLETED_ON", "DELAY_REASON",
)  # fmt: skip
INTERVIEWS = ("CHILD", "MISSING_SINCE", "OFFERED", "ACCEPTED", "COMPLETED_ON", "HELD_BY")
PLANS = ("CHILD", "DECIDED_ON", "PLAN", "DECIDED_BY")
VISITS = ("CHILD", "DUE_ON", "DONE_ON", "SEEN_ALONE")
NEEDS = ("CHILD", "SINCE", "DISABLED", "SEN", "EHCP")

HEALTH_FROM = date(2018, 4, 1)  # who came into care before has reviews only
REVIEWS_FROM = date(2019, 10, 1)
VISITS_FROM = date(2020, 4, 1)
BETWEEN_VISITS = timedelta(42)
# Until which day, what share of initial assessments is on time, from the 21st to the 30th working day, and later.
_ON_TIME = (
    (date(2018, 6, 30), (23, 4, 7, 1)),
    (date(2018, 9, 30), (14, 6, 8, 2)),
    (date(2018, 12, 31), (17, 7, 3, 11)),
    (date(2019, 3, 31), (18, 10, 2, 4)),
    (date.max, (75, 13, 8, 4)),
)
# Days after coming into care, from and to, for each of these: about four, six and twelve weeks. None: outstanding.
_TAKEN = ((8, 26), (29, 39), (45, 90), None)
_DELAYS = {"LATE-NOTIFICATION": 30.0, "CONSENT": 20, "OUT-OF-AREA": 20, "FIRST-AVAILABLE": 18, "NOT-ATTENDED": 7,
           "DECLINED": 5}  # fmt: skip
_PLANS_BY_AGE = (
    (3, {"ADOPTION": 50.0, "RETURN-HOME": 20, "FAMILY": 15, "SPECIAL-GUARDIAN": 15}),
    (13, {"LONG-TERM-FOSTERING": 55.0, "RETURN-HOME": 15, "FAMILY": 15, "SPECIAL-GUARDIAN": 10, "ADOPTION": 5}),
    (16, {"LONG-TERM-FOSTERING": 55.0, "RESIDENTIAL": 20, "RETURN-HOME": 15, "FAMILY": 10}),
    (99, {"INDEPENDENCE": 60.0, "LONG-TERM-FOSTERING": 25, "RESIDENTIAL": 10, "RETURN-HOME": 5}),
)


def children_files(in_care: Iterable[Stretch]) -> dict[str, bytes]:
    """The files, as known on the reference day."""
    known = [stretch for stretch in in_care if stretch.start <= REFERENCE_DAY]
    return {
        "health-assessments.csv": csv_file(HEALTH, (row for stretch in known for row in _health(stretch))),
        "return-interviews.csv": csv_file(INTERVIEWS, (row for stretch in known for row in _interviews(stretch))),
        "permanence-plans.csv": csv_file(PLANS, (row for stretch in known for row in _plans(stretch))),
        "child-visits.csv": csv_file(VISITS, (row for stretch in known for row in _visits(stretch))),
        "child-needs.csv": csv_file(NEEDS, _needs(known)),
    }


def _by_then(day: date | None, stretch: Stretch) -> date | None:
    """The day, unless it is after all that is known of the child: the end of its care, or the reference day."""
    return day if day is not None and day < _until(stretch) else None


def _until(stretch: Stretch) -> date:
    return min(stretch.end or date.max, REFERENCE_DAY + timedelta(1))


@dataclass(frozen=True)
class _Assessment:
    """A row of the file of health assessments, but for its source."""

    kind: str
    required_on: date
    notified_on: date | None = None
    appointment_on: date | None = None
    completed_on: date | None = None
    why_late: str = ""


def _health(stretch: Stretch) -> Iterator[list[str]]:
    """Each assessment as the council has it, and mostly as the NHS has it too: at times on another day, or not done."""
    dice = Dice("health assessments", stretch.name)
    for each in _assessments(stretch, dice):
        yield _health_row(stretch, each, "COUNCIL", each.completed_on)
        if dice.chance(0.96):
            later = timedelta(dice.between(1, 6) if dice.chance(0.08) else 0)
            done = each.completed_on + later if each.completed_on and dice.chance(0.98) else None
            yield _health_row(stretch, each, "NHS", _by_then(done, stretch))


def _health_row(stretch: Stretch, each: _Assessment, source: str, done: date | None) -> list[str]:
    days = (each.notified_on, each.appointment_on, done)
    child = stretch.person.identifier
    return [child, each.kind, written(each.required_on), source, *map(written, days), each.why_late]


def _assessments(stretch: Stretch, dice: Dice) -> Iterator[_Assessment]:
    """The initial one, and a review every six months under the age of five and every year from then on."""
    last = stretch.start
    if stretch.start >= HEALTH_FROM:
        yield (initial := _initial(stretch, dice))
        last = initial.completed_on or last
    while (last := last + timedelta(182 if stretch.age_on(last) < 5 else 364)) < _until(stretch):
        if last >= REVIEWS_FROM:
            done = last + timedelta(dice.between(5, 70)) if dice.chance(0.2) else last - timedelta(dice.between(0, 28))
            yield _Assessment("REVIEW", last, completed_on=_by_then(done, stretch))


def _initial(stretch: Stretch, dice: Dice) -> _Assessment:
    shares = next(shares for until, shares in _ON_TIME if stretch.start <= until)
    taken = dice.weighted(dict(zip(_TAKEN, shares, strict=True)))
    done = _by_then(stretch.start + timedelta(dice.between(*taken)), stretch) if taken else None
    told = stretch.start + timedelta(dice.between(0, 4) if dice.chance(0.805) else dice.between(8, 25))
    offered = stretch.start + timedelta(dice.between(7, 26) if dice.chance(0.63) else dice.between(29, 45))
    return _Assessment(
        "INITIAL",
        stretch.start,
        notified_on=_by_then(told, stretch),
        appointment_on=_by_then(min(offered, done or offered), stretch),
        completed_on=done,
        why_late="" if taken == _TAKEN[0] else dice.weighted(_DELAYS),
    )


def _interviews(stretch: Stretch) -> Iterator[list[str]]:
    """A talk after most incidents of the two last return years, where the child accepts it."""
    for year in map(ReturnYear, RETURN_YEARS[-2:]):
        found = incidents(year, stretch) if stretch.touches(year) else ()
        for since, back in ((since, back) for code, since, back in found if code == "M" and back <= REFERENCE_DAY):
            dice = Dice("return interview", stretch.name, since)
            offered = dice.chance(0.94)
            accepted = offered and dice.chance(0.82)
            done = back + timedelta(dice.between(0, 3) if dice.chance(0.83) else dice.between(4, 12))
            held = done if accepted and done <= REFERENCE_DAY else None
            if dice.chance(0.97):  # the others are not on record
                yield [
                    stretch.person.identifier, written(since), _yes(offered), _yes(accepted) if offered else "",
                    written(held), "Youth worker" if held else "",
                ]  # fmt: skip


def _plans(stretch: Stretch) -> Iterator[list[str]]:
    """A plan by the second review, and at 16 another for some."""
    dice = Dice("permanence plan", stretch.name)
    if not dice.chance(0.971):
        return
    decided = stretch.start + timedelta(dice.between(60, 119))
    age = stretch.age_on(decided)
    plans = next(plans for below, plans in _PLANS_BY_AGE if age < below)
    at_16 = birthday(stretch.person.born, 16) + timedelta(dice.between(0, 60))
    for day, kinds in ((decided, plans), (at_16, _PLANS_BY_AGE[-1][1])):
        if decided <= day < _until(stretch):
            yield [stretch.person.identifier, written(day), dice.weighted(kinds), "Review of the care plan"]


def _visits(stretch: Stretch) -> Iterator[list[str]]:
    """A visit every six weeks, most of them on time."""
    dice = Dice("visits", stretch.name)
    due = stretch.start + timedelta(7)
    while due < _until(stretch):
        done = due + timedelta(dice.between(3, 30) if dice.chance(0.2) else -dice.between(0, 10))
        done_on = _by_then(max(done, stretch.start), stretch) if dice.chance(0.985) else None
        if due >= VISITS_FROM:
            seen = ("Y" if dice.chance(0.9) else "N") if done_on else ""
            yield [stretch.person.identifier, written(due), written(done_on), seen]
        due += BETWEEN_VISITS


def _needs(known: Iterable[Stretch]) -> Iterator[list[str]]:
    """What is known of each child from the first day in care; a plan for special needs may come later."""
    first: dict[str, Stretch] = {}
    for stretch in known:
        first.setdefault(stretch.person.identifier, stretch)
    for child, stretch in first.items():
        dice = Dice("needs", child)
        if dice.chance(0.02):
            continue
        disabled = dice.chance(0.09)
        sen = stretch.age_on(REFERENCE_DAY) >= 4 and (disabled or dice.chance(0.7))
        ehcp = sen and dice.chance(0.4)
        later = stretch.start + timedelta(dice.between(30, 500))
        changes = ehcp and dice.chance(0.3) and later <= REFERENCE_DAY
        yield [child, written(stretch.start), *map(_yes, (disabled, sen, ehcp and not changes))]
        if changes:
            yield [child, written(later), *map(_yes, (disabled, sen, True))]


def _yes(value: bool) -> str:
    return "Y" if value else "N"
