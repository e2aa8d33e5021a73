"""When pathway plans are due, and how they stand."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.db.models import Max, Q

from placements.entries import entries_of
from sufficiency.core.dates import months_back
from sufficiency.core.models import Authority

from .days import birthday, months_after
from .entitlement import LEAST_AGE, Life, eligible_from
from .models import PathwayPlan, PlanRule

# Where a council has stated no rule: three months as in the Care Planning Regulations 2010, regulation 42, and reviews
# every six as in the Care Leavers Regulations 2010, regulation 7.
BY_LAW = PlanRule(in_force_from=date.min, first_plan_months=3, review_months=6, source="Regulations of 2010")
UP_TO_DATE_MONTHS = 7  # the council's own report counts plans made or reviewed within seven months


class PlanState(StrEnum):
    """How somebody's pathway plan stands."""

    CURRENT = "Up to date"
    REVIEW_OVERDUE = "Review overdue"
    FIRST_DUE = "First plan not due yet"
    FIRST_OVERDUE = "First plan overdue"
    NONE = "No plan"


@dataclass(frozen=True)
class Plan:
    """The pathway plan of somebody on a day; ``next_due`` is that of the first plan or of the next review."""

    state: PlanState
    first_due: date | None
    last_on: date | None
    next_due: date | None

    @property
    def is_overdue(self) -> bool:
        return self.state in (PlanState.FIRST_OVERDUE, PlanState.REVIEW_OVERDUE)

    def is_recent(self, day: date) -> bool:
        """Whether it was made or reviewed within seven months."""
        return self.last_on is not None and self.last_on >= months_back(day, UP_TO_DATE_MONTHS)


def rule_for(born: date, rules: Iterable[PlanRule]) -> PlanRule:
    """The rule that was in force when somebody turned 16."""
    sixteen = birthday(born, LEAST_AGE)
    held = [rule for rule in rules if rule.in_force_from <= sixteen]
    return max(held, key=lambda rule: rule.in_force_from, default=BY_LAW)


def first_due(life: Life, rule: PlanRule, *, is_unaccompanied: bool = False) -> date | None:
    """The day by which the first plan is due; None for somebody who was never an eligible child."""
    since = eligible_from(life)
    if since is None:
        return None
    sixteen = birthday(life.born, LEAST_AGE)
    came = max(care.starts for care in life.care if care.starts <= since)
    if is_unaccompanied and rule.unaccompanied_months and came > sixteen:
        return months_after(came, rule.unaccompanied_months)
    return months_after(since, rule.first_plan_months)


def last_done(authority: Authority, where: Q, day: date) -> dict[str, date]:
    """By care leaver: the last day, up to a day, on which a plan was finished or reviewed; ``where`` narrows plans."""
    latest = entries_of(PathwayPlan, authority).filter(where).order_by().values("leaver")
    latest = latest.annotate(
        completed=Max("completed_on", filter=Q(completed_on__lte=day)),
        reviewed=Max("reviewed_on", filter=Q(reviewed_on__lte=day)),
    )
    done = {row["leaver"]: [each for each in (row["completed"], row["reviewed"]) if each] for row in latest}
    return {leaver: max(days) for leaver, days in done.items() if days}


def plan_on(day: date, due: date | None, rule: PlanRule, last: date | None) -> Plan:
    """How the plan stands on a day, of somebody whose first is due by ``due`` and who had one made on ``last``."""
    if last is None:
        if due is None:
            return Plan(PlanState.NONE, None, None, None)
        return Plan(PlanState.FIRST_OVERDUE if due < day else PlanState.FIRST_DUE, due, None, due)
    review = months_after(last, rule.review_months)
    return Plan(PlanState.REVIEW_OVERDUE if review < day else PlanState.CURRENT, due, last, review)
