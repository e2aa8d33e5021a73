"""What holds for every declared kind of a council's file, whichever app declares it.

Each test follows from the declaration. Published data, whose layout is its publisher's, is tested apart.
"""

import csv
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from io import StringIO
from typing import Any

import pytest

from sufficiency.extracts.kinds import Column, ColumnType, Kind, all_kinds
from sufficiency.extracts.outcome import Outcome, Status
from sufficiency.extracts.problems import Severity
from sufficiency.extracts.template import EXAMPLE_YEAR, example, is_valid_in, template
from sufficiency.registers.register import all_registers

from .files import load

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("directory")]

KINDS = [kind for kind in all_kinds() if not kind.is_published]
COLUMNS = [(kind, column) for kind in KINDS for column in kind.columns]


def named(value: object) -> str | None:
    return getattr(value, "slug", getattr(value, "name", None))


def of_type(*types: ColumnType) -> list[tuple[Kind, Column]]:
    return [(kind, column) for kind, column in COLUMNS if column.type in types]


every_kind = pytest.mark.parametrize("kind", KINDS, ids=named)


def example_row(kind: Kind, **cells: str) -> dict[str, str]:
    """The row of the template with other cells."""
    return {column.name: example(column) for column in kind.columns} | cells


def as_csv(kind: Kind, rows: Iterable[dict[str, str]], columns: Sequence[str] | None = None) -> bytes:
    text = StringIO(newline="")
    writer = csv.DictWriter(text, columns or [column.name for column in kind.columns])
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def load_rows(kind: Kind, *rows: dict[str, str], columns: Sequence[str] | None = None) -> Outcome:
    return load({"file.csv": as_csv(kind, rows, columns)}, year=EXAMPLE_YEAR)


def found(outcome: Outcome, severity: Severity) -> list[tuple[str, int | None, str, str]]:
    return [
        (problem.code, problem.line, problem.column, problem.value)
        for _, problem in outcome.problems
        if problem.severity is severity
    ]


def broken_rules(kind: Kind, row: dict[str, str]) -> set[str]:
    """The codes of the rules that a row breaks by its blanks and codes, when the kind is that of a register."""
    rules = next((register.rules for register in all_registers() if register.slug == kind.slug), ())
    texts = (ColumnType.TEXT, ColumnType.IDENTIFIER, ColumnType.CODE)
    blank = {column.field: "" if column.type in texts else None for column in kind.columns}
    values = {column.field: row[column.name] or blank[column.field] for column in kind.columns}
    return {rule.code for rule in rules if rule.is_broken(values)}


def stored(kind: Kind) -> list[dict[str, Any]]:
    fields = [column.field for column in kind.columns]
    return list(kind.model._default_manager.order_by("line").values(*fields))


def assert_one_error(outcome: Outcome, code: str, column: Column, value: str) -> None:
    assert outcome.status is Status.REJECTED
    assert (code, 2, column.name, value) in found(outcome, Severity.ERROR)
    assert {(line, name) for _, line, name, _ in found(outcome, Severity.ERROR)} == {(2, column.name)}


@every_kind
def test_template_loads_without_an_error(kind: Kind) -> None:
    outcome = load({"template.csv": template(kind).encode()}, year=EXAMPLE_YEAR)
    assert found(outcome, Severity.ERROR) == []
    assert [(file.kind, file.new) for file in outcome.files] == [(kind.slug, 1)]
    about_cells = {"code-not-valid-in-year", "lower-case", "decimal-code", "spaces", "trailing-commas"}
    assert not about_cells.intersection(code for code, _, _, _ in found(outcome, Severity.WARNING))


@pytest.mark.parametrize(("kind", "column"), [pair for pair in COLUMNS if pair[1].required], ids=named)
def test_blank_cell_of_a_needed_column_is_an_error(kind: Kind, column: Column) -> None:
    assert_one_error(load_rows(kind, example_row(kind, **{column.name: " "})), "blank", column, "")


@pytest.mark.parametrize(("kind", "column"), [pair for pair in COLUMNS if not pair[1].required], ids=named)
def test_blank_cell_of_another_column_is_stored_as_nothing(kind: Kind, column: Column) -> None:
    row = example_row(kind, **{column.name: ""})
    outcome = load_rows(kind, row)
    if broken := broken_rules(kind, row):
        assert {code for code, *_ in found(outcome, Severity.ERROR)} == broken
        return
    assert outcome.status is Status.COMMITTED
    assert stored(kind)[0][column.field] in (None, "", [])


@pytest.mark.parametrize(("kind", "column"), of_type(ColumnType.CODE), ids=named)
def test_unknown_code_is_an_error(kind: Kind, column: Column) -> None:
    assert_one_error(load_rows(kind, example_row(kind, **{column.name: "?9"})), "unknown-code", column, "?9")


@pytest.mark.parametrize(("kind", "column"), of_type(ColumnType.CODE), ids=named)
def test_every_code_is_stored_and_outside_its_years_warned_about(kind: Kind, column: Column) -> None:
    for text, code in column.codes.items():
        outcome = load_rows(kind, example_row(kind, **{column.name: text}))
        assert outcome.status in (Status.COMMITTED, Status.ALREADY_LOADED)
        warned = ("code-not-valid-in-year", 2, column.name, text) in found(outcome, Severity.WARNING)
        assert warned is not is_valid_in(code, EXAMPLE_YEAR)
        counting = kind.model._default_manager.filter(file__current=True)
        assert counting.values_list(column.field, flat=True).get() == (code.stored_as or text)


@pytest.mark.parametrize(("kind", "column"), of_type(ColumnType.DATE, ColumnType.PARTIAL_DATE), ids=named)
@pytest.mark.parametrize(
    ("cell", "code"), [("31/02/2024", "impossible-date"), ("soon", "bad-date"), ("03/06/24", "two-digit-year")]
)
def test_bad_date_is_an_error(kind: Kind, column: Column, cell: str, code: str) -> None:
    assert_one_error(load_rows(kind, example_row(kind, **{column.name: cell})), code, column, cell)


@pytest.mark.parametrize(("kind", "column"), of_type(ColumnType.NUMBER), ids=named)
def test_number_out_of_bounds_or_no_number_is_an_error(kind: Kind, column: Column) -> None:
    for cell, code in ((str(column.most + 1), "out-of-range"), ("-1", "not-a-number"), ("1.5", "not-a-number")):
        assert_one_error(load_rows(kind, example_row(kind, **{column.name: cell})), code, column, cell)


@pytest.mark.parametrize(("kind", "column"), of_type(ColumnType.CODES), ids=named)
def test_several_codes_are_kept_once_each_in_the_order_of_their_list(kind: Kind, column: Column) -> None:
    first, second, *_ = column.codes
    row = example_row(kind, **{column.name: f"{second.lower()} ; {first};{second};"})
    assert load_rows(kind, row).status is Status.COMMITTED
    assert stored(kind)[0][column.field] == [first, second]
    some_unknown = example_row(kind, **{column.name: f"{first}; ?9"})
    assert_one_error(load_rows(kind, some_unknown), "unknown-code", column, f"{first}; ?9")
    assert_one_error(load_rows(kind, example_row(kind, **{column.name: ";"})), "unknown-code", column, ";")


@pytest.mark.parametrize(("kind", "column"), of_type(ColumnType.YES_NO), ids=named)
def test_yes_and_no_are_read_as_people_write_them(kind: Kind, column: Column) -> None:
    for cell, stored_as in (("no", False), ("Y", True), ("FALSE", False), ("1", True)):
        load_rows(kind, example_row(kind, **{column.name: cell}))
        counting = kind.model._default_manager.filter(file__current=True)
        assert counting.values_list(column.field, flat=True).get() is stored_as
    assert_one_error(load_rows(kind, example_row(kind, **{column.name: "maybe"})), "not-yes-or-no", column, "maybe")


@pytest.mark.parametrize(("kind", "column"), of_type(ColumnType.AMOUNT), ids=named)
def test_amounts_are_pounds_and_pence(kind: Kind, column: Column) -> None:
    for cell, code in (("1.234", "not-an-amount"), ("a lot", "not-an-amount"), ("-5", "not-an-amount")):
        assert_one_error(load_rows(kind, example_row(kind, **{column.name: cell})), code, column, cell)
    load_rows(kind, example_row(kind, **{column.name: "£1,234.5"}))
    assert stored(kind)[0][column.field] == Decimal("1234.50")


@every_kind
def test_columns_may_stand_in_any_order(kind: Kind) -> None:
    names = sorted((column.name for column in kind.columns), reverse=True)
    outcome = load_rows(kind, example_row(kind), columns=names)
    assert outcome.status is Status.COMMITTED
    assert stored(kind) == [as_stored(kind, example_row(kind))]


@every_kind
def test_lower_case_codes_are_read_as_capitals_with_a_warning(kind: Kind) -> None:
    row = example_row(kind)
    small = {
        column.name: row[column.name].lower()
        for column in kind.columns
        if column.type is ColumnType.CODE and row[column.name].lower() != row[column.name]
    }
    outcome = load_rows(kind, row | small)
    assert outcome.status is Status.COMMITTED
    warned = [problem for problem in found(outcome, Severity.WARNING) if problem[0] == "lower-case"]
    assert warned == [("lower-case", 2, name, cell) for name, cell in small.items()]
    assert stored(kind) == [as_stored(kind, row)]


@every_kind
def test_same_key_twice_is_an_error_of_both_rows(kind: Kind) -> None:
    outcome = load_rows(kind, example_row(kind), example_row(kind))
    assert outcome.status is Status.REJECTED
    errors = [error for error in found(outcome, Severity.ERROR) if error[0] == "duplicate-key"]
    assert [line for _, line, _, _ in errors] == [2, 3]


@every_kind
def test_missing_column_is_named(kind: Kind) -> None:
    for column in (column for column in kind.columns if not column.optional):
        others = [other.name for other in kind.columns if other is not column]
        row = {name: cell for name, cell in example_row(kind).items() if name != column.name}
        outcome = load_rows(kind, row, columns=others)
        assert [code for code, _, _, _ in found(outcome, Severity.ERROR)] == ["missing-column"]
        assert found(outcome, Severity.ERROR)[0][2] == column.name


@every_kind
def test_rows_are_stored_as_the_file_holds_them(kind: Kind) -> None:
    rows = varied_rows(kind)
    outcome = load_rows(kind, *rows)
    assert (outcome.status, outcome.files[0].new) == (Status.COMMITTED, len(rows))
    assert stored(kind) == [as_stored(kind, row) for row in rows]


@every_kind
def test_second_load_counts_new_changed_unchanged_and_gone_rows(kind: Kind) -> None:
    rows = varied_rows(kind)
    blanked = [
        {column.name: ""}
        for column in kind.columns
        if not column.required and column.field not in kind.key and example(column)
    ][:1]  # none where every column belongs to the key: such a row can come and go, and never change
    load_rows(kind, *rows[:3])
    outcome = load_rows(kind, rows[1], rows[2] | next(iter(blanked), {}), rows[3])
    file = outcome.files[0]
    assert (file.new, file.changed, file.unchanged, file.gone) == (1, len(blanked), 2 - len(blanked), 1)


def varied_rows(kind: Kind) -> list[dict[str, str]]:
    """Rows that differ in their identifiers, or in a day, and together use every code that is valid in the year."""
    identifiers = [column.name for column in kind.columns if column.type is ColumnType.IDENTIFIER]
    days = [column.name for column in kind.columns if column.type is ColumnType.DATE and not identifiers]
    valid = {
        column.name: [text for text, code in column.codes.items() if is_valid_in(code, EXAMPLE_YEAR)]
        for column in kind.columns
        if column.type is ColumnType.CODE
    }
    count = max(4, *(len(codes) for codes in valid.values())) if valid else 4
    return [
        example_row(kind)
        | dict.fromkeys(identifiers, f"{number:05}")
        | dict.fromkeys(days, f"{number + 1:02}/06/2024")
        | {name: codes[number % len(codes)] for name, codes in valid.items()}
        for number in range(count)
    ]


def as_stored(kind: Kind, row: dict[str, str]) -> dict[str, Any]:
    """What the database must hold of a row, worked out without the engine."""
    return {column.field: _value(column, row[column.name]) for column in kind.columns}


def _value(column: Column, cell: str) -> object:
    if not cell:
        return {ColumnType.DATE: None, ColumnType.NUMBER: None, ColumnType.AMOUNT: None, ColumnType.YES_NO: None,
                ColumnType.FIGURE: None, ColumnType.CODES: []}.get(column.type, "")  # fmt: skip
    as_kept = {
        ColumnType.DATE: lambda: date(int(cell[6:]), int(cell[3:5]), int(cell[:2])),
        ColumnType.PARTIAL_DATE: lambda: "-".join(reversed(cell.split("/"))),
        ColumnType.NUMBER: lambda: int(cell),
        ColumnType.AMOUNT: lambda: Decimal(cell),
        ColumnType.FIGURE: lambda: Decimal(cell),
        ColumnType.YES_NO: lambda: cell == "Yes",
        ColumnType.CODES: lambda: [cell],
        ColumnType.POSTCODE: lambda: cell.replace(" ", ""),
        ColumnType.CODE: lambda: column.codes[cell].stored_as or cell,
    }
    return as_kept.get(column.type, lambda: cell)()
