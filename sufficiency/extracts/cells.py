"""Reading one cell: from what was written to what is stored, with what is wrong with it.

A reader remembers every distinct text of its column, so that a million cells with a few thousand
distinct texts are each checked once and cost one look-up a cell.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import NamedTuple

from .formulas import restored
from .kinds import Code, Column, ColumnType
from .problems import FileFault, Severity
from .reading import LONGEST_CELL, TOO_LONG

NULL = "\\N"  # how COPY writes a null
# What COPY writes for a blank cell, when that is not an empty text.
NO_TEXTS = (ColumnType.DATE, ColumnType.NUMBER, ColumnType.AMOUNT, ColumnType.FIGURE, ColumnType.YES_NO)
BLANKS = dict.fromkeys(NO_TEXTS, NULL) | {ColumnType.CODES: "{}"}
REMEMBERED = 200_000
EARLIEST_YEAR = 1980
LATEST_YEAR = 2100

ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)", re.ASCII)
SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})", re.ASCII)
TWO_DIGIT_YEAR = re.compile(r"\d{1,2}[-/. ](\d{1,2}|[A-Za-z]{3,9})[-/. ]\d\d", re.ASCII)
SERIAL = re.compile(r"\d{5}(\.\d+)?", re.ASCII)
SCIENTIFIC = re.compile(r"\d(?:[.,]\d+E[+-]?|E[+-])\d+", re.ASCII | re.IGNORECASE)
NUMBER = re.compile(r"\d{1,9}", re.ASCII)
AMOUNT = re.compile(r"£?(\d{1,3}(?:,\d{3})+|\d{1,9})(\.\d{1,2})?", re.ASCII)
FIGURE = re.compile(r"-?\d{1,8}(\.\d{1,4})?", re.ASCII)
YES_NO = {"YES": "t", "Y": "t", "TRUE": "t", "1": "t", "NO": "f", "N": "f", "FALSE": "f", "0": "f"}
PARTIAL = re.compile(r"(ZZ|\d\d)/(ZZ|\d\d)/(ZZZZ|\d{4})", re.ASCII)
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
MARKUP = re.compile(r"[<>&\"{}\\\t]")
ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


class Fault(NamedTuple):
    """What is wrong with a text, wherever it stands in the column."""

    code: str
    severity: Severity
    message: str


class Reading(NamedTuple):
    """What a text means: as stored (None for nothing), and its faults."""

    stored: str | None
    faults: tuple[Fault, ...] = ()


def error(code: str, message: str) -> Reading:
    return Reading(None, (Fault(code, Severity.ERROR, message),))


class ColumnReader(dict[str, str]):
    """Maps each text of a column to what COPY writes for it; texts with faults are in ``faults``."""

    def __init__(self, column: Column, *, year: int, today: date, longest: int | None) -> None:
        super().__init__()
        self.column = column
        self.faults: dict[str, tuple[Fault, ...]] = {}
        self.unstorable: set[str] = set()
        self._longest = longest
        self._takes_any_word = column.type in (ColumnType.IDENTIFIER, ColumnType.TEXT) and column.form is None
        self._read = _READERS[column.type](column, year, today)
        self._blank = BLANKS.get(column.type, "")

    def read(self, cells: Sequence[str]) -> Sequence[str]:
        """For COPY, a block of the column's cells."""
        if self._takes_any_word and self._are_words(cells):
            return cells
        return list(map(self.__getitem__, cells))

    def _are_words(self, cells: Sequence[str]) -> bool:
        """Whether all are letters and digits alone: such an identifier means what it says, and most occur but once."""
        return (
            "".join(cells).isalnum()
            and max(map(len, cells)) <= (self._longest or LONGEST_CELL)
            and (all(cells) or not self.column.required)
        )

    def __missing__(self, raw: str) -> str:
        stored, faults = self._examine(raw)
        if faults:
            self.faults[raw] = faults
        if stored is None and self.column.required:
            self.unstorable.add(raw)
        self[raw] = copied = self._blank if stored is None else stored.translate(ESCAPES)
        return copied

    def forget(self) -> None:
        """Between blocks of rows: keep the memory of an unusual column bounded."""
        if len(self) > REMEMBERED:
            self.clear()
            self.faults.clear()
            self.unstorable.clear()

    def shown(self, raw: str) -> str:
        """The cell as a problem may show it: of a postcode only the outward part."""
        text = raw.strip()
        if self.column.type is ColumnType.POSTCODE:
            return outward(text)
        return text

    def _examine(self, raw: str) -> Reading:
        if len(raw) > LONGEST_CELL:
            raise FileFault("cell-too-long", TOO_LONG, column=self.column.name)
        raw = restored(raw)
        text = raw.strip()
        if not text:
            if self.column.required:
                return error("blank", f"{self.column.name} is blank: every row needs one.")
            return Reading(None)
        if CONTROL.search(text):
            return error("control-character", "The cell holds characters that cannot be shown: type it again.")
        stored, faults = self._read(text)
        if stored is not None and self._longest is not None and len(stored) > self._longest:
            return error("too-long", f"{self.column.name} has at most {self._longest} characters: correct it.")
        if raw != text:
            faults += (Fault("spaces", Severity.WARNING, "Spaces around the value were removed."),)
        return Reading(stored, faults)


def outward(postcode: str) -> str:
    """The part of a postcode that may be shown."""
    return postcode.split(maxsplit=1)[0] if " " in postcode else postcode[:-3]


Reader = Callable[[str], Reading]


def _text(column: Column, _year: int, _today: date) -> Reader:
    if column.form is None:
        return Reading
    form = column.form
    pattern = re.compile(form.pattern, re.ASCII)

    def read(text: str) -> Reading:
        known, faults = _as_known(text, lambda written: pattern.fullmatch(written) is not None, "value")
        if known is None:
            return error("wrong-form", f"{column.name} is {form.words}: correct it.")
        return Reading(known, faults)

    return read


def _as_known(text: str, is_known: Callable[[str], bool], what: str) -> tuple[str | None, tuple[Fault, ...]]:
    """The text as it is known, small letters or a spreadsheet's decimals put right with a warning; None if unknown."""
    if is_known(text):
        return text, ()
    for rule, mended in (("lower-case", text.upper()), ("decimal-code", text.removesuffix(".0"))):
        if is_known(mended):
            return mended, (Fault(rule, Severity.WARNING, f"The {what} was read as {mended}."),)
    return None, ()


def _number(column: Column, _year: int, _today: date) -> Reader:
    def read(text: str) -> Reading:
        known, faults = _as_known(text, lambda written: NUMBER.fullmatch(written) is not None, "number")
        if known is None:
            return error("not-a-number", f"{column.name} is a whole number: correct it.")
        if not column.least <= int(known) <= column.most:
            return error("out-of-range", f"{column.name} is a number from {column.least} to {column.most}: correct it.")
        return Reading(str(int(known)), faults)

    return read


def _amount(column: Column, _year: int, _today: date) -> Reader:
    def read(text: str) -> Reading:
        written = AMOUNT.fullmatch(text)
        if written is None:
            return error("not-an-amount", f"{column.name} is an amount in pounds and pence, like 965.50: correct it.")
        pounds, pence = int(written[1].replace(",", "")), written[2] or ""
        if not column.least <= pounds <= column.most:
            return error("out-of-range", f"{column.name} is from {column.least} to {column.most} pounds: correct it.")
        return Reading(f"{pounds}{pence}")

    return read


def _figure(column: Column, _year: int, _today: date) -> Reader:
    def read(text: str) -> Reading:
        if FIGURE.fullmatch(text) is None:
            return error("wrong-form", f"{column.name} is a number such as 30 or 0.5, without its unit: correct it.")
        return Reading(text)

    return read


def _yes_no(column: Column, _year: int, _today: date) -> Reader:
    def read(text: str) -> Reading:
        stored = YES_NO.get(text.upper())
        return Reading(stored) if stored else error("not-yes-or-no", f"{column.name} is Yes or No: correct it.")

    return read


def _identifier(column: Column, _year: int, _today: date) -> Reader:
    def read(text: str) -> Reading:
        if SCIENTIFIC.fullmatch(text):
            return error(
                "spreadsheet-number",
                f"A spreadsheet turned this {column.name} into a rounded number: export again and do not save from it.",
            )
        if MARKUP.search(text):
            return error("markup", f'{column.name} holds markup (one of < > & " {{ }} \\): correct it.')
        return Reading(text)

    return read


def _postcode(_column: Column, _year: int, _today: date) -> Reader:
    return lambda text: Reading("".join(text.split()).upper())


def _date(column: Column, _year: int, today: date) -> Reader:
    def read(text: str) -> Reading:
        parts = _day_month_year(text)
        if isinstance(parts, Reading):
            return parts
        year, month, day = parts
        if year < EARLIEST_YEAR:
            return error("before-1980", f"The year is before {EARLIEST_YEAR}: correct the date.")
        try:
            found = date(year, month, day)
        except ValueError:
            return error("impossible-date", "There is no such day: correct the date.")
        if year > LATEST_YEAR:
            return error("impossible-date", f"The year is after {LATEST_YEAR}: correct it, or leave the cell blank.")
        if column.not_future and found > today:
            return error("future-date", f"{column.name} is in the future: correct the date.")
        return Reading(found.isoformat())

    return read


def _partial_date(column: Column, year: int, today: date) -> Reader:
    whole = _date(column, year, today)

    def read(text: str) -> Reading:
        partial = PARTIAL.fullmatch(text.upper())
        if partial is None or "ZZ" not in partial[0]:
            return whole(text)
        day, month, of_year = partial.groups()
        if (of_year == "ZZZZ" and month != "ZZ") or (month == "ZZ" and day != "ZZ"):
            return error("bad-partial-date", "A day needs its month, a month its year: write ZZ for what is unknown.")
        known = whole("/".join(("28", month.replace("ZZ", "01"), of_year.replace("ZZZZ", "2000"))))
        if known.stored is None:
            return known
        small = () if text.isupper() else (Fault("lower-case", Severity.WARNING, f"It was read as {partial[0]}."),)
        return Reading(f"{of_year}-{month}-{day}", small)

    return read


def _day_month_year(text: str) -> tuple[int, int, int] | Reading:
    """Year, month and day as written, or why they cannot be told."""
    if iso := ISO.fullmatch(text):
        return int(iso[1]), int(iso[2]), int(iso[3])
    if slashed := SLASHED.fullmatch(text):
        day, month, year = (int(part) for part in slashed.groups())
        if day <= 12 < month <= 31:
            return error("month-first", "The month stands before the day: write all dates of the file as DD/MM/YYYY.")
        if len(text) == len("DD/MM/YYYY"):
            return year, month, day
    elif TWO_DIGIT_YEAR.fullmatch(text):
        return error("two-digit-year", "The year has two digits: write the date as DD/MM/YYYY.")
    elif SERIAL.fullmatch(text):
        return error("spreadsheet-date", "A spreadsheet turned the date into a number: format the column as a date.")
    return error("bad-date", "It is not a date written as DD/MM/YYYY: correct it.")


def _code(column: Column, year: int, _today: date) -> Reader:
    codes = column.codes

    def read(text: str) -> Reading:
        known, faults = _as_known(text, codes.__contains__, "code")
        if known is None:
            return error("unknown-code", _unknown_code(column.name, codes))
        code = codes[known]
        if not (code.first_year or year) <= year <= (code.last_year or year):
            faults += (Fault("code-not-valid-in-year", Severity.WARNING, _out_of_use(known, code, year)),)
        return Reading(code.stored_as or known, faults)

    return read


def _codes(column: Column, year: int, today: date) -> Reader:
    one = _code(column, year, today)
    order = list(column.codes)

    def read(text: str) -> Reading:
        found = [one(part.strip()) for part in text.split(";") if part.strip()]
        faults = tuple(fault for reading in found for fault in reading.faults)
        stored = {reading.stored for reading in found if reading.stored is not None}
        if len(stored) == 0 or any(fault.severity is Severity.ERROR for fault in faults):
            return Reading(None, faults or error("unknown-code", _unknown_code(column.name, column.codes)).faults)
        # In the order of the list, so that the same codes are the same value however they were written.
        return Reading(f"{{{','.join(code for code in order if code in stored)}}}", faults)

    return read


def _unknown_code(column: str, codes: Iterable[str]) -> str:
    some = sorted(codes)
    listed = f"one of {', '.join(some)}" if len(some) <= 25 else "a code of the return's guide"
    return f"It is not a code of {column}: use {listed}."


def _out_of_use(text: str, code: Code, year: int) -> str:
    if code.last_year is not None and year > code.last_year:
        when = f"was last used in the return of {code.last_year}"
    else:
        when = f"is used from the return of {code.first_year} on"
    return f"{text} ({code.label}) {when}: check it, or the return year of the load."


_READERS: dict[ColumnType, Callable[[Column, int, date], Reader]] = {
    ColumnType.TEXT: _text,
    ColumnType.IDENTIFIER: _identifier,
    ColumnType.DATE: _date,
    ColumnType.PARTIAL_DATE: _partial_date,
    ColumnType.NUMBER: _number,
    ColumnType.AMOUNT: _amount,
    ColumnType.FIGURE: _figure,
    ColumnType.YES_NO: _yes_no,
    ColumnType.CODE: _code,
    ColumnType.CODES: _codes,
    ColumnType.POSTCODE: _postcode,
}


def readers_for(
    columns: Sequence[Column], *, year: int, today: date, longest: Sequence[int | None]
) -> list[ColumnReader]:
    """One reader a column, in the columns' order."""
    return [
        ColumnReader(column, year=year, today=today, longest=limit)
        for column, limit in zip(columns, longest, strict=True)
    ]
