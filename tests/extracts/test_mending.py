"""Rows to mend: as they were sent, whatever is wrong with them, in a file that loads again."""

import csv
import io

import pytest

from sufficiency.extracts.mending import rows_to_mend
from sufficiency.extracts.models import LoadFile

from .files import changed, csv_bytes, load

pytestmark = pytest.mark.usefixtures("directory")


def to_mend(content: bytes) -> list[dict[str, str]]:
    """The rows to mend of an episodes file that was loaded without them."""
    load({"e.csv": content}, set_aside=True)
    return list(csv.DictReader(io.StringIO(rows_to_mend(LoadFile.objects.latest("pk")))))


def test_row_to_mend_holds_what_was_sent_and_what_to_do() -> None:
    (row,) = to_mend(csv_bytes("episodes", changed("episodes", 3, PLACE="Q9")))
    assert (row["CHILD"], row["PLACE"], row["Line"]) == ("0012", "Q9", "3")
    assert row["What to do"].startswith("PLACE: ")


def test_lines_are_those_of_the_spreadsheet_after_blank_ones() -> None:
    content = b"\n" + csv_bytes("episodes", changed("episodes", 3, PLACE="Q9"))
    assert [row["Line"] for row in to_mend(content)] == ["4"]


def test_row_with_too_few_cells_is_filled_up() -> None:
    (row,) = to_mend(csv_bytes("episodes") + b"0014,01/05/2020\n")
    assert (row["CHILD"], row["DECOM"], row["URN"], row["Line"]) == ("0014", "01/05/2020", "", "5")


def test_cells_after_the_last_column_are_named_and_not_lost() -> None:
    lines = csv_bytes("episodes").decode().splitlines()
    (row,) = to_mend("\n".join([*lines[:-1], f"{lines[-1]},stray"]).encode())
    assert row["What to do"].endswith("Cells after the last column: stray.")


def test_text_that_is_not_utf_8_comes_out_as_it_reads() -> None:
    content = csv_bytes("episodes", changed("episodes", 3, PLACE="Qé")).decode().encode("cp1252")
    assert [row["PLACE"] for row in to_mend(content)] == ["Qé"]


def test_file_of_rows_to_mend_yields_rows_to_mend_again() -> None:
    load({"e.csv": csv_bytes("episodes", changed("episodes", 3, PLACE="Q9"))}, set_aside=True)
    first = rows_to_mend(LoadFile.objects.latest("pk"))
    sound = csv_bytes("episodes").decode().splitlines()[1] + ",2,\r\n"
    (row,) = to_mend((first + sound).encode())
    assert (row["CHILD"], row["PLACE"], row["Line"]) == ("0012", "Q9", "2")
    assert list(row)[-2:] == ["Line", "What to do"]
