"""Pathway plans: when they were due, done and looked at again, and the rules that say when they are due."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from sufficiency.extracts.models import Fact
from sufficiency.registers.models import Fields, Record, constraints_of
from sufficiency.registers.rules import in_order

MONTHS = [MinValueValidator(1), MaxValueValidator(24)]


class PathwayPlanFields(Fields):
    """A pathway plan: the first, or a new one after a review."""

    leaver = models.CharField("leaver", max_length=40, help_text="Reference of the care leaver")
    plan_due = models.DateField("plan due", help_text="The day by which it was due")
    completed_on = models.DateField(
        "completed on", null=True, blank=True, help_text="The day it was finished; blank while it is not"
    )
    reviewed_on = models.DateField(
        "reviewed on", null=True, blank=True, help_text="The day it was last reviewed without a new plan"
    )

    key = ("leaver", "plan_due")
    rules = (in_order("completed_on", "reviewed_on"),)

    class Meta:
        abstract = True


class PathwayPlan(PathwayPlanFields, Record):
    """A pathway plan as the register has it."""

    class Meta:
        constraints = constraints_of(PathwayPlanFields, "pathway_plan")

    def __str__(self) -> str:
        return f"{self.leaver} by {self.plan_due}"


class PathwayPlanRow(PathwayPlanFields, Fact):
    """A row of a file of pathway plans."""


class PlanRuleFields(Fields):
    """When the first pathway plan is due, and how often plans are reviewed, for those who turn 16 from a day on."""

    in_force_from = models.DateField("in force from", help_text="Holds for those who turn 16 on that day or later")
    first_plan_months = models.PositiveSmallIntegerField(
        "first plan months", validators=MONTHS, help_text="Months after the 16th birthday"
    )
    unaccompanied_months = models.PositiveSmallIntegerField(
        "unaccompanied months", null=True, blank=True, validators=MONTHS,
        help_text="For unaccompanied children who come after 16: months after coming into care",
    )  # fmt: skip
    review_months = models.PositiveSmallIntegerField(
        "review months", validators=MONTHS, help_text="Months between reviews, at most"
    )
    source = models.CharField("source", max_length=200, blank=True, help_text="Where the rule is written")

    key = ("in_force_from",)

    class Meta:
        abstract = True


class PlanRule(PlanRuleFields, Record):
    """A rule on pathway plans as the register has it."""

    class Meta:
        constraints = constraints_of(PlanRuleFields, "plan_rule")

    def __str__(self) -> str:
        return f"from {self.in_force_from}"


class PlanRuleRow(PlanRuleFields, Fact):
    """A row of a file of rules on pathway plans."""
