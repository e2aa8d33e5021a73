"""Checking rows cell by cell: a block of rows in, the text that COPY takes and every problem out."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import repeat
from operator import itemgetter

from .cells import ESCAPES, ColumnReader, readers_for
from .problems import LONGEST_VALUE, FileFault, Problem, Severity
from .reading import MOST_LINES_IN_A_ROW, UNCLOSED, Chunk, Table, trailing_commas

Row = list[str]


@dataclass
class Checked:
    """What came of a file's rows so far."""

    rows: int = 0
    problems: list[Problem] = field(default_factory=list)
    faulty: set[int] = field(default_factory=set)  # lines with an error

    def add(self, problem: Problem) -> None:
        self.problems.append(problem)
        if problem.severity is Severity.ERROR and problem.line is not None:
            self.faulty.add(problem.line)


class RowChecker:
    """Checks the rows of one table; :meth:`copy_blocks` goes through them once."""

    def __init__(self, table: Table, *, year: int, today: date) -> None:
        self._table = table
        columns = table.kind.own_columns
        longest = [table.kind.longest(column) for column in columns]
        self._readers = readers_for(columns, year=year, today=today, longest=longest)
        self._first_required = next(
            position for column, position in zip(columns, table.positions, strict=True) if column.required
        )
        present = [pair for pair in zip(self._readers, table.positions, strict=True) if pair[1] < table.width]
        # Every cell that is read: its column's name, where it stands, and how a problem may show it.
        self._watched: list[tuple[str, int, Callable[[str], str]]] = [
            *((reader.column.name, position, reader.shown) for reader, position in present),
            *((name, position, str.strip) for name, position in table.rest),
        ]
        self._blank_rows = 0
        self._first_blank = 0
        self._said_trailing = any(problem.code == "trailing-commas" for problem in table.problems)
        self.checked = Checked(problems=list(table.problems))

    def copy_blocks(self, prefix: str) -> Iterator[str]:
        """Text for COPY, a block at a time, each line beginning with ``prefix``.

        Rows with a fault elsewhere than in a required column are included, the faulty cell left
        blank, so that checks across rows see them; their lines are in ``checked.faulty``.
        """
        for chunk in self._table.chunks:
            lines, rows = self._of_full_width(chunk)
            if chunk.has_line_breaks:
                self._find_line_breaks(lines, rows)
            self.checked.rows += len(rows)
            if rows:
                yield self._copy_text(prefix, lines, rows)
        self._mention_blank_rows()
        if not self.checked.rows and not self._table.kind.may_be_empty:
            raise FileFault("no-rows", "It holds a header and no rows: export it again.")

    def _copy_text(self, prefix: str, lines: Sequence[int], rows: Sequence[Row]) -> str:
        cells = list(zip(*rows, strict=True))
        cells.append(("",) * len(rows))  # what a column holds that the file lacks
        unstorable: set[int] = set()
        stored: list[Sequence[str]] = []
        for reader, position in zip(self._readers, self._table.positions, strict=True):
            raw = cells[position]
            stored.append(reader.read(raw))
            if reader.faults:
                unstorable |= self._report(reader, lines, raw)
            reader.forget()
        if self._table.rest:
            stored.append(self._rest_as_json(cells))
        copied: Iterable[str] = map("\t".join, zip(repeat(prefix), map(str, lines), *stored, strict=False))
        if unstorable:
            copied = (text for line, text in zip(lines, copied, strict=True) if line not in unstorable)
        block = "\n".join(copied)
        return f"{block}\n" if block else ""

    def _rest_as_json(self, cells: Sequence[Sequence[str]]) -> list[str]:
        """For COPY, the cells of each row that are kept together."""
        names = [name for name, _ in self._table.rest]
        columns = [map(str.strip, cells[position]) for _, position in self._table.rest]
        texts = (
            json.dumps(dict(zip(names, row, strict=True)), ensure_ascii=False) for row in zip(*columns, strict=True)
        )
        return [text.translate(ESCAPES) for text in texts]

    def _report(self, reader: ColumnReader, lines: Sequence[int], cells: Sequence[str]) -> set[int]:
        """Name the faults of a block of cells; the lines that cannot be stored are returned."""
        unstorable = set()
        for line, raw in zip(lines, cells, strict=True):
            for fault in reader.faults.get(raw, ()):
                shown = reader.shown(raw)[:LONGEST_VALUE]
                self.checked.add(Problem(*fault[:2], fault.message, line, reader.column.name, shown))
            if raw in reader.unstorable:
                unstorable.add(line)
        return unstorable

    def _of_full_width(self, chunk: Chunk) -> tuple[Sequence[int], list[Row]]:
        """The rows that have a cell for each column, and their lines. Blank rows are left out."""
        width, rows = self._table.width, chunk.rows
        even = set(map(len, rows)) == {width}
        if even and all(map(str.strip, map(itemgetter(self._first_required), rows))):
            return range(chunk.first_line, chunk.first_line + len(rows)), rows
        lines, kept = [], []
        for line, row in enumerate(rows, chunk.first_line):
            if not any(cell.strip() for cell in row):
                self._blank_rows += 1
                self._first_blank = self._first_blank or line
            elif (fitted := self._fitted(line, row)) is not None:
                lines.append(line)
                kept.append(fitted)
        return lines, kept

    def _fitted(self, line: int, row: Row) -> Row | None:
        """The row without surplus blank cells; None, with the fault named, when its length is wrong."""
        width = self._table.width
        if len(row) > width and not any(cell.strip() for cell in row[width:]):
            if not self._said_trailing:
                self._said_trailing = True
                self.checked.add(trailing_commas(line))
            row = row[:width]
        if len(row) == width:
            return row
        code = "too-many-cells" if len(row) > width else "too-few-cells"
        message = (
            f"The row has {len(row)} cells and the header {width}: "
            "look for a comma inside a value, or a missing one, and export or mend the row."
        )
        self.checked.rows += 1
        self.checked.add(Problem(code, Severity.ERROR, message, line))
        return None

    def _find_line_breaks(self, lines: Sequence[int], rows: Sequence[Row]) -> None:
        for line, row in zip(lines, rows, strict=True):
            for name, position, shown in self._watched:
                breaks = row[position].count("\n")
                if breaks > MOST_LINES_IN_A_ROW:
                    raise FileFault("unclosed-quote", UNCLOSED, line, name)
                if breaks:
                    message = "There is a line break inside the cell: remove it."
                    value = shown(row[position])[:LONGEST_VALUE]
                    self.checked.add(Problem("line-break", Severity.ERROR, message, line, name, value))

    def _mention_blank_rows(self) -> None:
        if self._blank_rows:
            message = f"Rows that hold nothing were left out: {self._blank_rows:,} of them, from here on."
            self.checked.add(Problem("blank-row", Severity.WARNING, message, self._first_blank))
