"""Registers of a council with made-up entries: files to load, and what people do on pages."""

import csv
import io
from datetime import date
from typing import Any

from carers.registers import HOUSEHOLDS
from sufficiency.core.models import Authority
from sufficiency.extracts.actions import SourceFile, load_files, undo_load
from sufficiency.extracts.kinds import kind_named
from sufficiency.extracts.models import Load
from sufficiency.extracts.outcome import Outcome, Status
from sufficiency.registers.models import Record
from sufficiency.registers.register import Register
from tests.returns import NEIGHBOUR, OURS

YEAR = 2021
Row = dict[str, str]


def council(code: str = OURS) -> Authority:
    return Authority.objects.get(code=code)


def neighbour() -> Authority:
    return council(NEIGHBOUR)


def household(reference: str = "F-001", **cells: str) -> Row:
    """A row of the file of households."""
    row = {"REFERENCE": reference, "KIND": "MAINSTREAM", "LOCALITY": "Hill Town", "APPROVED_FROM": "01/04/2015"}
    return row | cells


def csv_of(register: Register, rows: list[Row]) -> bytes:
    """Rows as a file of the register; cells that a row does not name are blank."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, [column.name for column in kind_named(register.slug).columns], restval="")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def send(*rows: Row, register: Register = HOUSEHOLDS, year: int = YEAR, code: str = OURS, **options: Any) -> Outcome:
    """Send a file of these rows to the loading engine."""
    source = SourceFile(f"{register.slug}.csv", io.BytesIO(csv_of(register, list(rows))))
    return load_files(files=[source], authority=council(code), year=year, by="data.admin", **options)


def load(*rows: Row, **options: Any) -> Load:
    """Load a file of these rows."""
    outcome = send(*rows, **options)
    assert outcome.status is Status.COMMITTED, outcome
    return Load.objects.get(pk=outcome.load_id)


def take_back(load: Load) -> None:
    undo_load(load=load, by="data.admin")


def entries(register: Register = HOUSEHOLDS) -> dict[str, dict[str, Any]]:
    """What the register holds: the values of each entry, by the first field of its key."""
    return {
        values[register.key[0]]: values
        for values in register.model._default_manager.order_by().values(*register.fields)
    }


def entry(reference: str = "F-001", register: Register = HOUSEHOLDS) -> Record:
    """The entry of that key."""
    found: Record = register.model._default_manager.get(**{register.key[0]: reference})
    return found


VALUES: dict[str, Any] = {
    "reference": "F-900",
    "kind": "CONNECTED",
    "locality": "",
    "hub": "",
    "approved_from": date(2019, 1, 7),
    "approved_to": None,
    "reason_ended": "",
    "retained": None,
    "delegated_authority": True,
    "review_due": None,
}
