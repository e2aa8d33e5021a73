"""From text to rows: which kind of file it is, where its columns are, and its rows by the thousand."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from .kinds import Kind, recognise
from .problems import FileFault, Problem, Severity
from .receiving import Received

ROWS_AT_ONCE = 250  # few enough for the processor to keep them at hand: three times as fast as 20,000
LONGEST_CELL = 10_000
MOST_LINES_IN_A_ROW = 20
NOTES = ("LINE", "WHAT TO DO")  # columns that a file of rows to mend carries for people


@dataclass(frozen=True)
class Chunk:
    """Consecutive rows, blank ones included; ``first_line`` numbers the first as a spreadsheet does."""

    first_line: int
    rows: list[list[str]]
    has_line_breaks: bool


@dataclass(frozen=True)
class Table:
    """A text whose header was recognised.

    ``positions`` gives, for each column of the kind with a field of its own, where it stands in a row:
    ``width``, one past the last, for an optional column that is not there. ``width`` is the number of
    named columns up to which a row may have cells. ``rest`` gives name and position of the columns that
    are kept together.
    """

    kind: Kind
    positions: tuple[int, ...]
    width: int
    rest: tuple[tuple[str, int], ...]
    problems: tuple[Problem, ...]
    chunks: Iterator[Chunk]


def open_table(received: Received, kinds: Sequence[Kind]) -> Table:
    """Recognise a file by its header. FileFault when it is none of the kinds or its header is faulty."""
    text = received.text()
    records = _Records(text)
    line, cells = records.header()
    names = [" ".join(cell.split()).upper() for cell in cells]
    width = max(index for index, name in enumerate(names, 1) if name)
    named = names[:width]
    kind = recognise(named, kinds)
    if kind is None:
        raise _not_recognised(cells, kinds, line)
    named = kind.rename(named)
    _refuse_faulty_header(kind, named, line)
    own = {column.name for column in kind.own_columns}
    rest = tuple((name.lower(), index) for index, name in enumerate(named) if name and name not in own)
    problems = [
        Problem(
            "unknown-column",
            Severity.WARNING,
            f"The {kind.title} file has no column of this name: it was not read.",
            line,
            cells[index].strip()[:100],
        )
        for index, name in enumerate(named)
        if name not in (*own, *NOTES, *kind.not_needed) and not kind.rest
    ]
    if width < len(names):
        problems.append(trailing_commas(line))
    positions = tuple(named.index(column.name) if column.name in named else width for column in kind.own_columns)
    return Table(kind, positions, width, rest if kind.rest else (), tuple(problems), records.chunks())


def trailing_commas(line: int) -> Problem:
    """The warning for rows that go on with blank cells after the last column."""
    return Problem(
        "trailing-commas",
        Severity.WARNING,
        "From here on rows end in surplus commas, as spreadsheets write them: the blank cells were left out.",
        line,
    )


def _refuse_faulty_header(kind: Kind, named: Sequence[str], line: int) -> None:
    doubled = sorted({name for name in named if name and named.count(name) > 1})
    if doubled:
        raise FileFault(
            "doubled-column", f"Two columns are called {doubled[0]}: leave one of them out.", line, doubled[0]
        )
    missing = [column.name for column in kind.columns if column.name not in named and not column.optional]
    if missing:
        some = ", ".join(missing)
        raise FileFault(
            "missing-column", f"It looks like the {kind.title} file but lacks {some}: export it with every column.",
            line, some[:100],
        )  # fmt: skip


def _not_recognised(cells: Sequence[str], kinds: Sequence[Kind], line: int) -> FileFault:
    """Why a header is that of no kind: often another separator than the comma."""
    for separator, called in ((";", "semicolons"), ("\t", "tabs"), ("|", "vertical bars")):
        parts = [part.strip().strip('"').upper() for part in ",".join(cells).split(separator)]
        if recognise(parts, kinds):
            return FileFault(
                "not-commas", f"Its columns are separated by {called}: save it with commas ('CSV UTF-8').", line
            )
    message = (
        "Its first row is not the header of a file that can be loaded: compare it with the template of its kind, "
        "which the page 'kinds of file' gives."
    )
    return FileFault("not-recognised", message, line, value=cells[0].strip()[:40])


class _Records:
    """The records of a CSV text, numbered as the rows of a spreadsheet."""

    def __init__(self, text: io.TextIOWrapper) -> None:
        self._reader = csv.reader(text, strict=True)
        self._line = 0
        self._fault: FileFault | None = None

    def header(self) -> tuple[int, list[str]]:
        """Number and cells of the first row that holds anything."""
        while rows := self._next(1):
            if any(cell.strip() for cell in rows[0]):
                return self._line, rows[0]
        raise FileFault("empty-file", "It is empty: export it again.")

    def chunks(self) -> Iterator[Chunk]:
        """The rows after the header."""
        before = self._reader.line_num
        first = self._line + 1
        while rows := self._next(ROWS_AT_ONCE):
            has_line_breaks = self._reader.line_num - before != len(rows)
            yield Chunk(first, rows, has_line_breaks)
            before, first = self._reader.line_num, self._line + 1

    def _next(self, number: int) -> list[list[str]]:
        """So many more rows, fewer at the end of the text; FileFault where it is no longer CSV."""
        if self._fault is not None:
            raise self._fault
        rows: list[list[str]] = []
        try:
            rows.extend(islice(self._reader, number))  # keeps the rows before a fault
        except csv.Error as fault:
            code, message = next(known for words, *known in CSV_FAULTS if words in str(fault))
            self._fault = FileFault(code, message, self._line + len(rows) + 1)
            if not rows:
                raise self._fault from None
        self._line += len(rows)
        return rows


TOO_LONG = "A cell has more than 10,000 characters, or a quotation mark is not closed: mend it and check again."
UNCLOSED = "A quotation mark is opened and never closed: mend it and check again."
NOT_CSV = "A quotation mark stands in the middle of a quoted cell: double it, or export the file again."
CSV_FAULTS = (
    ("field larger", "cell-too-long", TOO_LONG),
    ("unexpected end", "unclosed-quote", UNCLOSED),
    ("", "not-csv", NOT_CSV),
)
