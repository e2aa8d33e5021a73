"""The other files of three returns that nobody here wrote: every row is in the model or named as faulty."""

from collections import Counter
from datetime import date
from typing import Any

import pytest

from leavers.models import LeaverRecord
from placements.models import Child, ChildFact, HealthRecord, MissingIncident, PreviousPermanence, Review
from sufficiency.core.models import Authority
from sufficiency.extracts.actions import SourceFile, load_files
from sufficiency.extracts.kinds import kind_named
from sufficiency.extracts.models import LoadProblem
from sufficiency.extracts.outcome import Outcome, Status

from .test_sample_returns import FIRST_YEARS, SAMPLE, day_of, path_of, rows_of

MODELS: dict[str, type[ChildFact]] = {
    "reviews": Review,
    "oc2": HealthRecord,
    "oc3": LeaverRecord,
    "previous_permanence": PreviousPermanence,
    "missing": MissingIncident,
}

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not SAMPLE.is_dir(), reason="The sample returns are not on this machine."),
]


@pytest.fixture
def outcomes() -> dict[int, Outcome]:
    return {first_year: load_year(first_year) for first_year in FIRST_YEARS}


def load_year(first_year: int) -> Outcome:
    streams = {kind: path_of(kind, first_year).open("rb") for kind in ("header", *MODELS)}
    try:
        return load_files(
            files=[SourceFile(f"{kind}.csv", stream) for kind, stream in streams.items()],
            authority=Authority.objects.get(code="E06000059"),
            year=first_year + 1,
            by="test",
            set_aside=True,
        )
    finally:
        for stream in streams.values():
            stream.close()


def lines_at_fault(kind: str, first_year: int) -> set[int]:
    """Lines that break a rule of errors, found by a plain reading."""
    rows = list(enumerate(rows_of(kind, first_year), 2))
    if kind == "oc3":
        return {line for line, row in rows if row["ACCOM"] in ("01", "02")}
    if kind == "reviews":
        year_ends = date(first_year + 1, 3, 31)
        times = Counter((row["CHILD"], row["REVIEW"]) for _, row in rows)
        return {
            line for line, row in rows if day_of(row["REVIEW"]) > year_ends or times[row["CHILD"], row["REVIEW"]] > 1
        }
    return set()


def test_every_row_is_in_the_model_or_named_as_faulty(outcomes: dict[int, Outcome]) -> None:
    for first_year, outcome in outcomes.items():
        assert outcome.status is Status.COMMITTED
        for file in outcome.files[1:]:
            assert file.kind in MODELS
            of_file = {"file__load": outcome.load_id, "file__kind": file.kind}
            stored = set(MODELS[file.kind].objects.filter(**of_file).values_list("line", flat=True))
            errors = LoadProblem.objects.filter(severity="error", **of_file)
            rows = rows_of(file.kind, first_year)
            assert set(errors.values_list("line", flat=True)) == lines_at_fault(file.kind, first_year)
            assert stored == set(range(2, len(rows) + 2)) - lines_at_fault(file.kind, first_year)
            assert (file.rows, file.new, file.set_aside) == (len(rows), len(stored), len(rows) - len(stored))


def test_the_sample_has_faults_to_set_aside() -> None:
    faulty = {kind: sum(len(lines_at_fault(kind, year)) for year in FIRST_YEARS) for kind in MODELS}
    assert {kind for kind, lines in faulty.items() if lines} == {"reviews", "oc3"}


@pytest.mark.parametrize("kind", MODELS)
def test_cells_are_stored_as_the_files_hold_them(kind: str, outcomes: dict[int, Outcome]) -> None:
    for first_year in outcomes:
        faulty = lines_at_fault(kind, first_year)
        rows = [row for line, row in enumerate(rows_of(kind, first_year), 2) if line not in faulty]
        stored = MODELS[kind].objects.filter(year=first_year + 1)
        for column in kind_named(kind).columns:
            values = Counter(as_written(value) for value in stored.values_list(column.field, flat=True))
            assert values == Counter(row[column.name] for row in rows), column.name


def as_written(value: Any) -> str:
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    return "" if value is None else str(value)


def test_these_files_alone_make_no_child(outcomes: dict[int, Outcome]) -> None:
    in_headers = {row["CHILD"] for year in outcomes for row in rows_of("header", year)}
    assert set(Child.objects.values_list("identifier", flat=True)) == in_headers
