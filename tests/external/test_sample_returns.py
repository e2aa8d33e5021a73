"""Three returns of an invented council that nobody here wrote: every row is in the model or named as faulty."""

import csv
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings

from placements.models import ChildRecord, Episode, EpisodeSpan, UascRecord
from sufficiency.core.models import Authority
from sufficiency.extracts.actions import SourceFile, load_files
from sufficiency.extracts.models import LoadProblem
from sufficiency.extracts.outcome import Outcome, Status

SAMPLE = settings.BASE_DIR.parent / "shared" / "data" / "ssda903" / "sample"
FIRST_YEARS = (2017, 2018, 2019)  # a file's name holds the year in which its return begins
MODELS = {"header": ChildRecord, "episodes": Episode, "uasc": UascRecord}

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not SAMPLE.is_dir(), reason="The sample returns are not on this machine."),
]


def path_of(kind: str, first_year: int) -> Path:
    return SAMPLE / f"{first_year}-{kind}.csv"


def rows_of(kind: str, first_year: int) -> list[dict[str, str]]:
    with path_of(kind, first_year).open(newline="", encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))


def load_year(first_year: int) -> Outcome:
    paths = [path_of(kind, first_year) for kind in MODELS]
    with paths[0].open("rb") as header, paths[1].open("rb") as episodes, paths[2].open("rb") as uasc:
        sources = [SourceFile(path.name, file) for path, file in zip(paths, (header, episodes, uasc), strict=True)]
        return load_files(
            files=sources,
            authority=Authority.objects.get(code="E06000059"),
            year=first_year + 1,
            by="test",
            set_aside=True,
        )


@pytest.fixture
def outcomes() -> dict[int, Outcome]:
    return {first_year: load_year(first_year) for first_year in FIRST_YEARS}


def test_every_row_is_in_the_model_or_named_as_faulty(outcomes: dict[int, Outcome]) -> None:
    for first_year, outcome in outcomes.items():
        assert outcome.status is Status.COMMITTED
        for file in outcome.files:
            assert file.kind is not None
            stored = set(MODELS[file.kind].objects.filter(file__load=outcome.load_id).values_list("line", flat=True))
            faulty = set(
                LoadProblem.objects.filter(
                    file__load=outcome.load_id, file__kind=file.kind, severity="error"
                ).values_list("line", flat=True)
            )
            rows = rows_of(file.kind, first_year)
            assert stored | faulty == set(range(2, len(rows) + 2))
            assert not stored & faulty
            assert (file.rows, file.new, file.set_aside) == (len(rows), len(stored), len(faulty))


def test_cells_are_stored_as_the_files_hold_them(outcomes: dict[int, Outcome]) -> None:
    for first_year in outcomes:
        rows = rows_of("episodes", first_year)
        stored = Episode.objects.filter(year=first_year + 1)
        for column, field in (("RNE", "reason_for_new_episode"), ("LS", "legal_status"), ("PLACE", "place")):
            assert Counter(stored.values_list(field, flat=True)) == Counter(row[column] for row in rows)
        assert Counter((child, f"{starts:%d/%m/%Y}") for child, starts in stored.values_list("child", "starts")) == (
            Counter((row["CHILD"], row["DECOM"]) for row in rows)
        )


def test_children_in_care_are_those_a_plain_reading_finds(outcomes: dict[int, Outcome]) -> None:
    assert len(outcomes) == len(FIRST_YEARS)
    for day in (date(2018, 3, 31), date(2019, 3, 31), date(2020, 3, 31)):
        found = set(EpisodeSpan.objects.in_care_on(day).values_list("child__identifier", flat=True))
        assert found == in_care_by_plain_reading(day)
        assert len(found) > 100


def in_care_by_plain_reading(day: date) -> set[str]:
    """Children with a row that covers the day, out of the latest return that holds each CHILD and DECOM."""
    held: dict[str, dict[date, tuple[int, dict[str, str]]]] = {}
    for first_year in FIRST_YEARS:
        for row in rows_of("episodes", first_year):
            held.setdefault(row["CHILD"], {})[day_of(row["DECOM"])] = (first_year, row)
    return {child for child, episodes in held.items() if covered(sorted(episodes.items()), day)}


def covered(episodes: list[tuple[date, tuple[int, dict[str, str]]]], day: date) -> bool:
    """Whether one of a child's rows covers the day; an open one lasts until the next, or until it was dropped."""
    for (starts, (first_year, row)), (following, _) in zip(episodes, [*episodes[1:], (date.max, (0, {}))], strict=True):
        dropped = date(first_year + 1, 4, 1) if first_year < max(FIRST_YEARS) else date.max
        ends = day_of(row["DEC"]) if row["DEC"] else min(following, dropped)
        if row["LS"] not in ("V3", "V4") and starts <= day < ends:
            return True
    return False


def day_of(cell: str) -> date:
    return date(*map(int, reversed(cell.split("/"))))
