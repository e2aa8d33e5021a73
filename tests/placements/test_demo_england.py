"""The returns of a whole England, at a size that a test can read."""

import csv
from collections import Counter
from datetime import date
from io import BytesIO, StringIO

import pytest

from placements.demo.england import YEARS, Council, council_returns, councils
from placements.models import EpisodeSpan
from sufficiency.core.models import Authority
from sufficiency.core.postcodes import Entry
from sufficiency.extracts.actions import SourceFile, load_files

DORSET, WILTSHIRE, KENT = "E06000059", "E06000054", "E10000016"
NORTH_DEVON = "E07000043"  # a district: its postcodes are Devon's


def entries() -> list[Entry]:
    """A postcode directory of four authorities."""
    places = {DORSET: 370_000, WILTSHIRE: 400_000, KENT: 600_000, NORTH_DEVON: 255_000}
    return [
        Entry(f"QX{number}{n}AA", code, easting + 100 * n, 100_000)
        for number, (code, easting) in enumerate(places.items(), 1)
        for n in range(30)
    ]


@pytest.fixture(scope="module")
def four() -> list[Council]:
    return councils(entries(), 60)


def rows(files: dict[str, bytes], year: int, kind: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(files[f"{year}-{kind}.csv"].decode(), newline="")))


def test_children_in_care_are_shared_out_among_the_authorities(four: list[Council]) -> None:
    assert {council.code for council in four} == {DORSET, WILTSHIRE, KENT, "E10000008"}
    assert sum(council.in_care for council in four) == 60
    assert all(council.in_care > 0 and len(council.own) == 30 for council in four)
    assert not any(set(council.own) & set(council.near) for council in four)


def test_as_many_are_in_care_on_the_last_day_as_were_asked_for(four: list[Council]) -> None:
    for council in four:
        returns = council_returns(council)
        assert set(returns) == set(YEARS)
        last = rows(returns[YEARS[-1]], YEARS[-1], "episodes")
        assert sum(not row["DEC"] for row in last) == council.in_care
        assert Counter(row["CHILD"] for row in last if not row["DEC"]).most_common(1)[0][1] == 1


def test_the_same_files_come_every_time(four: list[Council]) -> None:
    assert council_returns(four[0]) == council_returns(four[0])


@pytest.mark.django_db
def test_every_file_loads_without_a_fault(four: list[Council]) -> None:
    council = min(four, key=lambda each: each.in_care)
    authority = Authority.objects.get(code=council.code)
    for year, files in list(council_returns(council).items())[-2:]:
        sources = [SourceFile(name, BytesIO(content)) for name, content in files.items()]
        outcome = load_files(files=sources, authority=authority, year=year, by="test")
        assert outcome.status == "committed", outcome.problems
        assert len(outcome.files) == 10
    spans = EpisodeSpan.objects.for_authority(authority).covering(date(YEARS[-1], 3, 31))
    assert spans.count() == council.in_care
