"""People who may become foster carers: from the enquiry to the decision."""

from itertools import combinations

from django.db import models
from django.db.models import F, Q

from sufficiency.extracts.models import Fact
from sufficiency.registers.models import Fields, Record, constraints_of
from sufficiency.registers.rules import Rule

from .households import HouseholdFields


def _in_turn(*steps: str) -> tuple[Rule, ...]:
    """No step is taken before an earlier one, whichever of those between them are known."""
    return tuple(
        Rule(
            f"before-{earlier.partition('_')[0]}",
            later,
            f"{{{later}}} is before {{{earlier}}}: correct one of them.",
            Q(**{f"{later}__lt": F(earlier)}),
        )
        for earlier, later in combinations(steps, 2)
    )


class ApplicationFields(Fields):
    """Somebody who asked about fostering, and how far they came."""

    class Outcome(models.TextChoices):
        APPROVED = "APPROVED", "Approved"
        WITHDRAWN = "WITHDRAWN", "Withdrawn"
        DECLINED = "DECLINED", "Declined"

    reference = models.CharField("reference", max_length=40, help_text="The council's reference; no names are needed")
    kind = models.CharField(
        "kind", max_length=10, choices=HouseholdFields.Kind, blank=True, help_text="Of household they would be"
    )
    source = models.CharField("source", max_length=60, blank=True, help_text="What brought them, such as a campaign")
    enquired_on = models.DateField("enquired on", help_text="The day of the first enquiry")
    visited_on = models.DateField("visited on", null=True, blank=True, help_text="The day of the first visit")
    applied_on = models.DateField("applied on", null=True, blank=True, help_text="The day of the application form")
    assessed_from = models.DateField("assessed from", null=True, blank=True, help_text="When assessment began")
    panel_on = models.DateField("panel on", null=True, blank=True, help_text="The day of the fostering panel")
    decided_on = models.DateField("decided on", null=True, blank=True, help_text="Approved, withdrawn or declined then")
    outcome = models.CharField("outcome", max_length=9, choices=Outcome, blank=True, help_text="Blank while it goes on")
    household = models.CharField(
        "household", max_length=40, blank=True, help_text="Reference of the household, once approved"
    )

    key = ("reference",)
    rules = _in_turn("enquired_on", "visited_on", "applied_on", "assessed_from", "panel_on", "decided_on")

    class Meta:
        abstract = True


class Application(ApplicationFields, Record):
    """An application as it stands."""

    class Meta:
        constraints = constraints_of(ApplicationFields, "application")

    def __str__(self) -> str:
        return self.reference


class ApplicationRow(ApplicationFields, Fact):
    """A row of a file of applications."""
