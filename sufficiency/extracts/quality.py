"""What is known about the quality of what counts: rows set aside, open warnings, how far each kind goes."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from sufficiency.core.models import Authority

from .mending import lines_to_mend
from .models import LoadFile, LoadProblem


def files_that_count(authority: Authority) -> tuple[LoadFile, ...]:
    """The files of an authority whose rows count, each with its load. One query."""
    files = LoadFile.objects.filter(authority=authority, current=True)
    return tuple(files.select_related("load").defer("load__effect"))


def set_aside_by_kind(authority: Authority, files: Iterable[LoadFile] | None = None) -> dict[str, int]:
    """Rows still set aside, by slug of the kind: left out of files that count, less those mended since.

    One query, and none where the ``files`` that count are at hand; so it is with :func:`coverage`.
    """
    left: dict[tuple[str, int], int] = defaultdict(int)
    for file in files_that_count(authority) if files is None else files:
        mended = file.rows if file.adds_to_id else 0
        left[file.kind, file.adds_to_id or file.pk] += file.set_aside - mended
    total: dict[str, int] = defaultdict(int)
    for (kind, _), rows in left.items():
        total[kind] += max(rows, 0)
    return {kind: rows for kind, rows in total.items() if rows}


@dataclass(frozen=True)
class Waiting:
    """A file that counts, and the lines of its rows that are still set aside."""

    file: LoadFile
    lines: frozenset[int]


def files_with_rows_set_aside(authority: Authority) -> list[Waiting]:
    """Files that count and have rows set aside which no mended file has brought since, latest first.

    Rows that came in a mended file and were set aside again wait in that one.
    """
    found = []
    wholes = LoadFile.objects.filter(authority=authority, current=True, adds_to=None).order_by("-year", "kind")
    for whole in wholes.filter(set_aside__gt=0):
        lines = lines_to_mend(whole)
        group = LoadFile.objects.filter(pk__in=[pk for pk, waiting in lines.items() if waiting])
        found += [Waiting(file, frozenset(lines[file.pk])) for file in group]
    return found


def problems_that_count(authority: Authority) -> QuerySet[LoadProblem]:
    """Warnings about files that count, and the errors of rows still set aside."""
    counts = Q(severity=LoadProblem.Severity.WARNING, file__current=True, file__authority=authority)
    for waiting in files_with_rows_set_aside(authority):
        counts |= Q(severity=LoadProblem.Severity.ERROR, file=waiting.file, line__in=waiting.lines)
    return LoadProblem.objects.filter(counts)


@dataclass
class Coverage:
    """What counts of one kind: its files by return year, each whole file with the mended rows added to it."""

    kind: str
    by_year: dict[int, list[LoadFile]]

    @property
    def latest(self) -> LoadFile:
        """The file of the latest year that was brought in last."""
        return max(
            self.by_year[max(self.by_year)], key=lambda file: (file.load.finished_at or file.load.started_at, file.pk)
        )

    def rows(self, year: int) -> int | None:
        """Rows that count in a year; None when nothing is loaded."""
        files = self.by_year.get(year)
        return sum(file.rows - file.set_aside for file in files) if files else None


def coverage(authority: Authority, files: Iterable[LoadFile] | None = None) -> dict[str, Coverage]:
    """By slug of the kind, what is loaded of an authority."""
    found: dict[str, Coverage] = {}
    for file in files_that_count(authority) if files is None else files:
        if file.year is not None:
            found.setdefault(file.kind, Coverage(file.kind, {})).by_year.setdefault(file.year, []).append(file)
    return found
