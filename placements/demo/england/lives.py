"""Lives in care of one council's children: who comes when and how old, where they live, how they leave."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import count, pairwise

from ..children import Person
from ..days import birthday, years_between
from ..dice import Dice
from ..episodes import STILL_IN_CARE, Episode
from .councils import Council

FIRST_DAY, LAST_DAY = date(2011, 4, 1), date(2021, 3, 31)
# Of the children who come: (age from, to) and how common it is; how many days they stay, and how common that is.
_ENTRY_AGES = {(0.0, 0.9): 18.0, (1.0, 4.9): 18.0, (5.0, 9.9): 17.0, (10.0, 13.9): 22.0, (14.0, 17.2): 25.0}
_STAYS = {(5, 180): 24.0, (181, 700): 36.0, (701, 1800): 22.0, (1801, 4500): 18.0}
_LONGEST = timedelta(days=4500)
_UASC = 0.06  # of those who come at 14 or over
_DAYS_BETWEEN_MOVES = ((60, 200), (150, 700), (300, 1600))  # of the first placement, the second, and later ones
# PLACE, PLACE_PROVIDER and how common they are, by the age below which they hold.
_HOMES: tuple[tuple[int, dict[tuple[str, str], float]], ...] = (
    (5, {("U6", "PR1"): 44, ("U6", "PR4"): 18, ("U3", "PR1"): 22, ("P1", "PR0"): 8, ("A6", "PR1"): 8}),
    (
        11,
        {
            ("U4", "PR1"): 26,
            ("U6", "PR4"): 30,
            ("U1", "PR1"): 14,
            ("U6", "PR1"): 20,
            ("P1", "PR0"): 6,
            ("K2", "PR4"): 4,
        },
    ),
    (
        16,
        {
            ("U4", "PR1"): 20,
            ("U4", "PR4"): 34,
            ("U1", "PR1"): 10,
            ("K2", "PR4"): 24,
            ("K2", "PR1"): 6,
            ("P1", "PR0"): 6,
        },
    ),
    (
        19,
        {
            ("U4", "PR1"): 14,
            ("U4", "PR4"): 18,
            ("K2", "PR4"): 16,
            ("P2", "PR4"): 22,
            ("H5", "PR4"): 24,
            ("P1", "PR0"): 6,
        },
    ),
)
_NEAR, _FAR = 0.28, 0.12  # share of placements in the authorities around, and anywhere
_LEAVES = {"E4A": 34.0, "E4B": 3.0, "E45": 9.0, "E46": 6.0, "E41": 5.0, "E13": 3.0, "E8": 20.0}
_ADOPTED = {"E12": 70.0, "E11": 30.0}
_AT_18 = {"E5": 45.0, "E6": 40.0, "E17": 15.0}
_WHY = {"CARPL": 40.0, "PLACE": 20.0, "CREQB": 10.0, "OTHER": 30.0}
_NEEDS = {"N1": 62.0, "N5": 15.0, "N4": 9.0, "N3": 4.0, "N2": 3.0, "N6": 3.0, "N8": 4.0}
_ETHNICITIES = {"WBRI": 70.0, "WOTH": 5.0, "MWBC": 5.0, "MOTH": 5.0, "BAFR": 5.0, "BCRB": 3.0, "AOTH": 4.0, "APKN": 3.0}


def lives(council: Council) -> tuple[list[Person], list[Episode]]:
    """Everybody in care on some day of the ten years, with every episode, in the order of the files.

    The same at every call. On the last day as many are in care as the council is to have.
    """
    people: list[Person] = []
    episodes: list[Episode] = []
    in_care = 0
    numbers = count(1)
    while in_care < council.in_care:
        number = next(numbers)
        dice = Dice("England", council.code, number)
        starts = dice.day(FIRST_DAY - _LONGEST, LAST_DAY)
        person, ends = _person(f"{1_000_000 + number * 7919 % 8_999_993}", starts, dice)
        if ends <= FIRST_DAY:
            continue
        people.append(person)
        episodes += _episodes(person, starts, ends, council, dice)
        in_care += ends > LAST_DAY
    return (
        sorted(people, key=lambda each: each.identifier),
        sorted(episodes, key=lambda each: (each.child, each.starts)),
    )


def _person(identifier: str, starts: date, dice: Dice) -> tuple[Person, date]:
    """Somebody who comes into care on a day, and the day they leave: at 18 at the latest."""
    years = dice.weighted(_ENTRY_AGES)
    born = starts - timedelta(days=dice.between(int(years[0] * 365.25), int(years[1] * 365.25)))
    uasc = years[0] >= 14 and dice.chance(_UASC)
    days = dice.weighted(_STAYS)
    ends = min(starts + timedelta(days=dice.between(*days)), birthday(born, 18))
    sex = dice.weighted({"1": 0.9, "2": 0.1} if uasc else {"1": 0.55, "2": 0.45})
    ethnicity = "AOTH" if uasc else dice.weighted(_ETHNICITIES)
    return Person(identifier, born, sex, ethnicity, uasc), max(ends, starts + timedelta(days=1))


def _episodes(person: Person, starts: date, ends: date, council: Council, dice: Dice) -> Iterator[Episode]:
    """A new placement now and then, and one new legal status on the way."""
    moves = list(_moves(starts, ends, dice))
    ordered = starts + timedelta(days=dice.between(150, 400))
    changes = sorted({*moves, *([ordered] if ordered < ends and not person.uasc else [])})
    home, need = dice.pick(council.own), "N8" if person.uasc else dice.weighted(_NEEDS)
    status, place = dice.weighted({"V2": 55.0, "C1": 45.0}) if not person.uasc else "V2", ("", "", "", "")
    made: list[Episode] = []
    for day in changes:
        moved = day in moves
        if moved:
            place = _home(person, day, council, dice)
        if day == ordered:
            status = dice.weighted({"C2": 75.0, "V2": 15.0, "E1": 10.0})
        rne = "S" if day == starts else "B" if moved and day == ordered else "P" if moved else "L"
        code, provider, post, urn = place
        made.append(Episode(person.identifier, day, rne, status, need, code, provider, None, "", "", home, post, urn))
    for one, following in pairwise(made):
        why = "" if following.rne == "L" else dice.weighted(_WHY)
        yield replace(one, ends=following.starts, rec=STILL_IN_CARE, why_moved=why)
    reason = dice.weighted(_reasons(person, made[-1], ends))
    yield replace(made[-1], ends=ends if ends <= LAST_DAY else None, rec=reason if ends <= LAST_DAY else "")


def _reasons(person: Person, last: Episode, ends: date) -> dict[str, float]:
    """How care may cease: whoever lives with adopters is adopted."""
    if ends >= birthday(person.born, 18):
        return _AT_18
    return _ADOPTED if last.place == "A6" else _LEAVES


def _moves(starts: date, ends: date, dice: Dice) -> Iterator[date]:
    """First days of the placements."""
    day, gaps = starts, iter(_DAYS_BETWEEN_MOVES)
    gap = next(gaps)
    while day < ends:
        yield day
        day += timedelta(days=dice.between(*gap))
        gap = next(gaps, gap)


def _home(person: Person, day: date, council: Council, dice: Dice) -> tuple[str, str, str, str]:
    """PLACE, PLACE_PROVIDER, postcode and URN of a placement that fits the age."""
    age = years_between(person.born, day)
    code, provider = dice.weighted(next(homes for below, homes in _HOMES if age < below))
    where = dice.weighted({council.own: 1 - _NEAR - _FAR, council.near: _NEAR, council.far: _FAR})
    urn = f"SC{dice.between(100_000, 999_999)}" if code == "K2" else ""
    return code, provider, dice.pick(where), urn
