"""Plans for children in care and visits to them, and the needs that the return does not hold."""

from django.db import models

from sufficiency.extracts.models import Fact
from sufficiency.registers.models import Fields, Record, constraints_of

from .wellbeing import CHILD, CHILD_HELP


class PermanencePlanFields(Fields):
    """How a child is to have a family or home to stay in, as decided on a day; it holds until the child's next."""

    class Kind(models.TextChoices):
        RETURN_HOME = "RETURN-HOME", "Return to parents"
        FAMILY = "FAMILY", "With relatives or friends"
        SPECIAL_GUARDIAN = "SPECIAL-GUARDIAN", "With a special guardian"
        ADOPTION = "ADOPTION", "Adoption"
        LONG_TERM_FOSTERING = "LONG-TERM-FOSTERING", "Long-term fostering"
        RESIDENTIAL = "RESIDENTIAL", "Long-term residential care"
        INDEPENDENCE = "INDEPENDENCE", "Supported independence"

    child = models.CharField("child", max_length=CHILD, help_text=CHILD_HELP)
    decided_on = models.DateField("decided on", help_text="The day on which the plan was decided, such as at a review")
    plan = models.CharField("plan", max_length=19, choices=Kind, help_text="What is planned")
    decided_by = models.CharField("decided by", max_length=100, blank=True, help_text="Meeting or role")

    key = ("child", "decided_on")

    class Meta:
        abstract = True


class PermanencePlan(PermanencePlanFields, Record):
    """A permanence plan as it stands."""

    class Meta:
        constraints = constraints_of(PermanencePlanFields, "permanence_plan")

    def __str__(self) -> str:
        return f"{self.get_plan_display()}, decided on {self.decided_on}"


class PermanencePlanRow(PermanencePlanFields, Fact):
    """A row of a file of permanence plans."""


class ChildVisitFields(Fields):
    """A social worker's visit to a child, due by a day and done on another or not yet."""

    child = models.CharField("child", max_length=CHILD, help_text=CHILD_HELP)
    due_on = models.DateField("due on", help_text="The day by which the visit is due")
    done_on = models.DateField("done on", null=True, blank=True, help_text="The day of the visit")
    seen_alone = models.BooleanField(
        "seen alone", null=True, blank=True, help_text="Whether the child was seen without the carers"
    )

    key = ("child", "due_on")

    class Meta:
        abstract = True


class ChildVisit(ChildVisitFields, Record):
    """A visit to a child as it stands."""

    class Meta:
        constraints = constraints_of(ChildVisitFields, "child_visit")

    def __str__(self) -> str:
        return f"due on {self.due_on}"


class ChildVisitRow(ChildVisitFields, Fact):
    """A row of a file of visits to children."""


class ChildNeedsFields(Fields):
    """What is known of a child's needs from a day on, until the child's next entry; blank is not known."""

    child = models.CharField("child", max_length=CHILD, help_text=CHILD_HELP)
    since = models.DateField("since", help_text="The day from which this holds, until the next")
    disabled = models.BooleanField("disabled", null=True, blank=True, help_text="Whether the child is disabled")
    sen = models.BooleanField(
        "special educational needs", null=True, blank=True, help_text="Whether the child has special educational needs"
    )
    ehcp = models.BooleanField(
        "education, health and care plan", null=True, blank=True,
        help_text="Whether the child has an education, health and care plan",
    )  # fmt: skip

    key = ("child", "since")

    class Meta:
        abstract = True


class ChildNeeds(ChildNeedsFields, Record):
    """A child's needs as they stand."""

    class Meta:
        constraints = constraints_of(ChildNeedsFields, "child_needs")
        verbose_name_plural = "child needs"

    def __str__(self) -> str:
        return f"needs from {self.since}"


class ChildNeedsRow(ChildNeedsFields, Fact):
    """A row of a file of children's needs."""
