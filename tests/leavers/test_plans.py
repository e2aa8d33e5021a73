"""When pathway plans are due: by a rule that has a date, and how they stand on a day."""

from datetime import date

from leavers.entitlement import Care, Life
from leavers.models import PathwayPlan, PlanRule
from leavers.plans import BY_LAW, PlanState, first_due, plan_on, rule_for
from sufficiency.core.dates import OPEN

BORN = date(2004, 5, 10)  # 16 on 10 May 2020
SIX_MONTHS = PlanRule(
    in_force_from=date(2011, 4, 1), first_plan_months=6, unaccompanied_months=3, review_months=6, source="2019"
)
THREE_MONTHS = PlanRule(in_force_from=date(2020, 4, 1), first_plan_months=3, review_months=6, source="2020")
RULES = [THREE_MONTHS, SIX_MONTHS]
IN_CARE = Life(BORN, [Care(date(2012, 1, 1), OPEN)])


def plan(completed: date | None, reviewed: date | None = None) -> PathwayPlan:
    return PathwayPlan(plan_due=date(2020, 8, 10), completed_on=completed, reviewed_on=reviewed)


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
    due = date(2020, 8, 10)
    done = [plan(date(2020, 9, 1), reviewed=date(2021, 2, 20))]

    def state(day: date) -> PlanState:
        return plan_on(day, due, THREE_MONTHS, done).state

    assert state(due) is PlanState.FIRST_DUE
    assert state(date(2020, 8, 11)) is PlanState.FIRST_OVERDUE
    assert state(date(2020, 9, 1)) is PlanState.CURRENT
    assert plan_on(date(2021, 2, 1), due, THREE_MONTHS, done).next_due == date(2021, 3, 1)
    assert plan_on(date(2021, 3, 2), due, THREE_MONTHS, done).next_due == date(2021, 8, 20)
    assert state(date(2021, 8, 20)) is PlanState.CURRENT
    assert state(date(2021, 8, 21)) is PlanState.REVIEW_OVERDUE


def test_plan_counts_as_recent_for_seven_months() -> None:
    held = plan_on(date(2021, 4, 1), None, THREE_MONTHS, [plan(date(2020, 9, 1))])
    assert held.is_recent(date(2021, 4, 1))
    assert not held.is_recent(date(2021, 4, 2))


def test_nobody_without_a_term_and_without_a_plan_is_overdue() -> None:
    assert plan_on(date(2021, 1, 1), None, THREE_MONTHS, [plan(None)]).state is PlanState.NONE
