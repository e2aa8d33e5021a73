"""Every measure against the plain loop over rows, on invented histories."""

from datetime import date
from itertools import islice

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sufficiency.core.dates import month_ends
from sufficiency.core.models import Authority
from tests.histories import invented_returns
from tests.returns import Returns, days_worth_asking

from .council import answers, answers_day_by_day, differences, load, oracle_answers, taken_back

# The council is founded once a test and each example's loads are taken back, so the fixture stays as it was.
once_a_test = settings(
    deadline=None,
    max_examples=40,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)


@once_a_test
@given(returns=invented_returns(), order=st.permutations([2019, 2020, 2021]))
def test_measures_equal_the_plain_loop_for_any_history_and_order_of_loads(
    council: Authority, returns: Returns, order: list[int]
) -> None:
    with taken_back():
        load(council, returns, years=order)
        days = days_worth_asking(returns)
        assert differences(answers(council, days), oracle_answers(returns, days)) == []


@settings(once_a_test, max_examples=12)
@given(returns=invented_returns(), first=st.dates(date(2018, 1, 1), date(2021, 2, 1)))
def test_monthly_series_equals_each_measure_at_each_month_end(
    council: Authority, returns: Returns, first: date
) -> None:
    days = list(islice(month_ends(first, date(2022, 12, 31)), 12))
    with taken_back():
        load(council, returns)
        assert differences(answers(council, days), answers_day_by_day(council, days)) == []


@settings(once_a_test, max_examples=12)
@given(returns=invented_returns(), year=st.sampled_from([2019, 2020, 2021]))
def test_measures_do_not_change_when_a_return_is_loaded_again_with_other_rows_in_between(
    council: Authority, returns: Returns, year: int
) -> None:
    without_uasc = {kind: rows for kind, rows in returns[year].items() if kind != "uasc"}
    only_somebody_else = {kind: [row for row in rows if row["CHILD"] == "Z9"] for kind, rows in without_uasc.items()}
    with taken_back():
        load(council, {**returns, year: {**returns[year], **only_somebody_else}})
        load(council, returns, years=[year], again=True)
        days = days_worth_asking(returns)
        assert differences(answers(council, days), oracle_answers(returns, days)) == []
