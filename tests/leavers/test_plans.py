"""When pathway plans are due: by a rule that has a date, and how they stand on a day."""

from datetime import date

import pytest
from django.db.models import Q

from leavers import registers
from leavers.entitlement import Care, Life
from leavers.models import PlanRule
from leavers.plans import BY_LAW, PlanState, first_due, last_done, plan_on, rule_for
from sufficiency.core.dates import OPEN
from tests.registers.council import council

from .council import load_part

BORN = date(2004, 5, 10)  # 16 on 10 May 2020
SIX_MONTHS = PlanRule(
    in_force_from=date(2011, 4, 1), first_plan_months=6, unaccompanied_months=3, review_months=6, source="2019"
)
THREE_MONTHS = PlanRule(in_force_from=date(2020, 4, 1), first_plan_months=3, review_months=6, source="2020")
RULES = [THREE_MONTHS, SIX_MONTHS]
IN_CARE = Life(BORN, [Care(date(2012, 1, 1), OPEN)])


def test_rule_is_that_of_the_16th_birthday() -> None:
    assert rule_for(date(2004, 3, 31), RULES) is SIX_MONTHS
    assert rule_for(date(2004, 4, 1), RULES) is THREE_MONTHS
    assert rule_for(date(1990, 1, 1), RULES) is BY_LAW


def test_first_plan_is_due_so_many_months_after_16() -> None:
    assert first_due(IN_CARE, THREE_MONTHS) == date(2020, 8, 10)
    assert first_due(IN_CARE, SIX_MONTHS) == date(2020, 11, 10)


def test_first_plan_of_a_child_who_comes_later_counts_from_the_day_of_becoming_eligible() -> None:
    late = Life(BORN, [Care(date(2020, 7, 1), OPEN)])
    assert first_due(late, THREE_MONTHS) == date(2020, 12, 29), "eligible on 29 September 2020, the 91st day"


def test_unaccompanied_child_who_comes_after_16_has_a_term_of_their_own() -> None:
    late = Life(BORN, [Care(date(2020, 7, 1), OPEN)])
    assert first_due(late, SIX_MONTHS, is_unaccompanied=True) == date(2020, 10, 1)
    assert first_due(IN_CARE, SIX_MONTHS, is_unaccompanied=True) == date(2020, 11, 10)


def test_nobody_who_was_never_eligible_is_due_a_plan() -> None:
    assert first_due(Life(BORN, [Care(date(2012, 1, 1), date(2018, 1, 1))]), THREE_MONTHS) is None


def test_plan_goes_from_due_to_overdue_to_done_to_review_overdue() -> None:
    due, made = date(2020, 8, 10), date(2020, 9, 1)

    def state(day: date, last: date | None) -> PlanState:
        return plan_on(day, due, THREE_MONTHS, last).state

    assert state(due, None) is PlanState.FIRST_DUE
    assert state(date(2020, 8, 11), None) is PlanState.FIRST_OVERDUE
    assert state(made, made) is PlanState.CURRENT
    assert plan_on(made, due, THREE_MONTHS, made).next_due == date(2021, 3, 1)
    assert state(date(2021, 3, 1), made) is PlanState.CURRENT
    assert state(date(2021, 3, 2), made) is PlanState.REVIEW_OVERDUE


@pytest.mark.django_db
def test_last_plan_is_the_latest_that_was_finished_or_reviewed_by_the_day() -> None:
    load_part(
        registers.PLANS,
        {"LEAVER": "L1", "PLAN_DUE": "10/08/2020", "COMPLETED_ON": "01/09/2020", "REVIEWED_ON": "20/02/2021"},
        {"LEAVER": "L1", "PLAN_DUE": "20/08/2021", "COMPLETED_ON": "01/09/2021"},
        {"LEAVER": "L1", "PLAN_DUE": "20/02/2022"},
        {"LEAVER": "L2", "PLAN_DUE": "10/08/2020"},
    )
    days = {
        date(2020, 8, 31): {},
        date(2020, 9, 1): {"L1": date(2020, 9, 1)},
        date(2021, 2, 20): {"L1": date(2021, 2, 20)},
        date(2022, 1, 1): {"L1": date(2021, 9, 1)},
    }
    assert {day: last_done(council(), Q(), day) for day in days} == days
    assert last_done(council(), Q(leaver="L2"), date(2022, 1, 1)) == {}


def test_plan_counts_as_recent_for_seven_months() -> None:
    held = plan_on(date(2021, 4, 1), None, THREE_MONTHS, date(2020, 9, 1))
    assert held.is_recent(date(2021, 4, 1))
    assert not held.is_recent(date(2021, 4, 2))


def test_nobody_without_a_term_and_without_a_plan_is_overdue() -> None:
    assert plan_on(date(2021, 1, 1), None, THREE_MONTHS, None).state is PlanState.NONE
