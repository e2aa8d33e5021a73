"""Working days in England, against the government's list of bank holidays and counting by hand."""

from datetime import date, timedelta

import pytest
from django.db import connection

from sufficiency.core.dates import OPEN
from sufficiency.core.working_days import bank_holidays, is_working_day, working_days_after, working_days_between

# https://www.gov.uk/bank-holidays, England and Wales; those of earlier years as gov.uk listed them.
LISTED = {
    2020: ["01-01", "04-10", "04-13", "05-08", "05-25", "08-31", "12-25", "12-28"],
    2021: ["01-01", "04-02", "04-05", "05-03", "05-31", "08-30", "12-27", "12-28"],
    2022: ["01-03", "04-15", "04-18", "05-02", "06-02", "06-03", "08-29", "09-19", "12-26", "12-27"],
    2023: ["01-02", "04-07", "04-10", "05-01", "05-08", "05-29", "08-28", "12-25", "12-26"],
    2024: ["01-01", "03-29", "04-01", "05-06", "05-27", "08-26", "12-25", "12-26"],
    2025: ["01-01", "04-18", "04-21", "05-05", "05-26", "08-25", "12-25", "12-26"],
    2026: ["01-01", "04-03", "04-06", "05-04", "05-25", "08-31", "12-25", "12-28"],
}


@pytest.mark.parametrize("year", LISTED)
def test_bank_holidays_on_weekdays_are_those_the_government_lists(year: int) -> None:
    found = sorted(day for day in bank_holidays() if day.year == year and day.weekday() < 5)

    assert found == [date.fromisoformat(f"{year}-{day}") for day in LISTED[year]]


@pytest.mark.parametrize(
    ("day", "number", "due"),
    [
        (date(2020, 11, 2), 1, date(2020, 11, 3)),
        (date(2020, 11, 6), 1, date(2020, 11, 9)),  # over a weekend
        (date(2020, 11, 7), 1, date(2020, 11, 9)),  # from a Saturday
        (date(2020, 11, 2), 20, date(2020, 11, 30)),  # four weeks without a bank holiday
        (date(2020, 12, 14), 20, date(2021, 1, 14)),  # over Christmas: three bank holidays
        (date(2020, 4, 9), 20, date(2020, 5, 12)),  # Easter, and Early May moved to the Friday
        (date(2022, 5, 31), 3, date(2022, 6, 7)),  # the Platinum Jubilee's two days
        (date(2022, 9, 16), 1, date(2022, 9, 20)),  # the funeral of Queen Elizabeth II
        (date(2060, 12, 31), 1, OPEN),
    ],
)
def test_working_days_after_a_day_leave_out_weekends_and_bank_holidays(day: date, number: int, due: date) -> None:
    assert working_days_after(day, number) == due


def test_working_days_after_agrees_with_counting_day_by_day() -> None:
    for shift in range(0, 800, 7):
        start = day = date(2019, 12, 1) + timedelta(days=shift)
        for _ in range(20):
            day += timedelta(days=1)
            while not is_working_day(day):
                day += timedelta(days=1)
        assert working_days_after(start, 20) == day
        assert working_days_between(start, day) == 20


def test_no_working_day_lies_between_a_day_and_an_earlier_one() -> None:
    assert working_days_between(date(2020, 11, 3), date(2020, 11, 2)) == 0


@pytest.mark.parametrize(("day", "number"), [(date(2020, 1, 1), 0), (date(1979, 12, 31), 1)])
def test_what_cannot_be_counted_is_refused(day: date, number: int) -> None:
    with pytest.raises(ValueError, match=r"working days|bank holidays"):
        working_days_after(day, number)


@pytest.mark.django_db
def test_the_database_counts_working_days_alike() -> None:
    starts = [date(2019, 11, 1) + timedelta(days=shift) for shift in range(0, 1000, 3)]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT day, number, working_days_after(day, number)"
            " FROM unnest(%s::date[]) AS day, unnest(ARRAY[1, 5, 20, 60]) AS number",
            [starts],
        )
        found = cursor.fetchall()

    assert len(found) == 4 * len(starts)
    assert [(day, number) for day, number, due in found if due != working_days_after(day, number)] == []
