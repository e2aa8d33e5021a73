"""Loads as the data pages show them, and the way from an upload to the engine."""

from typing import Any, BinaryIO, cast

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from sufficiency.core.access import Reader
from sufficiency.extracts.actions import SourceFile
from sufficiency.extracts.mending import lines_to_mend
from sufficiency.extracts.models import Load, LoadFile, LoadProblem
from sufficiency.extracts.outcome import Outcome
from sufficiency.extracts.previews import check_files
from sufficiency.extracts.replay import kept_files

from .effects import figures_for


def loads_of(reader: Reader) -> QuerySet[Load]:
    """The loads a reader may look at, with their files, ``row_count`` and ``problem_count``.

    They are those of the reader's authority, and those of published data when the reader may load it.
    """
    whose = Q(authority=reader.authority)
    if reader.may_load_published:
        whose |= Q(authority=None)
    rows = LoadFile.objects.filter(load=OuterRef("pk")).order_by().values("load").values(total=Sum("rows"))
    problems = LoadProblem.objects.filter(file__load=OuterRef("pk")).order_by().values("file__load")
    return (
        Load.objects.filter(whose)
        .annotate(
            row_count=Coalesce(Subquery(rows), 0),
            problem_count=Coalesce(Subquery(problems.values(total=Count("pk"))), 0),
        )
        .prefetch_related("files")
    )


def files_of(load: Load) -> QuerySet[LoadFile]:
    """The files of a load in their order, each with its ``errors`` and ``warnings``."""
    of_severity = {
        f"{severity.value}s": Count("problems", filter=Q(problems__severity=severity))
        for severity in LoadProblem.Severity
    }
    return load.files.select_related("adds_to__load").order_by("pk").annotate(**of_severity)


def problems_of(load: Load, rule: str = "") -> QuerySet[LoadProblem]:
    """What is wrong with a load by one rule, or by all, errors first, in the order of files and lines."""
    problems = LoadProblem.objects.filter(file__load=load).select_related("file")
    return (problems.filter(code=rule) if rule else problems).order_by(
        "severity", "file", F("line").asc(nulls_first=True), "pk"
    )


def names_with(load: Load, rule: str) -> list[str]:
    """The names of the files in which a rule is broken."""
    return list(load.files.filter(problems__code=rule).order_by("pk").values_list("name", flat=True).distinct())


def rows_with_errors(load: Load) -> int | None:
    """How many rows would have to be set aside to load the others; None when that would not help."""
    errors = LoadProblem.objects.filter(file__load=load, severity=LoadProblem.Severity.ERROR)
    if load.status != Load.Status.REJECTED or errors.filter(line=None).exists():
        return None
    return errors.order_by().values("file", "line").distinct().count()


def rows_waiting(load: Load) -> int:
    """How many rows of the load's files that count are set aside and have not been mended since."""
    files = load.files.filter(current=True, set_aside__gt=0).select_related("adds_to")
    return sum(len(lines_to_mend(file.adds_to or file)[file.pk]) for file in files)


def can_be_tried_again(load: Load) -> bool:
    """Whether a load that is not in force has all its files: one that was refused was not kept."""
    ended = load.standing in (Load.Status.FAILED, Load.Status.UNDONE, Load.Status.REJECTED, Load.Status.CHECKED)
    return ended and not load.files.filter(content=None).exists()


def check_upload(reader: Reader, chosen: dict[str, Any], on_top_of: Load | None = None) -> Outcome:
    """Check what a valid form holds, and keep it as a load that is not in force. Raises LoadRefusedError."""
    return check_files(
        files=_sources(chosen),
        authority=reader.authority,
        year=on_top_of.year if on_top_of and on_top_of.year else chosen["year"],
        extracted=chosen.get("extracted"),
        by=reader.name,
        effect=figures_for(reader),
        on_top_of=on_top_of,
    )


def check_published(reader: Reader, chosen: dict[str, Any]) -> Outcome:
    """The same for published data, which belongs to no authority and to no year. Raises LoadRefusedError."""
    return check_files(files=_sources(chosen), by=reader.name, effect=figures_for(reader))


def _sources(chosen: dict[str, Any]) -> list[SourceFile]:
    return [SourceFile(file.name or "file", cast(BinaryIO, file.file)) for file in chosen["returns"]]


def check_again(reader: Reader, load: Load) -> Outcome:
    """Check the kept files of a load once more, as a load of their own. Raises LoadRefusedError."""
    return check_files(
        files=list(kept_files(load)),
        authority=load.authority,
        year=load.year,
        extracted=load.reaches,
        by=reader.name,
        effect=figures_for(reader),
        on_top_of=load.on_top_of,
    )
