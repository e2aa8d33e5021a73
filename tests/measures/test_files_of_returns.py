"""Measures of reviews, adoption and incidents against the plain loop over rows, and examples counted by hand."""

import random
from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sufficiency.core.dates import months_back
from sufficiency.core.models import Authority
from sufficiency.core.tally import evaluate
from sufficiency.measures.registry import measure_named
from tests.histories import invented_returns
from tests.oracle import Answer
from tests.oracle.files import MEASURES, FilesOracle
from tests.placements.council import as_answer, found_council, load, taken_back
from tests.returns import Returns, Row, day_of, text

from .test_yearly import invented_incidents


@pytest.fixture
def council(db: None) -> Authority:
    return found_council()


def review(child: str, day: date, code: str = "PN1") -> Row:
    return {"CHILD": child, "DOB": "10/06/2008", "REVIEW": text(day), "REVIEW_CODE": code}


def decision(child: str, day: date, reversed_on: date | None = None) -> Row:
    """A row of the placed-for-adoption file."""
    reason = "RD1" if reversed_on else ""
    placed = {"DATE_PLACED": text(day), "DATE_PLACED_CEASED": text(reversed_on), "REASON_PLACED_CEASED": reason}
    return {"CHILD": child, "DOB": "10/06/2008", **placed}


def adoption(child: str, moved_in: date | None, matched: date | None) -> Row:
    """A row of the AD1 file."""
    adopters = {"FOSTER_CARE": "0", "NB_ADOPTR": "2", "SEX_ADOPTR": "MF", "LS_ADOPTR": "L11"}
    return {"CHILD": child, "DOB": "10/06/2008", "DATE_INT": text(moved_in), "DATE_MATCH": text(matched), **adopters}


def began(returns: Returns) -> dict[str, list[date]]:
    """When each child's episodes begin."""
    days: dict[str, list[date]] = {}
    for files in returns.values():
        for row in files["episodes"]:
            if (day := day_of(row["DECOM"])) is not None:
                days.setdefault(row["CHILD"], []).append(day)
    return days


def with_other_files(returns: Returns, seed: int) -> Returns:
    """The returns with invented reviews, incidents, decisions and adoptions; now and then a year lacks a file."""
    dice = random.Random(seed)  # noqa: S311 - no secret
    full: Returns = {year: dict(files) for year, files in returns.items()}
    begun = began(returns)
    for year, files in full.items():
        first, last = date(year - 1, 4, 1), date(year, 3, 31)
        for kind in ("reviews", "missing", "placed_for_adoption", "ad1"):
            if dice.random() < 0.85:
                files[kind] = []
        for child, days in sorted(begun.items()):
            anchors = [day for day in days if day <= last] or [first]
            if "reviews" in files:
                due = dice.choice(anchors) + timedelta(days=dice.choice((20, 26, 28, 29, 30)))
                held = set()
                while due <= last and dice.random() < 0.95:
                    held |= {due} if due >= first else set()
                    due += timedelta(days=dice.choice((84, 91, 92, 120, 181, 182, 183, 184, 190)))
                files["reviews"] += [
                    review(child, day, dice.choice(("PN0", "PN1", "PN2", "PN4", "PN5", "PN7", ""))) for day in held
                ]
            if "placed_for_adoption" in files and dice.random() < 0.7:
                decided = max(first, dice.choice(anchors)) + timedelta(days=dice.choice((-1, 0, 1, 30)))
                back = decided + timedelta(days=dice.choice((1, 20, 90))) if dice.random() < 0.5 else None
                if decided <= last:
                    files["placed_for_adoption"].append(
                        decision(child, decided, back if back and back <= last else None)
                    )
            if "ad1" in files and dice.random() < 0.7:
                moved = dice.choice(anchors) + timedelta(days=dice.choice((-1, 0, 40, 300)))
                matched = moved - timedelta(days=dice.choice((0, 10, 60)))
                files["ad1"].append(
                    adoption(child, *(day if day <= last and dice.random() < 0.9 else None for day in (moved, matched)))
                )
        if "missing" in files:
            files["missing"] = invented_incidents(set(begun), year, dice)
        if not files.get("reviews", True):
            del files["reviews"]  # alone of these it may not be empty
    return full


def asked_days(returns: Returns, at_most: int) -> list[date]:
    """Days about those that the rows name and those by which something is due or no longer counts; spread evenly."""
    columns = ("DECOM", "DEC", "REVIEW", "MIS_START", "MIS_END", "DATE_PLACED", "DATE_PLACED_CEASED")
    named = {
        day
        for files in returns.values()
        for rows in files.values()
        for row in rows
        for column in columns
        if (day := day_of(row.get(column, "")))
    }
    moments = named | {months_back(day, -months) for day in named for months in (1, 3, 6, 12)}
    days = sorted({moment + timedelta(days=shift) for moment in moments for shift in (-1, 0, 1)})
    return days[:: max(1, len(days) // at_most)]


def differences(council: Authority, returns: Returns, days: Sequence[date]) -> list[tuple[str, str, Answer, Answer]]:
    """Where application and plain loop disagree: measure, day, found, expected."""
    oracle = FilesOracle(returns)
    found = evaluate([measure_named(slug) for slug in MEASURES], council, days)
    compared = [
        (slug, day.isoformat(), as_answer(result), oracle.answer(slug, day))
        for slug in MEASURES
        for day, result in zip(days, found[slug], strict=True)
    ]
    return [each for each in compared if each[2] != each[3]]


@settings(
    deadline=None,
    max_examples=10,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(returns=invented_returns(), seed=st.integers(0, 10**6), order=st.permutations([2019, 2020, 2021]))
def test_measures_of_other_files_equal_the_plain_loop_for_any_files_and_order_of_loads(
    council: Authority, returns: Returns, seed: int, order: list[int]
) -> None:
    full = with_other_files(returns, seed)
    days = asked_days(full, at_most=30)
    with taken_back():
        load(council, full, years=order)
        assert differences(council, full, days) == []
        assert differences(council, full, days[len(days) // 2 :][:1]) == []
