"""Entitlement by age and weeks in care: each boundary of the law, a day to either side."""

from datetime import date, timedelta

import pytest

from leavers.entitlement import Care, Finding, Life, Stay, eligible_from, find
from leavers.models import Entitlement
from sufficiency.core.dates import OPEN

BORN = date(2003, 5, 10)
FOURTEEN, SIXTEEN, EIGHTEEN = date(2017, 5, 10), date(2019, 5, 10), date(2021, 5, 10)
DAY = timedelta(days=1)
WEEKS_13 = timedelta(days=91)


def life(*care: Care, with_parents: tuple[Stay, ...] = (), born: date = BORN) -> Life:
    return Life(born, care, with_parents)


def entitled(one: Life, day: date) -> Entitlement | None:
    return find(one, day).entitlement


def test_child_in_care_since_childhood_is_eligible_from_16_until_18() -> None:
    one = life(Care(date(2010, 1, 1), EIGHTEEN))
    found = [entitled(one, day) for day in (SIXTEEN - DAY, SIXTEEN, EIGHTEEN - DAY, EIGHTEEN)]
    assert found == [None, Entitlement.ELIGIBLE, Entitlement.ELIGIBLE, Entitlement.FORMER_RELEVANT]


def test_child_who_comes_after_16_is_eligible_on_the_91st_day() -> None:
    came = date(2020, 1, 1)
    one = life(Care(came, OPEN))
    assert eligible_from(one) == came + WEEKS_13 - DAY
    assert entitled(one, came + WEEKS_13 - 2 * DAY) is None
    assert entitled(one, came + WEEKS_13 - DAY) is Entitlement.ELIGIBLE


def test_days_before_the_14th_birthday_do_not_count() -> None:
    one = life(Care(FOURTEEN - 200 * DAY, FOURTEEN + 90 * DAY), Care(SIXTEEN + 30 * DAY, SIXTEEN + 31 * DAY))
    assert eligible_from(one) == SIXTEEN + 30 * DAY, "90 days since 14, and the 91st after 16"
    short = life(Care(FOURTEEN - 200 * DAY, FOURTEEN + 89 * DAY), Care(SIXTEEN + 30 * DAY, SIXTEEN + 31 * DAY))
    assert eligible_from(short) is None


def test_care_that_ended_on_the_16th_birthday_was_not_care_after_16() -> None:
    assert eligible_from(life(Care(FOURTEEN, SIXTEEN))) is None
    assert eligible_from(life(Care(FOURTEEN, SIXTEEN + DAY))) == SIXTEEN


def test_child_who_leaves_at_17_is_relevant_then_former_relevant_until_25() -> None:
    one = life(Care(date(2015, 1, 1), date(2020, 9, 1)))
    days = (date(2020, 8, 31), date(2020, 9, 1), EIGHTEEN - DAY, EIGHTEEN, date(2028, 5, 9), date(2028, 5, 10))
    assert [entitled(one, day) for day in days] == [
        Entitlement.ELIGIBLE,
        Entitlement.RELEVANT,
        Entitlement.RELEVANT,
        Entitlement.FORMER_RELEVANT,
        Entitlement.FORMER_RELEVANT,
        None,
    ]


def test_too_short_a_time_after_16_qualifies_until_21() -> None:
    one = life(Care(SIXTEEN + 10 * DAY, SIXTEEN + 70 * DAY))
    assert entitled(one, SIXTEEN + 69 * DAY) is None, "in care, and not yet eligible"
    assert entitled(one, SIXTEEN + 70 * DAY) is Entitlement.QUALIFYING
    assert entitled(one, date(2024, 5, 9)) is Entitlement.QUALIFYING
    assert entitled(one, date(2024, 5, 10)) is None


def test_child_who_left_before_16_is_entitled_to_nothing_unless_a_special_guardian_took_over() -> None:
    assert entitled(life(Care(date(2012, 1, 1), date(2018, 1, 1), "E4A")), date(2020, 1, 1)) is None
    assert entitled(life(Care(date(2012, 1, 1), date(2018, 1, 1), "E45")), date(2020, 1, 1)) is Entitlement.QUALIFYING
    assert entitled(life(Care(date(2012, 1, 1), date(2018, 1, 1), "E45")), SIXTEEN - DAY) is None
    assert entitled(life(Care(SIXTEEN - 10 * DAY, SIXTEEN, "E4A")), SIXTEEN) is None
    assert entitled(life(Care(SIXTEEN - 10 * DAY, SIXTEEN, "E45")), SIXTEEN) is Entitlement.QUALIFYING


def test_relevant_child_who_settles_with_parents_qualifies_instead_while_they_live_there() -> None:
    left = date(2020, 1, 20)
    stay = Stay(left, date(2020, 12, 1))
    one = life(Care(date(2015, 1, 1), left), with_parents=(stay,))
    assert entitled(one, date(2020, 7, 19)) is Entitlement.RELEVANT
    assert entitled(one, date(2020, 7, 20)) is Entitlement.QUALIFYING
    assert entitled(one, date(2020, 12, 1)) is Entitlement.RELEVANT
    assert entitled(one, EIGHTEEN) is Entitlement.FORMER_RELEVANT


def test_child_who_turns_18_settled_with_parents_is_not_former_relevant() -> None:
    one = life(Care(date(2015, 1, 1), date(2020, 1, 20)), with_parents=(Stay(date(2020, 1, 20), OPEN),))
    assert entitled(one, EIGHTEEN) is Entitlement.QUALIFYING


def test_birthday_of_29_february_comes_on_1_march() -> None:
    one = life(Care(date(2010, 1, 1), OPEN), born=date(2004, 2, 29))
    assert entitled(one, date(2022, 2, 28)) is Entitlement.ELIGIBLE
    assert entitled(one, date(2022, 3, 1)) is Entitlement.FORMER_RELEVANT


@pytest.mark.parametrize("day", [SIXTEEN, EIGHTEEN])
def test_nobody_is_entitled_by_returns_that_tell_of_no_care(day: date) -> None:
    assert find(life(), day) == Finding(None, "The returns tell of no time in care")


def test_entitlement_agrees_with_a_count_of_days() -> None:
    """The days of 200 made-up lives counted one by one."""
    for number in range(200):
        spans = [
            (FOURTEEN + (number * 7 % 400 - 100) * DAY, 20 + number * 13 % 120),
            (SIXTEEN + (number * 11 % 500 - 90) * DAY, 1 + number * 17 % 110),
        ]
        care = [Care(start, start + days * DAY) for start, days in spans]
        if care[0].ends >= care[1].starts:
            continue
        counted, first = 0, None
        day = FOURTEEN
        while day < EIGHTEEN and first is None:
            here = any(one.starts <= day < one.ends for one in care)
            counted += here
            if here and counted >= 91 and day >= SIXTEEN:
                first = day
            day += DAY
        assert eligible_from(life(*care)) == first, spans
