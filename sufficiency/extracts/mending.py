"""Rows that were set aside, as a CSV file to mend and load again."""

import csv
import io
from collections import defaultdict
from collections.abc import Iterator, Sequence

from .formulas import harmless
from .models import LoadFile, LoadProblem
from .reading import NOTES
from .receiving import receive
from .replay import kept_file

LINE, WHAT_TO_DO = NOTES


def lines_to_mend(whole: LoadFile) -> dict[int, set[int]]:
    """The lines still set aside, by id of the file: of a whole file, and of each mended file that was added to it.

    A mended file names in a column the lines its rows were made from: these no longer wait. A row that does not
    say where it was made from (somebody deleted the column) lets every line wait, until as many rows came as were
    set aside.
    """
    group = [whole, *whole.additions.filter(current=True).select_related("load")]
    waiting = {file.pk: set(_advice(file)) for file in group}
    if sum(map(len, waiting.values())) <= sum(file.rows for file in group[1:]):
        return {file.pk: set() for file in group}
    by_load = {file.load_id: file.pk for file in group}
    for file in group[1:]:
        if (mended := by_load.get(file.load.on_top_of_id or 0)) is not None:
            waiting[mended] -= _lines_named(file)
    return waiting


def _lines_named(file: LoadFile) -> set[int]:
    """The lines from which the rows of a mended file were made; none where the column is gone."""
    position, named = None, set()
    for _, cells in _numbered(file):
        if position is None:
            names = [cell.strip().upper() for cell in cells]
            position = names.index(LINE) if LINE in names else len(names) if any(names) else None
        elif position < len(cells) and cells[position].strip().isdecimal():
            named.add(int(cells[position]))
    return named


def rows_to_mend(file: LoadFile) -> str:
    """The rows of a file that are still set aside, or would be, as they were sent, under its own header.

    Two columns come last: the line each row had, and what to do. They are not read when the rows are
    loaded again. Raises LoadRefusedError when the file was not kept.
    """
    advice = _advice(file)
    if file.current:
        waiting = lines_to_mend(file.adds_to or file)[file.pk]
        advice = {line: messages for line, messages in advice.items() if line in waiting}
    records = _numbered(file)
    names = next(cells for _, cells in records if any(cell.strip() for cell in cells))
    width = max(index for index, name in enumerate(names, 1) if name.strip())
    # A file that was itself made from rows to mend has these columns already.
    own = [index for index in range(width) if names[index].strip().upper() not in NOTES]
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([*(harmless(names[index]) for index in own), LINE.capitalize(), WHAT_TO_DO.capitalize()])
    for line, cells in records:
        if line in advice:
            padded = [*cells, *[""] * (width - len(cells))]
            row = [padded[index] for index in own]
            writer.writerow(map(harmless, [*row, str(line), " ".join([*advice[line], *_surplus(cells, width)])]))
    return text.getvalue()


def _advice(file: LoadFile) -> dict[int, list[str]]:
    """What to do about each line with an error."""
    advice: dict[int, list[str]] = defaultdict(list)
    errors = file.problems.filter(severity=LoadProblem.Severity.ERROR, line__isnull=False)
    for line, column, message in errors.values_list("line", "column", "message"):
        advice[line or 0].append(f"{column}: {message}" if column else message)
    return advice


def _numbered(file: LoadFile) -> Iterator[tuple[int, list[str]]]:
    """Every record of the file with its number in a spreadsheet, as far as it can be read as CSV."""
    try:
        yield from enumerate(csv.reader(receive(kept_file(file)).text(), strict=True), 1)
    except csv.Error:
        return


def _surplus(cells: Sequence[str], width: int) -> list[str]:
    """Names the cells that have no column, so that none is lost."""
    surplus = [cell for cell in cells[width:] if cell.strip()]
    return [f"Cells after the last column: {', '.join(surplus)}."] if surplus else []
