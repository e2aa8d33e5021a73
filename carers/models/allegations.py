"""Allegations against fostering households, and what became of them."""

from django.db import models

from sufficiency.extracts.models import Fact
from sufficiency.registers.models import Fields, Record, constraints_of
from sufficiency.registers.rules import in_order


class AllegationFields(Fields):
    """An allegation against somebody of a fostering household."""

    class Outcome(models.TextChoices):
        ON_GOING = "ON-GOING", "On-going"
        SUBSTANTIATED = "SUBSTANTIATED", "Substantiated"
        NOT_SUBSTANTIATED = "NOT-SUBSTANTIATED", "Not substantiated"

    reference = models.CharField("reference", max_length=40, help_text="The council's reference; no names are needed")
    household = models.CharField("household", max_length=40, help_text="Reference of the household")
    made_on = models.DateField("made on", help_text="The day on which it was made")
    outcome = models.CharField("outcome", max_length=17, choices=Outcome, help_text="On-going until it is concluded")
    concluded_on = models.DateField("concluded on", null=True, blank=True, help_text="The day of the outcome")

    key = ("reference",)
    rules = (in_order("made_on", "concluded_on"),)

    class Meta:
        abstract = True


class Allegation(AllegationFields, Record):
    """An allegation as it stands."""

    class Meta:
        constraints = constraints_of(AllegationFields, "allegation")

    def __str__(self) -> str:
        return self.reference


class AllegationRow(AllegationFields, Fact):
    """A row of a file of allegations."""
