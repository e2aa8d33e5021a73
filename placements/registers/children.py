"""The registers about children in care themselves: health, talks after being missing, plans, visits and needs."""

from datetime import date

from django.db.models import Q

from placements.models import (
    ChildNeeds,
    ChildNeedsRow,
    ChildVisit,
    ChildVisitRow,
    HealthAssessment,
    HealthAssessmentRow,
    PermanencePlan,
    PermanencePlanRow,
    ReturnInterview,
    ReturnInterviewRow,
)
from sufficiency.registers.register import Flag, Register

from .known import child_known


def _assessment_overdue(day: date) -> Q:
    """Reviews and dental checks by their day; an initial assessment has no day of its own but twenty working ones."""
    return Q(required_on__lt=day, completed_on=None) & ~Q(kind=HealthAssessment.Kind.INITIAL)


def _talk_not_offered(_day: date) -> Q:
    return Q(offered=False, completed_on=None)


def _visit_overdue(day: date) -> Q:
    return Q(due_on__lt=day, done_on=None)


HEALTH_ASSESSMENTS = Register(
    slug="health-assessments",
    title="Health assessments",
    one="health assessment",
    about="Initial and review health assessments and dental checks, as the council and as the NHS have them.",
    model=HealthAssessment,
    rows=HealthAssessmentRow,
    columns=("child", "kind", "required_on", "source", "notified_on", "appointment_on", "completed_on"),
    filters=("kind", "source", "delay_reason"),
    search=("child",),
    tally="kind",
    flags=(Flag("overdue", "Overdue", _assessment_overdue),),
    scans=(child_known(HealthAssessmentRow),),
)
RETURN_INTERVIEWS = Register(
    slug="return-interviews",
    title="Return home interviews",
    one="return home interview",
    about="Talks with children who have come back from being missing.",
    model=ReturnInterview,
    rows=ReturnInterviewRow,
    columns=("child", "missing_since", "offered", "accepted", "completed_on", "held_by"),
    filters=("offered", "accepted"),
    search=("child", "held_by"),
    flags=(Flag("not-offered", "Not offered", _talk_not_offered),),
    scans=(child_known(ReturnInterviewRow),),
)
PERMANENCE_PLANS = Register(
    slug="permanence-plans",
    title="Permanence plans",
    one="permanence plan",
    about="How each child is to have a family or home to stay in. A plan holds until the child's next.",
    model=PermanencePlan,
    rows=PermanencePlanRow,
    columns=("child", "decided_on", "plan", "decided_by"),
    filters=("plan",),
    search=("child", "decided_by"),
    tally="plan",
    scans=(child_known(PermanencePlanRow),),
)
CHILD_VISITS = Register(
    slug="child-visits",
    title="Visits to children",
    one="visit to a child",
    about="Social workers' visits to children in care, due and done.",
    model=ChildVisit,
    rows=ChildVisitRow,
    columns=("child", "due_on", "done_on", "seen_alone"),
    filters=("seen_alone",),
    search=("child",),
    flags=(Flag("overdue", "Overdue", _visit_overdue),),
    scans=(child_known(ChildVisitRow),),
)
CHILD_NEEDS = Register(
    slug="child-needs",
    title="Children's needs",
    one="entry on needs",
    about="Whether a child is disabled, has special educational needs or an education, health and care plan.",
    model=ChildNeeds,
    rows=ChildNeedsRow,
    columns=("child", "since", "disabled", "sen", "ehcp"),
    filters=("disabled", "sen", "ehcp"),
    search=("child",),
    scans=(child_known(ChildNeedsRow),),
)
REGISTERS = (HEALTH_ASSESSMENTS, RETURN_INTERVIEWS, PERMANENCE_PLANS, CHILD_VISITS, CHILD_NEEDS)
