"""What is known about the quality of what counts: rows set aside, open warnings, how far each kind goes."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from sufficiency.core.models import Authority

from .mending import lines_to_mend
from .models import LoadFile, LoadProblem


def set_aside_by_kind(authority: Authority) -> dict[str, int]:
    """Rows still set aside, by slug of the kind: left out of files that count, less those mended since."""
    left: dict[tuple[str, int], int] = defaultdict(int)
    files = LoadFile.objects.filter(Q(set_aside__gt=0) | Q(adds_to__isnull=False), authority=authority, current=True)
    for pk, kind, adds_to, rows, set_aside in files.values_list("pk", "kind", "adds_to", "rows", "set_aside"):
        mended = rows if adds_to else 0
        left[kind, adds_to or pk] += set_aside - mended
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


@dataclass(frozen=True)
class Latest:
    """The file of a kind that counts for the latest year and was brought in last."""

    year: int
    reaches: date | None
    loaded_at: datetime


def latest_by_kind(authority: Authority) -> dict[str, Latest]:
    """By slug of the kind: what :attr:`Coverage.latest` says of it, read in fewer columns. One query."""
    files = LoadFile.objects.filter(authority=authority, current=True, year__isnull=False)
    loaded_at = Coalesce("load__finished_at", "load__started_at")
    found = files.order_by("kind", "-year", loaded_at.desc(), "-pk").distinct("kind")
    return {kind: Latest(*told) for kind, *told in found.values_list("kind", "year", "load__reaches", loaded_at)}


def coverage(authority: Authority) -> dict[str, Coverage]:
    """By slug of the kind, what is loaded of an authority."""
    found: dict[str, Coverage] = {}
    files = LoadFile.objects.filter(authority=authority, current=True, year__isnull=False).select_related("load")
    for file in files:
        found.setdefault(file.kind, Coverage(file.kind, {})).by_year.setdefault(file.year or 0, []).append(file)
    return found
