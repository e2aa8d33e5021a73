"""The demo's files of the registers of fostering."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import cache

from placements.demo.days import birthday
from placements.demo.dice import Dice
from placements.demo.schedule import LAST_DAY, REFERENCE_DAY, RETURN_YEARS
from placements.demo.writing import csv_file, written

from .households import Carers, households
from .recruitment import applications_file
from .schedule import ALLEGATIONS, CONNECTED, MAINSTREAM
from .standing import approvals, approved_for, statuses

HOUSEHOLDS = (
    "REFERENCE", "KIND", "LOCALITY", "HUB", "APPROVED_FROM", "APPROVED_TO", "REASON_ENDED", "RETAINED",
    "DELEGATED_AUTHORITY", "REVIEW_DUE",
)  # fmt: skip
APPROVALS = ("HOUSEHOLD", "APPROVED_ON", "CHILDREN", "AGE_FROM", "AGE_TO", "SEX", "KINDS")
STATUSES = ("HOUSEHOLD", "SINCE", "STATUS", "REASON", "PLACES_NOT_AVAILABLE")
PLACEMENTS = ("CHILD", "HOUSEHOLD", "PLACED_ON", "LEFT_ON")
MADE = ("REFERENCE", "HOUSEHOLD", "MADE_ON", "OUTCOME", "CONCLUDED_ON")

RETAINED = 2  # published: two households for emergencies out of hours (003 line 1062)
IN_HUB, HUB = 8, "Harbour"  # published: a network of carers for teenagers by that name; how many is invented
_TOWNS = {
    "DT1": "Dorchester", "DT2": "Dorchester", "DT3": "Weymouth and Portland", "DT4": "Weymouth and Portland",
    "DT5": "Weymouth and Portland", "DT6": "Bridport and Lyme Regis", "DT7": "Bridport and Lyme Regis",
    "DT8": "Bridport and Lyme Regis", "DT9": "Sherborne", "DT10": "Blandford and Sturminster",
    "DT11": "Blandford and Sturminster", "SP7": "Shaftesbury and Gillingham", "SP8": "Shaftesbury and Gillingham",
    "BH19": "Purbeck", "BH20": "Purbeck", "BH16": "Purbeck", "BH21": "Wimborne and Ferndown",
    "BH22": "Wimborne and Ferndown", "BH31": "Wimborne and Ferndown",
}  # fmt: skip
ELSEWHERE = "Outside Dorset"
_AGES = {("0", "17"): 45.0, ("0", "8"): 20, ("5", "12"): 15, ("8", "17"): 12, ("0", "4"): 8}
_KINDS = {
    "SHORT-TERM": 40.0, "LONG-TERM": 28, "RESPITE": 9, "EMERGENCY": 7, "BRIDGING": 4, "EARLY-PERMANENCE": 4,
    "PARENT-AND-CHILD": 3, "SHORT-BREAK": 3, "SPECIALIST": 2,
}  # fmt: skip


@cache
def demo_fostering() -> dict[int, dict[str, bytes]]:
    """The demo's files of fostering: year -> file name -> content. The same bytes at every call.

    ValueError when they would miss a published figure.
    """
    year, made = RETURN_YEARS[-1], households()
    return {
        year: {
            f"{year}-fostering-households.csv": csv_file(HOUSEHOLDS, _household_rows(made)),
            f"{year}-fostering-approvals.csv": csv_file(APPROVALS, _approval_rows(made)),
            f"{year}-fostering-statuses.csv": csv_file(STATUSES, _status_rows(made)),
            f"{year}-foster-placements.csv": csv_file(PLACEMENTS, _placement_rows(made)),
            f"{year}-fostering-applications.csv": applications_file(),
            f"{year}-fostering-allegations.csv": csv_file(MADE, _allegation_rows(made)),
        }
    }


def _yes_no(answer: bool) -> str:
    return "Yes" if answer else "No"


def _household_rows(made: Iterable[Carers]) -> Iterator[list[str]]:
    now = [each for each in made if each.kind == MAINSTREAM and each.is_approved(REFERENCE_DAY)]
    special = Dice("retained").shuffled(now)[: RETAINED + IN_HUB]
    retained, hub = special[:RETAINED], special[RETAINED:]
    for carers in made:
        dice = Dice("household", carers.reference)
        yield [
            carers.reference,
            carers.kind,
            _TOWNS.get(carers.outward, ELSEWHERE),
            HUB if carers in hub else "",
            written(carers.approved_from),
            written(carers.approved_to),
            carers.reason_ended,
            _yes_no(carers in retained),
            _yes_no(dice.chance(0.72)),
            "" if carers.approved_to else written(_review(carers.approved_from, dice)),
        ]


def _review(approved: date, dice: Dice) -> date:
    """The first anniversary of the approval after the reference day; one in twenty waits for the one before."""
    due = birthday(approved, REFERENCE_DAY.year - approved.year)
    if due <= REFERENCE_DAY and not dice.chance(0.05):
        due = birthday(approved, REFERENCE_DAY.year - approved.year + 1)
    return max(due, birthday(approved, 1))


def _approval_rows(made: Iterable[Carers]) -> Iterator[list[str]]:
    for carers in made:
        dice = Dice("approval", carers.reference)
        ages = dice.weighted(_AGES) if not carers.placements else ("0", "17")
        kinds = ";".join(sorted(dice.sample(_KINDS, dice.between(1, 3))))
        if carers.kind == CONNECTED:
            ages, kinds = ("", ""), "LONG-TERM"
        for since, number in approvals(carers):
            yield [carers.reference, written(since), str(number), *ages, "EITHER", kinds]


def _status_rows(made: Iterable[Carers]) -> Iterator[list[str]]:
    for carers in made:
        dice = Dice("status", carers.reference)
        for since, status, reason in statuses(carers):
            free = approved_for(carers, since) - carers.living_there(since)
            shut = "1" if status == "AVAILABLE" and free > 1 and dice.chance(0.6) else ""
            yield [carers.reference, written(since), status, reason, shut]


def _placement_rows(made: Iterable[Carers]) -> Iterator[list[str]]:
    for carers in made:
        for each in sorted(carers.placements, key=lambda each: (each.starts, each.child)):
            ended = each.ends if each.ends and each.ends <= LAST_DAY else None
            yield [each.child, carers.reference, written(each.starts), written(ended)]


def _allegation_rows(made: Iterable[Carers]) -> Iterator[list[str]]:
    dice = Dice("allegations")
    found: list[tuple[date, str, str, date | None]] = []
    for first, last, substantiated, not_substantiated, on_going in ALLEGATIONS:
        outcomes = {"SUBSTANTIATED": substantiated, "NOT-SUBSTANTIATED": not_substantiated, "ON-GOING": on_going}
        for outcome, number in outcomes.items():
            for _ in range(number):
                day = dice.day(first, last)
                carers = dice.pick([each for each in made if each.is_approved(day) and each.living_there(day)])
                # The outcomes of a year are known when it is over, and those of a month soon after.
                known = min(day + timedelta(days=dice.between(6, 60)), max(last, day))
                found.append((day, carers.reference, outcome, None if outcome == "ON-GOING" else known))
    for number, (day, household, outcome, concluded) in enumerate(sorted(found, key=lambda each: each[:3]), 1):
        yield [f"A-{number:03}", household, written(day), outcome, written(concluded)]
