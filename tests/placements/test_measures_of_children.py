"""Measures of who the children are, how they live, how they came and left, against the plain loop over rows."""

from collections.abc import Sequence
from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sufficiency.core.models import Authority
from sufficiency.core.tally import evaluate
from sufficiency.measures.registry import measure_named
from tests.edge_cases import EDGE_CASES
from tests.histories import invented_returns
from tests.oracle import Answer, Oracle
from tests.oracle.children import QUESTIONS
from tests.oracle.measures import birthday
from tests.returns import OURS, POPULATIONS, POSTCODES, Returns, day_of, days_worth_asking, months_later

from .council import as_answer, load, taken_back

MEASURES = [measure_named(slug) for slug in QUESTIONS]
AGES = (5, 10, 13, 16, 17, 18)
MONTHS = (3, 12, 36, 60)


def asked_days(returns: Returns, at_most: int) -> list[date]:
    """Days on which a figure of these may change, with those before and after; so many of them, spread evenly."""
    births = {day_of(row["DOB"]) for files in returns.values() for row in files.get("header", ())} - {None}
    begins = {day_of(row["DECOM"]) for files in returns.values() for row in files.get("episodes", ())} - {None}
    moments = {birthday(born, age) for born in births if born for age in AGES}
    moments |= {months_later(day, months) for day in begins if day for months in MONTHS}
    around = {moment + timedelta(days=shift) for moment in moments for shift in (-1, 0, 1)}
    days = sorted(around | set(days_worth_asking(returns)))
    return days[:: max(1, len(days) // at_most)]


def differences(council: Authority, returns: Returns, days: Sequence[date]) -> list[tuple[str, str, Answer, Answer]]:
    """Where application and plain loop disagree: measure, day, found, expected."""
    oracle = Oracle(authority=OURS, returns=returns, postcodes=POSTCODES, populations=POPULATIONS)
    found = evaluate(MEASURES, council, days)
    compared = [
        (slug, day.isoformat(), as_answer(result), question(oracle, day))
        for slug, question in QUESTIONS.items()
        for day, result in zip(days, found[slug], strict=True)
    ]
    return [each for each in compared if each[2] != each[3]]


def every_edge_case() -> Returns:
    """The edge cases in one council, the children of each told apart by its number."""
    told: Returns = {}
    for number, returns in enumerate(EDGE_CASES.values()):
        for year, files in returns.items():
            for kind, rows in files.items():
                renamed = [{**row, "CHILD": f"{number:02}{row['CHILD'].strip()}"} for row in rows]
                told.setdefault(year, {}).setdefault(kind, []).extend(renamed)
    return told


def test_measures_of_children_equal_the_plain_loop_for_all_edge_cases_at_once(council: Authority) -> None:
    returns = every_edge_case()
    load(council, returns)
    days = asked_days(returns, at_most=50)
    assert differences(council, returns, days) == []
    # One day by itself is counted in another way than a series.
    assert differences(council, returns, [date(2020, 11, 30)]) == []


@settings(
    deadline=None,
    max_examples=12,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(returns=invented_returns(), order=st.permutations([2019, 2020, 2021]))
def test_measures_of_children_equal_the_plain_loop_for_any_history(
    council: Authority, returns: Returns, order: list[int]
) -> None:
    with taken_back():
        load(council, returns, years=order)
        assert differences(council, returns, asked_days(returns, at_most=40)) == []
