"""What became of a load, for pages, commands and scripts alike."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db.models import F

from .models import LoadFile
from .problems import Problem, Severity


class Status(StrEnum):
    """How a call of :func:`sufficiency.extracts.actions.load_files` ended."""

    COMMITTED = "committed"
    CHECKED = "checked"
    REJECTED = "rejected"
    ALREADY_LOADED = "already-loaded"


class KeptProblems(Collection[Problem]):
    """The problems that are kept with a file, in the order of its lines; read when they are asked for."""

    def __init__(self, file: LoadFile) -> None:
        self._kept = file.problems.order_by(F("line").asc(nulls_first=True), "pk")

    def __iter__(self) -> Iterator[Problem]:
        for row in self._kept.iterator():
            yield Problem(row.code, Severity(row.severity), row.message, row.line, row.column, row.value)

    def __len__(self) -> int:
        return self._kept.count()

    def __contains__(self, problem: object) -> bool:
        return problem in list(self)


@dataclass
class FileOutcome:
    """One file: its counts of rows and everything wrong with it.

    ``rows`` counts its data rows, faulty ones included. Unless the load was rejected,
    ``rows`` = ``new`` + ``changed`` + ``unchanged`` + ``set_aside``; ``gone`` counts rows of the load
    before that this file no longer holds. ``kind`` is None when it was not recognised.
    """

    name: str
    kind: str | None = None
    rows: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    gone: int = 0
    set_aside: int = 0
    faulty_rows: int = 0
    can_be_set_aside: bool = True  # every error belongs to a row: the other rows could be loaded without it
    errors: int = 0
    problems: Collection[Problem] = ()

    def as_json(self) -> dict[str, Any]:
        return {
            "file": self.name,
            "kind": self.kind,
            "rows": self.rows,
            "new": self.new,
            "changed": self.changed,
            "unchanged": self.unchanged,
            "gone": self.gone,
            "set_aside": self.set_aside,
        }


@dataclass(frozen=True)
class Outcome:
    """A load that was committed, only checked, rejected, or found to be in place already.

    ``load_id`` names the record: for ``already-loaded`` the load that holds the files, None for a
    check alone.
    """

    status: Status
    load_id: int | None
    files: tuple[FileOutcome, ...]

    @property
    def problems(self) -> Iterator[tuple[str, Problem]]:
        """Each problem with the name of its file."""
        return ((file.name, problem) for file in self.files for problem in file.problems)

    @property
    def is_sound(self) -> bool:
        return self.status is not Status.REJECTED

    def as_json(self) -> dict[str, Any]:
        """The shape that docs/loading.md fixes for scripts."""
        return {
            "load": self.load_id,
            "status": str(self.status),
            "files": [file.as_json() for file in self.files],
            "problems": [
                {
                    "file": name,
                    "line": problem.line,
                    "column": problem.column,
                    "value": problem.value,
                    "code": problem.code,
                    "severity": str(problem.severity),
                    "message": problem.message,
                }
                for name, problem in self.problems
            ],
        }
