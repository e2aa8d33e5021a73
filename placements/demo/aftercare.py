"""Care leavers of the demo: how those who turn 17 to 21 in a year fare. All invented, at the rates usual in England."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from .days import birthday
from .dice import Dice
from .schedule import FIRST_DAY
from .stretches import ReturnYear, Stretch
from .writing import csv_file, written

OC3 = ("CHILD", "DOB", "IN_TOUCH", "ACTIV", "ACCOM")
AGES = range(17, 22)
LONG_ENOUGH = timedelta(weeks=13)  # in care after the 14th birthday, some of it after the 16th
STAYED_PUT, MOVED_TO_ADULT_CARE = "E17", "E7"
LEFT_BEFORE_THE_FIRST_RETURN = 165  # at 18, in the four years before it

_IN_TOUCH = {"YES": 89, "NO": 5, "REFU": 2.5, "NREQ": 1.5, "RHOM": 1.6, "DIED": 0.4}
_NO_NEED_TO_ASK = ("RHOM", "DIED")
_ACTIVITY_AT_18 = {"F2": 36, "P2": 3, "F3": 20, "P3": 5, "F1": 2, "G4": 9, "G5": 21, "G6": 4}
_ACTIVITY_LATER = {"F1": 7, "F2": 16, "P2": 2, "F3": 24, "P3": 6, "G4": 12, "G5": 25, "G6": 8}
_HOME_AT_18 = {
    "B1": 13, "C1": 4, "D1": 28, "D2": 1, "E1": 9, "K1": 3, "S2": 1, "T1": 2, "U1": 16, "V2": 1, "X2": 2, "Y1": 4,
    "Z1": 10,
}  # fmt: skip
_HOME_LATER = {
    "B1": 11, "C1": 2, "D1": 13, "D2": 1, "E1": 5, "G1": 1, "K1": 5, "R2": 2, "S2": 2, "T1": 1, "U1": 43, "U2": 1,
    "V2": 1, "X2": 3, "Y1": 4,
}  # fmt: skip


@dataclass(frozen=True)
class Leaver:
    """Somebody who left care after 16."""

    identifier: str
    born: date
    left: date
    rec: str


def leavers(stretches: Iterable[Stretch]) -> list[Leaver]:
    """Who left care after 16, in the order of their identifiers: out of the episodes, or before the first return."""
    return _in_order([*left_care(stretches), *_left_before()])


def left_care(stretches: Iterable[Stretch]) -> list[Leaver]:
    """Who left care after 16 by the episodes, in the order of their identifiers."""
    found = [
        Leaver(s.person.identifier, s.person.born, s.end, s.rec)
        for s in stretches
        if s.end is not None
        and s.end > birthday(s.person.born, 16)
        and s.end - max(s.start, birthday(s.person.born, 14)) >= LONG_ENOUGH
    ]
    return _in_order(found)


def _in_order(found: Iterable[Leaver]) -> list[Leaver]:
    return sorted(found, key=lambda leaver: (leaver.identifier, leaver.left))


def _left_before() -> Iterator[Leaver]:
    """Those whom no episode of the four returns tells of."""
    for number in range(LEFT_BEFORE_THE_FIRST_RETURN):
        dice = Dice("left before", number)
        left = dice.day(date(FIRST_DAY.year - 4, 4, 1), FIRST_DAY - timedelta(days=1))
        # Between the identifiers of the others, which are 797 apart.
        yield Leaver(
            f"{3470 + number * 797:06d}", birthday(left, -18), left, dice.weighted({"E17": 3, "E5": 5, "E6": 3})
        )


def oc3_file(year: ReturnYear, leavers: Iterable[Leaver]) -> bytes:
    """Those who have left care and turn 17 to 21 in the year, each once, as they were about that birthday."""
    rows: dict[str, list[str]] = {}
    for leaver in leavers:
        for age in AGES:
            day = birthday(leaver.born, age)
            if year.holds(day) and leaver.left <= day and not died_before(leaver, age):
                rows[leaver.identifier] = [leaver.identifier, written(leaver.born), *fares(leaver, age)]
    return csv_file(OC3, rows.values())


def _touch(leaver: Leaver, age: int) -> str:
    return Dice("in touch", leaver.identifier, age).weighted(_IN_TOUCH)


def died_before(leaver: Leaver, age: int) -> bool:
    """Whether an earlier return said so."""
    return any(
        _touch(leaver, earlier) == "DIED" for earlier in range(17, age) if birthday(leaver.born, earlier) >= leaver.left
    )


def fares(leaver: Leaver, age: int) -> tuple[str, str, str]:
    """IN_TOUCH, ACTIV and ACCOM of somebody about a birthday."""
    touch = _touch(leaver, age)
    if touch in _NO_NEED_TO_ASK:
        return touch, "", ""
    if touch != "YES":
        return touch, "0", "0"
    dice = Dice("leaver", leaver.identifier, age)
    activity = dice.weighted(_ACTIVITY_AT_18 if age <= 18 else _ACTIVITY_LATER)
    home = dice.weighted(_HOME_AT_18 if age <= 18 else _HOME_LATER)
    if leaver.rec == STAYED_PUT and dice.chance(0.9 if age <= 18 else 0.5):
        home = "Z1"
    if leaver.rec == MOVED_TO_ADULT_CARE:
        activity, home = "G4", "C1"
    return touch, activity, home
