"""Households newly approved and ended, and allegations, in a span of time."""

from datetime import date

import pytest

from carers.changes import Span, allegations_in, changes_in, open_allegations, year_before, year_to
from sufficiency.core.models import Authority
from tests.placements.council import found_council

from .fostering import allegation, household, load_fostering

pytestmark = pytest.mark.django_db

DAY = date(2020, 11, 30)


@pytest.fixture
def council(db: None) -> Authority:
    return found_council()


@pytest.mark.parametrize(
    ("day", "first"), [(DAY, date(2020, 4, 1)), (date(2021, 3, 31), date(2020, 4, 1)), (date(2020, 4, 1),) * 2]
)
def test_year_begins_on_the_first_of_april(day: date, first: date) -> None:
    span = year_to(day)
    assert span == Span(first, day)
    assert year_before(span) == Span(first.replace(year=first.year - 1), first.replace(month=3, day=31))


def test_households_count_in_the_year_that_holds_their_day(council: Authority) -> None:
    load_fostering(
        household("F-001", APPROVED_FROM="31/03/2020"),
        household("F-002", APPROVED_FROM="01/04/2020"),
        household("F-003", APPROVED_FROM="30/11/2020", KIND="CONNECTED"),
        household("F-004", APPROVED_FROM="01/12/2020"),
        household("F-005", APPROVED_TO="01/04/2020", REASON_ENDED="RESIGNED"),
        household("F-006", APPROVED_TO="30/11/2020", REASON_ENDED="DEREGISTERED"),
        household("F-007", APPROVED_TO="31/03/2020", REASON_ENDED="RESIGNED"),
        household("F-008", APPROVED_TO="15/07/2020", KIND="CONNECTED"),
    )
    now, before = (changes_in(council, span) for span in (year_to(DAY), year_before(year_to(DAY))))
    assert (now.approved, before.approved) == ({"MAINSTREAM": 1, "CONNECTED": 1}, {"MAINSTREAM": 1})
    assert now.ended == {("MAINSTREAM", "RESIGNED"): 1, ("MAINSTREAM", "DEREGISTERED"): 1, ("CONNECTED", ""): 1}
    assert (now.all_approved, now.all_ended, before.all_ended) == (2, 3, 1)
    assert (now.ended_of(kind="MAINSTREAM"), now.ended_of(reason="RESIGNED"), now.ended_of(reason="")) == (2, 1, 1)


def test_allegation_is_on_going_until_the_day_of_its_outcome(council: Authority) -> None:
    load_fostering(
        allegations=(
            allegation("A-1", "01/04/2020", "SUBSTANTIATED", "30/11/2020"),
            allegation("A-2", "02/04/2020", "NOT-SUBSTANTIATED", "01/06/2020"),
            allegation("A-3", "31/03/2020"),
            allegation("A-4", "01/12/2020"),
        )
    )

    def known(day: date) -> tuple[int, int, int, int]:
        found = allegations_in(council, year_to(day))
        return found.made, found.substantiated, found.not_substantiated, found.on_going

    assert known(DAY) == (2, 1, 1, 0)
    assert known(date(2020, 11, 29)) == (2, 0, 1, 1)
    assert known(date(2020, 5, 31)) == (2, 0, 0, 2)
    assert [open_allegations(council, day) for day in (date(2020, 3, 30), date(2020, 5, 31), DAY)] == [0, 3, 1]
    year = year_before(year_to(date(2021, 4, 1)))
    assert allegations_in(council, year).substantiated == 1
    assert allegations_in(council, year, known_on=date(2020, 11, 1)).substantiated == 0


def test_outcome_without_a_day_counts_from_the_start_and_a_day_without_outcome_ends_nothing(council: Authority) -> None:
    load_fostering(
        allegations=(
            allegation("A-1", "01/04/2020", "SUBSTANTIATED"),
            allegation("A-2", "01/04/2020", "ON-GOING", "01/05/2020"),
        )
    )
    found = allegations_in(council, year_to(DAY))
    assert (found.substantiated, found.on_going, open_allegations(council, DAY)) == (1, 1, 1)
