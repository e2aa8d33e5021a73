"""Applications of the demo: of each mainstream household approved since April 2019, and those that came to nothing.

Connected persons are assessed for one child and do not come by an enquiry: the demo has no applications of theirs.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta

from placements.demo.dice import Dice
from placements.demo.writing import csv_file, written

from .households import households
from .schedule import BEGINS, ENQUIRIES, IN_ASSESSMENT, MAINSTREAM, WITH_FORMS

COLUMNS = (
    "REFERENCE", "KIND", "SOURCE", "ENQUIRED_ON", "VISITED_ON", "APPLIED_ON", "ASSESSED_FROM", "PANEL_ON",
    "DECIDED_ON", "OUTCOME", "HOUSEHOLD",
)  # fmt: skip
AS_PUBLISHED = date(2021, 2, 28)  # the state of February
_SOURCES = {
    "Website": 34.0, "Social media": 26, "Knows a foster carer": 18, "Local radio": 8, "Event": 7,
    "Leaflet": 4, "Moves from an agency": 3,
}  # fmt: skip
# Days from each step to the next: visit, application, assessment, panel, approval.
_WAITS = ((5, 24), (9, 35), (12, 40), (95, 160), (4, 14))
LONGEST_ASSESSMENT = 140  # days so far, of those who are in assessment then
_LAST_STEP = {0: 55.0, 1: 27, 2: 11, 3: 7}  # of those who are not approved: enquiry, visit, application, assessment

Row = tuple[list[date], date | None, str, str]  # steps, decided on, outcome, household


def applications_file() -> bytes:
    """The file of applications, by date of enquiry."""
    dice = Dice("applications")
    rows = [*_of_the_approved(dice), *_of_those_waiting(dice)]
    rows += _of_the_others(Counter(_month(steps[0]) for steps, *_ in rows), dice)
    rows.sort(key=lambda row: (row[0], row[3], row[2]))
    return csv_file(COLUMNS, (_written(number, row, dice) for number, row in enumerate(rows, 1)))


def _written(number: int, row: Row, dice: Dice) -> list[str]:
    steps, decided, outcome, household = row
    days = [written(day) for day in (*steps, *[None] * (len(_WAITS) - len(steps)))]
    source = dice.weighted(_SOURCES)
    return [f"E-{number:04}", MAINSTREAM, source, *days, written(decided), outcome, household]


def _month(day: date) -> date:
    return day.replace(day=1)


def _back_from(last: date, steps: int, dice: Dice) -> list[date]:
    """The days of so many steps after the enquiry, up to the last."""
    days = [last]
    for wait in reversed(_WAITS[:steps]):
        days.append(days[-1] - timedelta(days=dice.between(*wait)))
    return days[::-1]


def _of_the_approved(dice: Dice) -> Iterator[Row]:
    for carers in households():
        if carers.kind == MAINSTREAM and carers.approved_from >= BEGINS:
            *steps, decided = _back_from(carers.approved_from, len(_WAITS), dice)
            yield steps, decided, "APPROVED", carers.reference


def _of_those_waiting(dice: Dice) -> Iterator[Row]:
    """Those in assessment in February 2021, and those who have taken the form."""
    for _ in range(IN_ASSESSMENT):
        yield (
            _back_from(dice.day(AS_PUBLISHED - timedelta(days=LONGEST_ASSESSMENT), AS_PUBLISHED), 3, dice),
            None,
            "",
            "",
        )
    for _ in range(WITH_FORMS):
        yield _back_from(dice.day(AS_PUBLISHED - timedelta(days=25), AS_PUBLISHED), 2, dice), None, "", ""


def _of_the_others(told: Counter[date], dice: Dice) -> Iterator[Row]:
    """So many that each month has its enquiries; ValueError when it has more already."""
    month = BEGINS
    for wanted in ENQUIRIES:
        following = _month(month + timedelta(days=31))
        if told[month] > wanted:
            raise ValueError(f"More enquiries than the plan has for {month:%B %Y}.")
        for _ in range(wanted - told[month]):
            yield _that_ended(dice.day(month, following - timedelta(days=1)), dice)
        month = following


def _that_ended(enquired: date, dice: Dice) -> Row:
    steps = [enquired]
    for wait in _WAITS[: dice.weighted(_LAST_STEP)]:
        steps.append(steps[-1] + timedelta(days=dice.between(*wait)))
    decided = steps[-1] + timedelta(days=dice.between(3, 40))
    outcome = dice.weighted({"WITHDRAWN": 78, "DECLINED": 22})
    if len(steps) > 2:  # with a form or in assessment: those who still are in February are told already
        decided = min(decided, AS_PUBLISHED)
        steps = [day for day in steps if day <= decided]
    return steps, decided, outcome, ""
