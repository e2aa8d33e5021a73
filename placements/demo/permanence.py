"""Adoptions, decisions to place for adoption, permanence before care. Dates fit the episodes; the rest is invented."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from .dice import Dice
from .stretches import ReturnYear, Stretch
from .writing import csv_file, written

AD1 = ("CHILD", "DOB", "DATE_INT", "DATE_MATCH", "FOSTER_CARE", "NB_ADOPTR", "SEX_ADOPTR", "LS_ADOPTR")
PLACED_FOR_ADOPTION = ("CHILD", "DOB", "DATE_PLACED", "DATE_PLACED_CEASED", "REASON_PLACED_CEASED")
PREVIOUS_PERMANENCE = ("CHILD", "DOB", "PREV_PERM", "LA_PERM", "DATE_PERM")

ADOPTED = ("E11", "E12")
WITH_ADOPTERS = ("A3", "A4", "A5", "A6")
WITH_THEIR_FOSTER_CARER = ("A3", "A5")
PLACEMENT_ORDER = "E1"
DORSET_NUMBERS = ("835", "838")  # of the Department for Education: before and from April 2019
_ADOPTERS = {"MF": 78, "FF": 7, "MM": 6, "F1": 8, "M1": 1}
_STATUS = {
    "MF": {"L11": 85, "L3": 15},
    "FF": {"L12": 55, "L2": 20, "L4": 25},
    "MM": {"L12": 55, "L2": 20, "L4": 25},
}
_DECISION_REVERSED = 0.08  # of the young children who are not adopted


def ad1_file(year: ReturnYear, stretches: Iterable[Stretch]) -> bytes:
    """The children adopted in the year."""
    adopted = (s for s in stretches if s.rec in ADOPTED and year.holds(s.end))
    return csv_file(AD1, map(_adoption_row, adopted))


def _adoption_row(stretch: Stretch) -> list[str]:
    dice = Dice("adopters", stretch.name)
    with_adopters = [episode for episode in stretch.episodes if episode.place in WITH_ADOPTERS]
    placed = with_adopters[0].starts
    matched = max(stretch.start, placed - timedelta(days=dice.between(10, 40)))
    who = dice.weighted(_ADOPTERS)
    return [
        stretch.person.identifier,
        written(stretch.person.born),
        written(placed),
        written(matched),
        str(int(with_adopters[0].place in WITH_THEIR_FOSTER_CARER)),
        str(1 if who.endswith("1") else 2),
        who,
        dice.weighted(_STATUS[who]) if who in _STATUS else "L0",
    ]


def placed_for_adoption_file(year: ReturnYear, stretches: Iterable[Stretch]) -> bytes:
    """The decisions that stood in the year, with those that were reversed in it."""
    return csv_file(PLACED_FOR_ADOPTION, (row for s in stretches if s.touches(year) for row in _decisions(year, s)))


def _decisions(year: ReturnYear, stretch: Stretch) -> Iterator[list[str]]:
    dice = Dice("adoption decision", stretch.name)
    decided, reversed_on = _decision(stretch, dice)
    reason = dice.weighted({"RD1": 45, "RD2": 25, "RD3": 20, "RD4": 10})
    if decided is None or decided > year.last or (reversed_on and reversed_on < year.first):
        return
    is_reversed = reversed_on is not None and reversed_on <= year.last
    yield [
        stretch.person.identifier,
        written(stretch.person.born),
        written(decided),
        written(reversed_on) if is_reversed else "",
        reason if is_reversed else "",
    ]


def _decision(stretch: Stretch, dice: Dice) -> tuple[date | None, date | None]:
    """When it was decided that the child should be adopted, and when that was reversed."""
    ordered = next((e.starts for e in stretch.episodes if e.legal_status == PLACEMENT_ORDER), None)
    if ordered is not None:
        return max(stretch.start, ordered - timedelta(days=dice.between(25, 80))), None
    decided = stretch.start + timedelta(days=dice.between(150, 260))
    reversed_on = decided + timedelta(days=dice.between(90, 420))
    if stretch.age_on(decided) < 6 and stretch.lasts_on(reversed_on) and dice.chance(_DECISION_REVERSED):
        return decided, reversed_on
    return None, None


def previous_permanence_file(year: ReturnYear, stretches: Iterable[Stretch]) -> bytes:
    """What an earlier period of care ended with, of the children who came into care in the year."""
    return csv_file(PREVIOUS_PERMANENCE, (_permanence_row(s) for s in stretches if year.holds(s.start)))


def _permanence_row(stretch: Stretch) -> list[str]:
    dice, person = Dice("permanence", stretch.name), stretch.person
    age = stretch.age_on(stretch.start)
    could_be = age >= 2 and not person.uasc
    code = dice.weighted({"Z1": 88, "P1": 4, "P2": 5, "P3": 2.5, "P4": 0.5}) if could_be else "Z1"
    if code in ("Z1", "P4"):
        return [person.identifier, written(person.born), code, "", ""]
    ordered = dice.day(person.born + timedelta(days=300), stretch.start - timedelta(days=60))
    ours = DORSET_NUMBERS[ordered >= date(2019, 4, 1)]
    arranged_by = dice.weighted({ours: 70, "839": 8, "850": 8, "WAL": 4, "": 10})
    known = dice.weighted({"%d/%m/%Y": 70, "ZZ/%m/%Y": 15, "ZZ/ZZ/%Y": 15})
    return [person.identifier, written(person.born), code, arranged_by, ordered.strftime(known)]
