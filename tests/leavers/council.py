"""Registers of care leavers of a council with made-up entries."""

from datetime import date

from leavers import registers
from sufficiency.core.models import Authority
from sufficiency.extracts.models import Load
from tests.placements.council import load as load_returns
from tests.registers.council import Row, council, load
from tests.returns import episode, header, one_return

AS_AT = date(2020, 11, 30)


def leaver(reference: str = "L1", **cells: str) -> Row:
    """A care leaver of 19 with an active service since 18."""
    row = {"REFERENCE": reference, "CHILD": reference, "DATE_OF_BIRTH": "10/06/2001", "SERVICE_FROM": "10/06/2019"}
    return row | cells


def load_leavers(*rows: Row, **options: object) -> Load:
    return load(*rows, register=registers.LEAVERS, **options)


def load_part(register: registers.Register, *rows: Row) -> Load:
    return load(*rows, register=register)


def load_care(*lives: tuple[str, str, str, str]) -> Authority:
    """Load a return: CHILD, date of birth, first and last day in care; a blank last day for those still in care."""
    rows = [episode(came, left, child=child, rec="E5" if left else "") for child, _, came, left in lives]
    load_returns(council(), one_return(*rows, headers=[header(child, born) for child, born, *_ in lives]))
    return council()
