"""Personal advisers: how many there are, and for how much of the week."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from sufficiency.extracts.models import Fact
from sufficiency.registers.models import Fields, Record, constraints_of
from sufficiency.registers.rules import in_order


class AdviserFields(Fields):
    """A personal adviser."""

    adviser = models.CharField("adviser", max_length=40, help_text="The council's reference; no names are needed")
    team = models.CharField("team", max_length=60, blank=True, help_text="The team, as the council names it")
    working_time = models.PositiveSmallIntegerField(
        "working time", validators=[MinValueValidator(1), MaxValueValidator(100)],
        help_text="Per cent of full-time: 60 for three days of five",
    )  # fmt: skip
    works_from = models.DateField("works from", help_text="The first day in the service")
    works_to = models.DateField("works to", null=True, blank=True, help_text="The day of leaving it")

    key = ("adviser",)
    rules = (in_order("works_from", "works_to"),)

    class Meta:
        abstract = True


class Adviser(AdviserFields, Record):
    """A personal adviser as the register has them."""

    class Meta:
        constraints = constraints_of(AdviserFields, "adviser")

    def __str__(self) -> str:
        return self.adviser


class AdviserRow(AdviserFields, Fact):
    """A row of a file of personal advisers."""
