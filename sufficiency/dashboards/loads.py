"""Loads as the data pages show them, and the way from an upload to the engine."""

from collections.abc import Iterable
from datetime import date
from io import BytesIO
from typing import Any, BinaryIO, cast

from django.core.files.uploadedfile import UploadedFile
from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from sufficiency.core.access import Reader
from sufficiency.core.models import Authority
from sufficiency.extracts.actions import SourceFile, load_files
from sufficiency.extracts.models import Load, LoadFile, LoadProblem
from sufficiency.extracts.outcome import Outcome


def loads_of(authority: Authority) -> QuerySet[Load]:
    """An authority's loads with their files, ``row_count`` and ``problem_count``."""
    rows = LoadFile.objects.filter(load=OuterRef("pk")).order_by().values("load").values(total=Sum("rows"))
    problems = LoadProblem.objects.filter(file__load=OuterRef("pk")).order_by().values("file__load")
    return (
        Load.objects.for_authority(authority)
        .annotate(
            row_count=Coalesce(Subquery(rows), 0),
            problem_count=Coalesce(Subquery(problems.values(total=Count("pk"))), 0),
        )
        .prefetch_related("files")
    )


def files_of(load: Load) -> QuerySet[LoadFile]:
    """The files of a load, each with its ``errors`` and ``warnings``."""
    of_severity = {
        f"{severity.value}s": Count("problems", filter=Q(problems__severity=severity))
        for severity in LoadProblem.Severity
    }
    return load.files.annotate(**of_severity)


def problems_of(load: Load) -> QuerySet[LoadProblem]:
    """Everything wrong with a load, errors first, in the order of files and lines."""
    problems = LoadProblem.objects.filter(file__load=load).select_related("file")
    return problems.order_by("severity", "file", F("line").asc(nulls_first=True), "pk")


def rows_with_errors(load: Load) -> int | None:
    """How many rows would have to be set aside to load the others; None when that would not help."""
    errors = LoadProblem.objects.filter(file__load=load, severity=LoadProblem.Severity.ERROR)
    if load.status != Load.Status.REJECTED or errors.filter(line=None).exists():
        return None
    return errors.order_by().values("file", "line").distinct().count()


def load_upload(reader: Reader, files: "Iterable[UploadedFile[Any]]", year: int, extracted: date | None) -> Outcome:
    """Check and load what was uploaded. Raises LoadRefusedError."""
    sources = [SourceFile(file.name or "file", cast(BinaryIO, file.file)) for file in files]
    return load_files(files=sources, authority=reader.authority, year=year, extracted=extracted, by=reader.name)


def load_sound_rows(reader: Reader, rejected: Load) -> Outcome:
    """Load the files of a rejected load again without their faulty rows. Raises LoadRefusedError."""
    sources = [
        SourceFile(file.name, BytesIO(file.content.original())) for file in rejected.files.select_related("content")
    ]
    return load_files(
        files=sources,
        authority=rejected.authority,
        year=rejected.year,
        extracted=rejected.reaches,
        by=reader.name,
        set_aside=True,
    )
