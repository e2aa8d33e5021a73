"""Calendar arithmetic, in Python and in the database."""

from datetime import date, timedelta

import pytest
from django.db import connection
from hypothesis import example, given
from hypothesis import strategies as st

from sufficiency.core.dates import (
    age_on,
    month_ends,
    months_back,
    parse_day,
    quarter_end_before,
    return_year,
    years_back,
)

DAYS = st.dates(date(1990, 1, 1), date(2040, 12, 31))


@pytest.mark.parametrize(
    ("day", "months", "earlier"),
    [
        (date(2020, 11, 30), 30, date(2018, 5, 30)),
        (date(2020, 8, 31), 30, date(2018, 2, 28)),
        (date(2020, 2, 29), 12, date(2019, 2, 28)),
        (date(2021, 1, 31), 2, date(2020, 11, 30)),
    ],
)
def test_months_back_keeps_the_day_or_takes_the_last_of_a_shorter_month(day: date, months: int, earlier: date) -> None:
    assert months_back(day, months) == earlier


@pytest.mark.parametrize(
    ("day", "age"),
    [(date(2022, 2, 28), 17), (date(2022, 3, 1), 18), (date(2024, 2, 29), 20), (date(2024, 2, 28), 19)],
)
def test_age_of_somebody_born_on_29_february_changes_on_1_march_in_other_years(day: date, age: int) -> None:
    assert age_on(day, date(2004, 2, 29)) == age


@given(day=DAYS, born=DAYS, years=st.integers(0, 30))
@example(day=date(2022, 2, 28), born=date(2004, 2, 29), years=18)
def test_age_is_reached_when_the_birth_date_is_so_many_years_back(day: date, born: date, years: int) -> None:
    assert (age_on(day, born) >= years) == (born <= years_back(day, years))


@pytest.mark.django_db
@pytest.mark.parametrize("months", [12, 24, 30, 192, 216])
def test_months_after_is_the_first_day_from_which_months_back_reaches(months: int) -> None:
    days = [date(2016, 1, 1) + timedelta(days=n) for n in range(3 * 366)]
    with connection.cursor() as cursor:
        cursor.execute("SELECT day, months_after(day, %s) FROM unnest(%s::date[]) AS day", [months, days])
        found = dict(cursor.fetchall())
    for day in days:
        assert months_back(found[day], months) >= day
        assert months_back(found[day] - timedelta(days=1), months) < day


def test_month_ends_include_both_ends() -> None:
    assert list(month_ends(date(2019, 12, 31), date(2020, 2, 29))) == [
        date(2019, 12, 31),
        date(2020, 1, 31),
        date(2020, 2, 29),
    ]
    assert list(month_ends(date(2020, 1, 31), date(2020, 1, 30))) == []
    assert list(month_ends(date(9999, 11, 1), date.max)) == [date(9999, 11, 30), date.max]


@pytest.mark.parametrize("text", ["20201130", "2020-W48-1", "30/11/2020", "2021-02-29", "2020-11-30 ", ""])
def test_a_day_is_written_one_way_only(text: str) -> None:
    assert parse_day("2020-11-30") == date(2020, 11, 30)
    assert parse_day(text) is None


@pytest.mark.parametrize(
    ("day", "before"),
    [
        (date(2020, 11, 30), date(2020, 9, 30)),
        (date(2020, 9, 30), date(2020, 6, 30)),
        (date(2020, 1, 1), date(2019, 12, 31)),
    ],
)
def test_quarter_end_before_a_day_is_never_the_day_itself(day: date, before: date) -> None:
    assert quarter_end_before(day) == before


def test_return_year_ends_on_31_march() -> None:
    assert return_year(date(2021, 3, 31)) == 2021
    assert return_year(date(2021, 4, 1)) == 2022
