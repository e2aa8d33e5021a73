"""A CSV template for any kind: its header and one example row, made from its declaration."""

import csv
import io

from .kinds import Code, Column, ColumnType, Kind

EXAMPLE_YEAR = 2025  # the return year in which the example row lies
EXAMPLES = {
    ColumnType.TEXT: "text",
    ColumnType.IDENTIFIER: "000123",
    ColumnType.DATE: "03/06/2024",
    ColumnType.PARTIAL_DATE: "ZZ/06/2024",
    ColumnType.AMOUNT: "965.50",
    ColumnType.FIGURE: "30",
    ColumnType.YES_NO: "Yes",
    ColumnType.POSTCODE: "AA1 1AA",
}


def template(kind: Kind) -> str:
    """The template of a kind as CSV text. Load it for the year EXAMPLE_YEAR and it has no error."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(column.name for column in kind.columns)
    writer.writerow(example(column) for column in kind.columns)
    return text.getvalue()


def example(column: Column) -> str:
    """The declared example of a column, or a cell that its type and codes allow."""
    if column.example is not None:
        return column.example
    if column.type in (ColumnType.CODE, ColumnType.CODES):
        return next(text for text, code in column.codes.items() if is_valid_in(code, EXAMPLE_YEAR))
    if column.type is ColumnType.NUMBER:
        return str(column.least)
    return EXAMPLES[column.type]


def is_valid_in(code: Code, year: int) -> bool:
    """Whether a code may be used in a return year."""
    return (code.first_year or year) <= year <= (code.last_year or year)
