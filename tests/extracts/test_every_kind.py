"""What holds for every declared kind of a council's file, whichever app declares it.

Each test follows from the declaration. Published data, whose layout is its publisher's, is tested apart.
"""

import csv
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
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


def named(value: object) -> str | None:
    return getattr(value, "slug", getattr(value, "name", None))


def of_type(kind: Kind, *types: ColumnType) -> list[Column]:
    return [column for column in kind.columns if column.type in types]


def kinds_with(*types: ColumnType) -> pytest.MarkDecorator:
    """For each kind that has a column of one of these types."""
    return pytest.mark.parametrize("kind", [kind for kind in KINDS if of_type(kind, *types)], ids=named)


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


def trials(kind: Kind, tried: Iterable[tuple[str, str]]) -> list[dict[str, str]]:
    """For each column and cell that is tried, the row of the template with it, told apart by other columns."""
    identifiers = [column.name for column in kind.columns if column.type is ColumnType.IDENTIFIER]
    days = [column.name for column in kind.columns if column.type is ColumnType.DATE and not identifiers]
    return [
        example_row(kind)
        | dict.fromkeys(identifiers, f"{number:05}")
        | dict.fromkeys(days, f"{date(2024, 6, 1) + timedelta(number):%d/%m/%Y}")
        | {name: cell}
        for number, (name, cell) in enumerate(tried)
    ]


def assert_errors(kind: Kind, tried: Sequence[tuple[str, str, str]]) -> None:
    """Of each column, cell and code: a row with this cell has this error there, and no other."""
    outcome = load_rows(kind, *trials(kind, [(name, cell) for name, cell, _ in tried]))
    assert outcome.status is Status.REJECTED
    errors = found(outcome, Severity.ERROR)
    expected = [(code, line, name, cell.strip()) for line, (name, cell, code) in enumerate(tried, 2)]
    assert [error for error in expected if error not in errors] == []
    assert {(line, name) for _, line, name, _ in errors} == {(line, name) for _, line, name, _ in expected}


@every_kind
def test_template_loads_without_an_error(kind: Kind) -> None:
    outcome = load({"template.csv": template(kind).encode()}, year=EXAMPLE_YEAR)
    assert found(outcome, Severity.ERROR) == []
    assert [(file.kind, file.new) for file in outcome.files] == [(kind.slug, 1)]
    about_cells = {"code-not-valid-in-year", "lower-case", "decimal-code", "spaces", "trailing-commas"}
    assert not about_cells.intersection(code for code, _, _, _ in found(outcome, Severity.WARNING))


@every_kind
def test_blank_cell_of_a_needed_column_is_an_error(kind: Kind) -> None:
    assert_errors(kind, [(column.name, " ", "blank") for column in kind.columns if column.required])


@pytest.mark.parametrize("kind", [kind for kind in KINDS if not all(each.required for each in kind.columns)], ids=named)
def test_blank_cell_of_another_column_is_stored_as_nothing(kind: Kind) -> None:
    optional = [column for column in kind.columns if not column.required]
    rows = trials(kind, [(column.name, "") for column in optional])
    broken = [broken_rules(kind, row) for row in rows]
    outcome = load_rows(kind, *rows)
    errors = [(line, code) for code, line, _, _ in found(outcome, Severity.ERROR)]
    assert sorted(errors) == [(line, code) for line, codes in enumerate(broken, 2) for code in sorted(codes)]

    may_be_blank = [(column, row) for column, row, codes in zip(optional, rows, broken, strict=True) if not codes]
    assert load_rows(kind, *(row for _, row in may_be_blank)).status in (Status.COMMITTED, Status.ALREADY_LOADED)
    for (column, _), values in zip(may_be_blank, stored(kind), strict=True):
        assert values[column.field] in (None, "", []), column.name


@kinds_with(ColumnType.CODE)
def test_unknown_code_is_an_error(kind: Kind) -> None:
    assert_errors(kind, [(column.name, "?9", "unknown-code") for column in of_type(kind, ColumnType.CODE)])


@kinds_with(ColumnType.CODE)
def test_every_code_is_stored_and_outside_its_years_warned_about(kind: Kind) -> None:
    tried = [(column, text) for column in of_type(kind, ColumnType.CODE) for text in column.codes]
    outcome = load_rows(kind, *trials(kind, [(column.name, text) for column, text in tried]))
    assert outcome.status is Status.COMMITTED
    warned = [warning for warning in found(outcome, Severity.WARNING) if warning[0] == "code-not-valid-in-year"]
    assert sorted(warned) == sorted(
        ("code-not-valid-in-year", line, column.name, text)
        for line, (column, text) in enumerate(tried, 2)
        if not is_valid_in(column.codes[text], EXAMPLE_YEAR)
    )
    for (column, text), values in zip(tried, stored(kind), strict=True):
        assert values[column.field] == (column.codes[text].stored_as or text), column.name


@kinds_with(ColumnType.DATE, ColumnType.PARTIAL_DATE)
def test_bad_date_is_an_error(kind: Kind) -> None:
    bad = (("31/02/2024", "impossible-date"), ("soon", "bad-date"), ("03/06/24", "two-digit-year"))
    dated = of_type(kind, ColumnType.DATE, ColumnType.PARTIAL_DATE)
    assert_errors(kind, [(column.name, cell, code) for column in dated for cell, code in bad])


@kinds_with(ColumnType.NUMBER)
def test_number_out_of_bounds_or_no_number_is_an_error(kind: Kind) -> None:
    numbers = of_type(kind, ColumnType.NUMBER)
    no_numbers = [(column.name, cell, "not-a-number") for column in numbers for cell in ("-1", "1.5")]
    assert_errors(kind, no_numbers + [(column.name, str(column.most + 1), "out-of-range") for column in numbers])


@kinds_with(ColumnType.CODES)
def test_several_codes_are_kept_once_each_in_the_order_of_their_list(kind: Kind) -> None:
    several = [(column, *list(column.codes)[:2]) for column in of_type(kind, ColumnType.CODES)]
    cells = [(column.name, f"{second.lower()} ; {first};{second};") for column, first, second in several]
    assert load_rows(kind, *trials(kind, cells)).status is Status.COMMITTED
    for (column, first, second), values in zip(several, stored(kind), strict=True):
        assert values[column.field] == [first, second]
    unknown = [(column.name, cell, "unknown-code") for column, first, _ in several for cell in (f"{first}; ?9", ";")]
    assert_errors(kind, unknown)


@kinds_with(ColumnType.YES_NO)
def test_yes_and_no_are_read_as_people_write_them(kind: Kind) -> None:
    columns = of_type(kind, ColumnType.YES_NO)
    written = {"no": False, "Y": True, "FALSE": False, "1": True}
    tried = [(column, cell) for column in columns for cell in written]
    load_rows(kind, *trials(kind, [(column.name, cell) for column, cell in tried]))
    for (column, cell), values in zip(tried, stored(kind), strict=True):
        assert values[column.field] is written[cell], column.name
    assert_errors(kind, [(column.name, "maybe", "not-yes-or-no") for column in columns])


@kinds_with(ColumnType.AMOUNT)
def test_amounts_are_pounds_and_pence(kind: Kind) -> None:
    columns = of_type(kind, ColumnType.AMOUNT)
    none = [(column.name, cell, "not-an-amount") for column in columns for cell in ("1.234", "a lot", "-5")]
    assert_errors(kind, none)
    load_rows(kind, *trials(kind, [(column.name, "£1,234.5") for column in columns]))
    for column, values in zip(columns, stored(kind), strict=True):
        assert values[column.field] == Decimal("1234.50")


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
