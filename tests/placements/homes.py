"""Homes, contracts and schemes of a council with made-up entries: rows of their files."""

from typing import Any

from placements.registers.homes import HOMES, OTHER_RESIDENTS, REGISTRATIONS, RESIDENTS
from placements.registers.pipeline import SCHEMES, STEPS
from tests.registers.council import Row, load
from tests.returns import OURS

URN = "SC123456"


def home(reference: str = "H-1", **cells: str) -> Row:
    """A children's home in the council's area with four places."""
    usual = {"URN": URN, "NAME": f"House {reference}", "KIND": "CHILDRENS-HOME", "LOCATED_IN": OURS, "PLACES": "4"}
    return {"REFERENCE": reference, **usual, **cells}


def load_homes(*rows: Row, status: str = "REGISTERED", others: str = "", code: str = OURS) -> None:
    """Load homes, all with the status since 2015, and the number of children of others if it is given."""
    load(*rows, register=HOMES, code=code)
    if status:
        load_statuses(*({"HOME": row["REFERENCE"], "SINCE": "01/01/2015", "STATUS": status} for row in rows), code=code)
    if others:
        counts = ({"HOME": row["REFERENCE"], "COUNTED_ON": "01/04/2020", "OTHERS": others} for row in rows)
        load(*counts, register=OTHER_RESIDENTS, code=code)


def load_statuses(*rows: Row, **options: Any) -> None:
    load(*rows, register=REGISTRATIONS, **options)


def load_residents(*rows: Row) -> None:
    load(*rows, register=RESIDENTS)


def scheme(reference: str = "S-1", **cells: str) -> Row:
    """A children's home for five."""
    return {"REFERENCE": reference, "TITLE": f"Scheme {reference}", "KIND": "CHILDRENS-HOME", "PLACES": "5", **cells}


def step(day: str, stage: str, expected: str = "", of: str = "S-1", why: str = "") -> Row:
    return {"SCHEME": of, "TAKEN_ON": day, "STAGE": stage, "EXPECTED_ON": expected, "STEP_REASON": why}


def load_schemes(schemes: list[Row], steps: list[Row]) -> None:
    load(*schemes, register=SCHEMES)
    load(*steps, register=STEPS)
