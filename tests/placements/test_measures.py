"""Every measure against the plain loop over rows, on the hand-made edge cases."""

from datetime import date

import pytest

from sufficiency.core.models import Authority
from tests.edge_cases import EDGE_CASES
from tests.oracle import Answer
from tests.returns import days_worth_asking, episode, one_return

from .council import answers, answers_day_by_day, differences, load, oracle_answers, undeclared_or_unchecked

SEVERAL_RETURNS = [name for name, returns in EDGE_CASES.items() if len(returns) > 1]
PERCENTAGES_OF_CHILDREN_IN_CARE = (
    "out-of-area-percent",
    "over-20-miles-percent",
    "foster-percent",
    "in-house-foster-percent",
    "agency-foster-percent",
    "connected-foster-percent",
    "childrens-home-percent",
    "supported-accommodation-percent",
    "with-parents-percent",
    "placed-for-adoption-percent",
    "three-plus-placements-percent",
    "long-term-stability-percent",
)
PERCENTAGES_OF_CHILDREN_WHO_CEASED = ("adopted-percent", "sgo-percent", "returned-home-percent")


def test_measures_are_all_checked_against_the_plain_loop() -> None:
    assert undeclared_or_unchecked() == set()


@pytest.mark.parametrize("case", EDGE_CASES)
def test_measures_equal_the_plain_loop_for(case: str, council: Authority) -> None:
    returns = EDGE_CASES[case]
    load(council, returns)
    days = days_worth_asking(returns)
    expected = oracle_answers(returns, days)
    assert differences(answers(council, days), expected) == []
    some_days = days[:: max(1, len(days) // 2)]
    at_some_days = {key: answer for key, answer in expected.items() if key[1] in some_days}
    assert differences(answers_day_by_day(council, some_days), at_some_days) == []


@pytest.mark.parametrize("case", SEVERAL_RETURNS)
def test_measures_do_not_depend_on_the_order_of_loads_for(case: str, council: Authority) -> None:
    returns = EDGE_CASES[case]
    load(council, returns, years=sorted(returns, reverse=True))
    days = days_worth_asking(returns)
    assert differences(answers(council, days), oracle_answers(returns, days)) == []


@pytest.mark.parametrize("slug", [*PERCENTAGES_OF_CHILDREN_IN_CARE, *PERCENTAGES_OF_CHILDREN_WHO_CEASED])
def test_measures_have_no_value_when_nobody_is_in_the_denominator(slug: str, council: Authority) -> None:
    load(council, one_return(episode("01/05/2020", "01/05/2020", LS="V4")))
    day = date(2020, 11, 30)
    assert answers_day_by_day(council, [day])[slug, day] == Answer(0, 0, None, 0)
    assert answers(council, [day, date(2020, 12, 31)])[slug, day] == Answer(0, 0, None, 0)


def test_measures_know_nothing_where_nothing_is_loaded(council: Authority) -> None:
    day = date(2020, 11, 30)
    found = answers_day_by_day(council, [day])
    assert found["children-in-care", day] == Answer(None, None, None, 0)
    assert found["out-of-area-percent", day] == Answer(None, None, None, 0)


def test_care_rate_has_no_value_without_a_population(council: Authority) -> None:
    load(council, one_return(episode("01/05/2015"), year=2016))
    day = date(2016, 3, 31)
    rate = answers_day_by_day(council, [day])["care-rate-per-10000", day]
    assert (rate.numerator, rate.value) == (1, None)


def test_measures_of_one_council_leave_another_councils_children_out(council: Authority) -> None:
    returns = EDGE_CASES["every_kind_of_place"]
    load(council, returns)
    load(Authority.objects.get(code="E06000058"), EDGE_CASES["temporary_moves_in_a_row_passed_over"])
    days = days_worth_asking(returns)
    assert differences(answers(council, days), oracle_answers(returns, days)) == []
