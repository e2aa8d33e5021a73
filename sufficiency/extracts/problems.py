"""What can be wrong with a file or a row, in the shape in which every page and command shows it."""

from enum import StrEnum
from typing import NamedTuple

LONGEST_VALUE = 200


class Severity(StrEnum):
    """An error blocks the load, or has its row set aside; a warning is kept and shown."""

    ERROR = "error"
    WARNING = "warning"


class Problem(NamedTuple):
    """One thing wrong, where, and what to do about it. ``line`` is None for the file as a whole."""

    code: str
    severity: Severity
    message: str
    line: int | None = None
    column: str = ""
    value: str = ""


class FileFault(Exception):  # noqa: N818 - a fault of somebody's file, no error of the program
    """The file cannot be read on: its load cannot go on either."""

    def __init__(self, code: str, message: str, line: int | None = None, column: str = "", value: str = "") -> None:
        super().__init__(message)
        self.problem = Problem(code, Severity.ERROR, message, line, column, value[:LONGEST_VALUE])
