"""Reading single cells: amounts of money."""

from datetime import date

import pytest

from sufficiency.extracts.cells import readers_for
from sufficiency.extracts.kinds import Column, ColumnType

AMOUNT = Column("WEEKLY", "weekly", ColumnType.AMOUNT, most=99_999)


def read(text: str) -> tuple[str, list[str]]:
    """What is stored of an amount, and the codes of its faults."""
    (reader,) = readers_for([AMOUNT], year=2021, today=date(2021, 1, 1), longest=[None])
    return reader[text], [fault.code for fault in reader.faults.get(text, ())]


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("965.50", "965.50"),
        ("£1,234.5", "1234.5"),
        ("0", "0"),
        ("12,345", "12345"),
        ("", "\\N"),
        ("99999.99", "99999.99"),
    ],
)
def test_amount_is_read_to_the_penny(text: str, stored: str) -> None:
    assert read(text) == (stored, [])


@pytest.mark.parametrize("text", ["1.234", "12,34", "-5", "ten", "5p", "1.2.3", "£"])
def test_what_is_no_amount_is_an_error(text: str) -> None:
    assert read(text) == ("\\N", ["not-an-amount"])


def test_amount_beyond_the_columns_bounds_is_an_error() -> None:
    assert read("100000") == ("\\N", ["out-of-range"])
