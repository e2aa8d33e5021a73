"""Reviews, health and missing incidents of the demo's children. All invented, at the rates usual in England."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from .dice import Dice
from .stretches import ReturnYear, Stretch
from .writing import csv_file, written

REVIEWS = ("CHILD", "DOB", "REVIEW", "REVIEW_CODE")
OC2 = (
    "CHILD", "DOB", "SDQ_SCORE", "SDQ_REASON", "CONVICTED", "HEALTH_CHECK", "IMMUNISATIONS", "TEETH_CHECK",
    "HEALTH_ASSESSMENT", "SUBSTANCE_MISUSE", "INTERVENTION_RECEIVED", "INTERVENTION_OFFERED",
)  # fmt: skip
MISSING = ("CHILD", "DOB", "MISSING", "MIS_START", "MIS_END")

_TAKES_PART = {"PN1": 50, "PN2": 4, "PN3": 7, "PN4": 5, "PN5": 12, "PN6": 15, "PN7": 7}
_NO_SCORE = {"SDQ2": 22, "SDQ3": 8, "SDQ4": 45, "SDQ5": 25}
# Share of children with an incident in a year, by the age below which it holds.
_GOES_MISSING = ((10, 0.01), (13, 0.09), (16, 0.27), (19, 0.31))
_ONCE_MORE = 0.72  # after each incident of a year
_DENTISTS_CLOSED = 2021  # most dentists were, from spring 2020 on


def reviews_file(year: ReturnYear, stretches: Iterable[Stretch]) -> bytes:
    """A first review within 20 working days, a second three months later, then one every six months."""
    rows = [
        (stretch.person.identifier, written(stretch.person.born), written(day), _participation(stretch, day))
        for stretch in stretches
        if stretch.touches(year)
        for day in _review_days(stretch, year.last)
        if day >= year.first
    ]
    return csv_file(REVIEWS, rows)


def _review_days(stretch: Stretch, last: date) -> Iterator[date]:
    dice = Dice("reviews", stretch.name)
    day = stretch.start + timedelta(days=dice.between(14, 27))
    gap = timedelta(days=dice.between(75, 91))
    while day <= last and stretch.lasts_on(day):
        yield day
        day += gap
        gap = timedelta(days=dice.between(160, 183))


def _participation(stretch: Stretch, day: date) -> str:
    if stretch.age_on(day) < 4:
        return "PN0"
    return Dice("participation", stretch.name, day).weighted(_TAKES_PART)


def oc2_file(year: ReturnYear, stretches: Iterable[Stretch]) -> bytes:
    """Health of the children who had been in care for twelve months on 31 March."""
    a_year_before = date(year.year - 1, 3, 31)
    there = (s for s in stretches if s.lasts_on(a_year_before) and s.lasts_on(year.last))
    return csv_file(OC2, (_health_row(year, stretch) for stretch in there))


def _health_row(year: ReturnYear, stretch: Stretch) -> list[str]:
    dice, age = Dice("health", stretch.name, year.year), stretch.age_on(year.last)

    def flag(chance: float) -> str:
        return str(int(dice.chance(chance)))

    score, reason = _score(dice, age)
    convicted = flag(0.05 if age >= 10 else 0)
    checks = [
        flag(0.88) if age < 5 else "",
        flag(0.88),
        flag(0.43 if year.year == _DENTISTS_CLOSED else 0.86),
        flag(0.91),
    ]
    misuse = flag(0.07 if age >= 11 else 0)
    received = flag(0.45) if misuse == "1" else "0"
    offered = flag(0.75) if misuse == "1" and received == "0" else "0"
    person = stretch.person
    return [person.identifier, written(person.born), score, reason, convicted, *checks, misuse, received, offered]


def _score(dice: Dice, age: float) -> tuple[str, str]:
    """Score of the questionnaire, or why there is none."""
    if not 4 <= age < 17:
        return "", "SDQ1"
    if dice.chance(0.2):
        return "", dice.weighted(_NO_SCORE)
    return str(sum(dice.between(0, 7) for _ in range(4))), ""


def missing_file(year: ReturnYear, stretches: Iterable[Stretch]) -> bytes:
    """Days missing or away without leave; older children more often, some of them many times."""
    return csv_file(
        MISSING,
        (
            [stretch.person.identifier, written(stretch.person.born), code, written(since), written(back)]
            for stretch in stretches
            if stretch.touches(year)
            for code, since, back in incidents(year, stretch)
        ),
    )


def incidents(year: ReturnYear, stretch: Stretch) -> Iterator[tuple[str, date, date]]:
    """What the missing file calls each, its first and its last day."""
    dice = Dice("missing", stretch.name, year.year)
    day = max(year.first, stretch.start)
    last = min(year.last, stretch.end - timedelta(days=1)) if stretch.end else year.last
    share = next(share for below, share in _GOES_MISSING if stretch.age_on(day) < below)
    if not dice.chance(share):
        return
    day = dice.day(day, last)
    while day <= last:
        back = min(last, day + timedelta(days=dice.weighted({0: 55, 1: 28, 2: 8, 3: 5, 9: 4})))
        code = dice.weighted({"M": 85, "A": 15})
        yield code, day, back
        if not dice.chance(_ONCE_MORE):
            return
        day = back + timedelta(days=dice.between(2, 45))
