"""Measures of reviews, adoption and incidents against the plain loop over rows, and examples counted by hand."""

import random
from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction

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
from tests.returns import Returns, Row, day_of, episode, one_return, text

from .test_yearly import invented_incidents, missing


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


def by_day(council: Authority, slug: str, *days: date) -> list[tuple[object, object]]:
    """Numerator and denominator of a measure on each day."""
    results = evaluate([measure_named(slug)], council, days)[slug]
    return [(result.numerator, result.denominator) for result in results]


def test_first_review_is_due_by_the_twentieth_working_day_with_bank_holidays_left_out(council: Authority) -> None:
    came = date(2020, 4, 9)  # the Thursday before Easter; 20 working days on is 12 May
    returns = one_return(episode(text(came), child="A1"), episode(text(came), child="A2"))
    returns[2021]["reviews"] = [review("A1", date(2020, 5, 12)), review("A2", date(2020, 5, 13))]
    load(council, returns)
    days = (date(2020, 5, 11), date(2020, 5, 12), date(2020, 5, 13), date(2020, 8, 12))
    assert by_day(council, "reviews-on-time-percent", *days) == [(0, 0), (2, 2), (1, 2), (1, 2)]


def test_later_reviews_are_due_after_three_and_then_six_months(council: Authority) -> None:
    returns = one_return(*(episode("01/06/2020", child=child) for child in ("A1", "A2")))
    returns[2021]["reviews"] = [
        *(review("A1", day) for day in (date(2020, 6, 20), date(2020, 9, 20), date(2021, 3, 20))),
        *(review("A2", day) for day in (date(2020, 6, 20), date(2020, 9, 21))),
    ]
    load(council, returns)
    days = (date(2020, 9, 20), date(2020, 9, 21), date(2021, 3, 31))
    assert by_day(council, "reviews-on-time-percent", *days) == [(2, 2), (1, 2), (1, 2)]


def test_a_late_review_counts_for_a_year_and_no_longer(council: Authority) -> None:
    returns = {year: one_return(episode("01/06/2019"), year=year)[year] for year in (2020, 2021)}
    held = [date(2019, 7, 10), date(2019, 10, 9), date(2020, 4, 9), date(2020, 10, 9)]  # the first was due on 28 June
    returns[2020]["reviews"] = [review("A1", day) for day in held[:2]]
    returns[2021]["reviews"] = [review("A1", day) for day in held[2:]]
    load(council, returns)
    days = (date(2020, 7, 9), date(2020, 7, 10))
    assert by_day(council, "reviews-on-time-percent", *days) == [(0, 1), (1, 1)]


def test_a_child_in_care_before_reviews_are_known_is_due_one_by_the_first_of_october(council: Authority) -> None:
    returns = one_return(episode("01/06/2018"))
    returns[2021]["reviews"] = [review("A1", date(2020, 10, 2))]
    load(council, returns)
    days = (date(2020, 3, 31), date(2020, 4, 1), date(2020, 10, 1), date(2020, 10, 2))
    assert by_day(council, "reviews-on-time-percent", *days) == [(0, 0), (1, 1), (1, 1), (0, 1)]


def test_without_a_reviews_file_it_is_said_and_not_counted_as_late(council: Authority) -> None:
    load(council, one_return(episode("01/06/2020")))
    measure = measure_named("reviews-on-time-percent")
    (result,) = evaluate([measure], council, [date(2020, 11, 30)])[measure.slug]
    assert result.value is None
    assert result.note == "Not loaded: the reviews file of the return of 2020 and 2021."


def test_children_under_4_and_codes_left_blank_are_no_participation(council: Authority) -> None:
    returns = one_return(episode("01/06/2020"))
    codes = ("PN0", "PN1", "PN4", "PN6", "PN7", "")
    returns[2021]["reviews"] = [review("A1", date(2020, 7, 1 + n), code) for n, code in enumerate(codes)]
    load(council, returns)
    result = evaluate([measure_named("review-participation-percent")], council, [date(2020, 7, 31)])
    assert as_answer(result["review-participation-percent"][0]) == Answer(2, 5, Fraction(40), 1)


def test_a_decision_waits_until_adopters_take_the_child_or_it_is_reversed(council: Authority) -> None:
    returns = one_return(
        episode("01/05/2020", "01/09/2020", child="A1", rec="X1", LS="E1"),
        episode("01/09/2020", child="A1", rne="P", LS="E1", PLACE="A5"),
        episode("01/05/2020", child="A2", LS="E1"),
    )
    returns[2021]["placed_for_adoption"] = [
        decision("A1", date(2020, 6, 1)),
        decision("A2", date(2020, 6, 1), date(2020, 8, 1)),
    ]
    load(council, returns)
    days = [date(2020, month, day) for month, day in ((5, 31), (6, 1), (7, 31), (8, 1), (8, 31), (9, 1))]
    waiting = [count for count, _ in by_day(council, "adoption-decision-not-placed", *days)]
    assert waiting == [0, 2, 2, 1, 1, 0]
    reversed_in_year = by_day(council, "adoption-decision-reversed-in-year", date(2020, 7, 31), date(2020, 8, 1))
    assert [count for count, _ in reversed_in_year] == [0, 1]


def test_days_to_adopters_are_a_mean_over_those_of_whom_they_are_known(council: Authority) -> None:
    returns = one_return(
        *(episode("01/06/2020", "01/03/2021", child=child, rec="E11", PLACE="A5") for child in ("A1", "A2", "A3"))
    )
    returns[2021]["ad1"] = [
        adoption("A1", date(2020, 7, 1), date(2020, 6, 21)),
        adoption("A2", date(2020, 7, 12), date(2020, 7, 2)),
        adoption("A3", None, None),
    ]
    returns[2021]["placed_for_adoption"] = [decision("A1", date(2020, 6, 11)), decision("A2", date(2020, 7, 12))]
    load(council, returns)
    slugs = ("adoption-days-to-moving-in", "adoption-days-decision-to-match")
    found = evaluate([measure_named(slug) for slug in slugs], council, [date(2021, 3, 31)])
    assert as_answer(found[slugs[0]][0]) == Answer(71, 2, Fraction(71, 2), 1)  # 30 and 41 days
    assert as_answer(found[slugs[1]][0]) == Answer(10, 1, Fraction(10), 2)  # the second was decided after the match


def test_an_incident_counts_in_the_month_from_its_first_day_and_a_child_once(council: Authority) -> None:
    returns = one_return(episode("01/05/2020", child="A1"), episode("01/05/2020", child="A2"))
    returns[2021]["missing"] = [
        missing("A1", date(2020, 6, 1), date(2020, 6, 3)),
        missing("A1", date(2020, 6, 20), date(2020, 6, 21)),
        missing("A1", date(2020, 6, 25), date(2020, 6, 26), "A"),
        missing("A2", date(2020, 6, 30), None),
    ]
    load(council, returns)
    days = (date(2020, 5, 31), date(2020, 6, 30), date(2020, 7, 1), date(2020, 7, 30))
    assert [count for count, _ in by_day(council, "missing-incidents-in-month", *days)] == [0, 3, 2, 0]
    assert [count for count, _ in by_day(council, "missing-children-in-month", *days)] == [0, 2, 2, 0]
    again = (date(2020, 6, 19), date(2020, 6, 20), date(2021, 6, 2), date(2021, 6, 3))
    assert by_day(council, "missing-more-than-once-percent", *again) == [(0, 2), (1, 2), (1, 2), (0, 2)]


@pytest.mark.parametrize(
    ("kind", "row", "slug"),
    [
        ("reviews", review("A1", date(2020, 6, 20)), "review-participation-percent"),
        ("missing", missing("A1", date(2020, 6, 20), date(2020, 6, 21)), "missing-incidents-in-month"),
        ("placed_for_adoption", decision("A1", date(2020, 6, 20)), "adoption-decision-not-placed"),
    ],
)
def test_a_file_that_is_loaded_alone_counts_at_once(council: Authority, kind: str, row: Row, slug: str) -> None:
    load(council, one_return(episode("01/06/2020", "01/09/2020", rec="E4A")))
    load(council, {2021: {kind: [row]}})
    assert by_day(council, slug, date(2020, 6, 30))[0][0] == 1
