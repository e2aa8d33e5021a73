"""Fostering of a council with made-up entries: rows of its files."""

from carers.registers import ALLEGATIONS, APPLICATIONS, APPROVALS, FOSTER_PLACEMENTS, STATUSES
from sufficiency.registers.register import Register
from tests.registers.council import Row, household, load

ENDED = {"APPROVED_TO": "31/10/2020", "REASON_ENDED": "RESIGNED"}


def approval(household: str = "F-001", children: int = 3, since: str = "01/04/2015") -> Row:
    return {"HOUSEHOLD": household, "APPROVED_ON": since, "CHILDREN": str(children), "KINDS": "SHORT-TERM"}


def status(household: str = "F-001", status: str = "AVAILABLE", since: str = "01/04/2015", **cells: str) -> Row:
    return {"HOUSEHOLD": household, "SINCE": since, "STATUS": status, **cells}


def placement(child: str, household: str = "F-001", placed: str = "01/05/2020", left: str = "") -> Row:
    return {"CHILD": child, "HOUSEHOLD": household, "PLACED_ON": placed, "LEFT_ON": left}


def application(reference: str, enquired: str, **cells: str) -> Row:
    return {"REFERENCE": reference, "KIND": "MAINSTREAM", "SOURCE": "Website", "ENQUIRED_ON": enquired, **cells}


def allegation(reference: str, made: str, outcome: str = "ON-GOING", concluded: str = "") -> Row:
    return {
        "REFERENCE": reference, "HOUSEHOLD": "F-001", "MADE_ON": made, "OUTCOME": outcome, "CONCLUDED_ON": concluded,
    }  # fmt: skip


def load_fostering(
    *households: Row,
    approvals: tuple[Row, ...] = (),
    statuses: tuple[Row, ...] = (),
    placements: tuple[Row, ...] = (),
    applications: tuple[Row, ...] = (),
    allegations: tuple[Row, ...] = (),
) -> None:
    """Load files of these rows; a register without rows gets none."""
    files: tuple[tuple[Register, tuple[Row, ...]], ...] = (
        (APPROVALS, approvals),
        (STATUSES, statuses),
        (FOSTER_PLACEMENTS, placements),
        (APPLICATIONS, applications),
        (ALLEGATIONS, allegations),
    )
    if households:
        load(*households)
    for register, rows in files:
        if rows:
            load(*rows, register=register)


__all__ = [
    "ENDED",
    "allegation",
    "application",
    "approval",
    "household",
    "load_fostering",
    "placement",
    "status",
]
