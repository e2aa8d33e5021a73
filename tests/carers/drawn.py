"""Registers of fostering drawn from a seed, and what measures should say of them, by plain loops over the rows."""

import random
from collections.abc import Callable
from datetime import date, timedelta

from carers.models import Allegation, Application, Household
from sufficiency.core.dates import years_back
from tests.registers.council import Row
from tests.returns import day_of, text

from .fostering import allegation, application, load_fostering
from .test_places import counted, random_rows

NEVER = date.max
FIRST = date(2018, 1, 1)
Rows = dict[str, list[Row]]


def day(cell: str) -> date:
    return day_of(cell) or NEVER


def covers(first: str, last: str, on: date) -> bool:
    return day(first) <= on < day(last)


def in_year(cell: str, on: date) -> bool:
    return years_back(on, 1) < day(cell) <= on


def drawn(seed: int) -> Rows:
    """Registers of fostering drawn from a seed; two children are entered twice for the same days."""
    dice = random.Random(seed)  # noqa: S311 - no secret
    rows = random_rows(seed)
    for row in rows["households"]:
        row["RETAINED"] = dice.choice(["", "YES", "NO"])
        row["REASON_ENDED"] = dice.choice(["", *Household.ReasonEnded.values]) if row.get("APPROVED_TO") else ""
    again = [row for row in rows["placements"] if row["LEFT_ON"] and day(row["PLACED_ON"]) < day(row["LEFT_ON"])][:2]
    rows["placements"] += [row | {"PLACED_ON": text(day(row["PLACED_ON"]) + timedelta(days=1))} for row in again]

    def days(number: int) -> list[str]:
        return [text(each) for each in sorted(FIRST + timedelta(days=dice.randrange(1200)) for _ in range(number))]

    rows["applications"] = []
    for number in range(40):
        enquired, assessed, panel, decided = days(4)
        cells = {"ASSESSED_FROM": assessed, "PANEL_ON": panel, "DECIDED_ON": decided}
        cells = {name: cell if dice.random() < 0.7 else "" for name, cell in cells.items()}
        cells["OUTCOME"] = dice.choice(Application.Outcome.values) if cells["DECIDED_ON"] else ""
        rows["applications"].append(application(f"E-{number}", enquired, **cells))
    rows["applications"].append(application("E-leap", "29/02/2020"))
    rows["allegations"] = []
    for number in range(30):
        made, concluded = days(2)
        outcome = dice.choice(Allegation.Outcome.values)
        rows["allegations"].append(allegation(f"A-{number}", made, outcome, dice.choice([concluded, ""])))
    return rows


def load_all(rows: Rows) -> None:
    load_fostering(*rows["households"], **{name: tuple(some) for name, some in rows.items() if name != "households"})


class Counted:
    """What the measures should say of a day, by plain loops over the rows."""

    def __init__(self, rows: Rows, on: date) -> None:
        self.rows, self.on = rows, on
        self.places = counted(rows, on)
        self.held = [row for row in rows["households"] if row["REFERENCE"] in self.places]

    def status(self, row: Row) -> str:
        return self._last("statuses", "SINCE", "STATUS", row)

    def approval(self, row: Row) -> str:
        return self._last("approvals", "APPROVED_ON", "CHILDREN", row)

    def _last(self, name: str, since: str, says: str, household: Row) -> str:
        ours = [row for row in self.rows[name] if row["HOUSEHOLD"] == household["REFERENCE"]]
        begun = [row for row in ours if day(row[since]) <= self.on]
        return max(begun, key=lambda row: day(row[since]))[says] if begun else ""

    def children(self, row: Row) -> int:
        living = [each for each in self.rows["placements"] if each["HOUSEHOLD"] == row["REFERENCE"]]
        return len({each["CHILD"] for each in living if covers(each["PLACED_ON"], each["LEFT_ON"], self.on)})

    def households(self, holds: Callable[[Row], bool]) -> int:
        return sum(map(holds, self.held))

    def answers(self) -> dict[str, tuple[int, int | None, int]]:
        """Numerator, denominator and unknown by slug."""
        everybody, at_hand = len(self.held), {"AVAILABLE", "FULL"}
        no_status = self.households(lambda row: not self.status(row))
        no_approval = self.households(lambda row: not self.approval(row))
        neither = self.households(lambda row: not self.status(row) or not self.approval(row))
        sums = [sum(some) for some in zip(*self.places.values(), strict=True)] if self.places else [0] * 4
        vacant = sum(vacant > 0 for _, _, vacant, _ in self.places.values())
        of: dict[str, tuple[int, int | None, int]] = {
            "fostering-households": (everybody, None, 0),
            "fostering-households-retained": (
                self.households(lambda row: row["RETAINED"] == "YES"), None,
                self.households(lambda row: not row["RETAINED"]),
            ),
            "fostering-available-to-children-percent": (
                self.households(lambda row: self.status(row) in at_hand), everybody, no_status
            ),
            "fostering-with-children-percent": (self.households(lambda row: self.children(row) > 0), everybody, 0),
            "fostering-households-available": (
                self.households(lambda row: self.status(row) == "AVAILABLE"), None, no_status
            ),
            "fostering-households-on-hold": (
                self.households(lambda row: self.status(row) == "ON-HOLD"), None, no_status
            ),
            "fostering-households-with-vacancy": (vacant, None, neither),
        }  # fmt: skip
        for name, number in zip(("approved", "filled", "vacant", "not-available"), sums, strict=True):
            of[f"fostering-places-{name}"] = (number, None, no_approval)
        for kind in Household.Kind.values:
            of[f"fostering-households-{kind.lower()}"] = (
                self.households(lambda row, kind=kind: row["KIND"] == kind),
                None,
                0,
            )
        of["fostering-connected-percent"] = (of["fostering-households-connected"][0], everybody, 0)
        return of | self._changes() | self._applications() | self._allegations()

    def _changes(self) -> dict[str, tuple[int, int | None, int]]:
        came = [row for row in self.rows["households"] if in_year(row["APPROVED_FROM"], self.on)]
        went = [row for row in self.rows["households"] if in_year(row.get("APPROVED_TO", ""), self.on)]
        unsaid = sum(not row["REASON_ENDED"] for row in went)
        of: dict[str, tuple[int, int | None, int]] = {
            "fostering-recruited-in-year": (len(came), None, 0),
            "fostering-ended-in-year": (len(went), None, 0),
        }
        for kind in Household.Kind.values:
            of[f"fostering-recruited-{kind.lower()}-in-year"] = (sum(row["KIND"] == kind for row in came), None, 0)
        for reason in Household.ReasonEnded.values:
            number = sum(row["REASON_ENDED"] == reason for row in went)
            of[f"fostering-ended-{reason.lower()}-in-year"] = (number, None, unsaid)
        return of

    def _applications(self) -> dict[str, tuple[int, int | None, int]]:
        rows = [row | {"ASSESSED_FROM": row.get("ASSESSED_FROM", "")} for row in self.rows["applications"]]
        known = [row for row in rows if day(row["ENQUIRED_ON"]) <= self.on]
        open_ = [row for row in known if day(row.get("DECIDED_ON", "")) > self.on]
        assessed = [row for row in open_ if day(row["ASSESSED_FROM"]) <= self.on < day(row.get("PANEL_ON", ""))]
        cohort = [row for row in known if in_year(row["ENQUIRED_ON"], self.on)]
        approved = [r for r in cohort if r.get("OUTCOME") == "APPROVED" and day(r["DECIDED_ON"]) <= self.on]
        return {
            "fostering-enquiries-in-year": (len(cohort), None, 0),
            "fostering-applications-under-way": (len(open_), None, 0),
            "fostering-applications-in-assessment": (len(assessed), None, 0),
            "fostering-conversion-percent": (len(approved), len(cohort), 0),
        }

    def _allegations(self) -> dict[str, tuple[int, int | None, int]]:
        def known(row: Row) -> bool:
            return row["OUTCOME"] != "ON-GOING" and (not row["CONCLUDED_ON"] or day(row["CONCLUDED_ON"]) <= self.on)

        made = [row for row in self.rows["allegations"] if in_year(row["MADE_ON"], self.on)]
        true = sum(known(row) and row["OUTCOME"] == "SUBSTANTIATED" for row in made)
        begun = [row for row in self.rows["allegations"] if day(row["MADE_ON"]) <= self.on]
        return {
            "fostering-allegations-in-year": (len(made), None, 0),
            "fostering-allegations-substantiated-in-year": (true, None, 0),
            "fostering-allegations-substantiated-percent": (true, len(made), 0),
            "fostering-allegations-on-going": (sum(not known(row) for row in begun), None, 0),
        }
