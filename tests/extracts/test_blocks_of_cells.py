"""Reading cells by the block: the same as reading them one by one, whatever they hold."""

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from placements.extracts import KINDS
from sufficiency.extracts.cells import ColumnReader
from sufficiency.extracts.kinds import Column

COLUMNS = {column.name: column for kind in KINDS for column in kind.own_columns}
WRITTEN = st.sampled_from(
    ["", " ", "0012", "A" * 40, "A" * 41, "Ärzte", "=1", "1.5E+05", "a b", "<b>", "U4", "01/04/2020"]
)


def reader(column: Column) -> ColumnReader:
    return ColumnReader(column, year=2021, today=date(2021, 3, 31), longest=40)


@given(
    column=st.sampled_from(list(COLUMNS.values())),
    is_required=st.booleans(),
    cells=st.lists(WRITTEN | st.text(max_size=5), min_size=1, max_size=4),
)
def test_block_of_cells_reads_as_its_cells_do_one_by_one(column: Column, is_required: bool, cells: list[str]) -> None:
    column = replace(column, required=is_required)
    by_block, one_by_one = reader(column), reader(column)
    assert list(by_block.read(cells)) == [one_by_one[cell] for cell in cells]
    assert (by_block.faults, by_block.unstorable) == (one_by_one.faults, one_by_one.unstorable)
