"""Foster placements: which child lives with which household. The return does not say it."""

from django.db import models

from sufficiency.extracts.models import Fact
from sufficiency.registers.models import Fields, Record, constraints_of
from sufficiency.registers.rules import in_order


class FosterPlacementFields(Fields):
    """A child who lives with a fostering household."""

    child = models.CharField("child", max_length=40, help_text="The identifier that the returns use, CHILD")
    household = models.CharField("household", max_length=40, help_text="Reference of the household")
    placed_on = models.DateField("placed on", help_text="The first day with the household")
    left_on = models.DateField("left on", null=True, blank=True, help_text="The day on which the child left")

    key = ("child", "household", "placed_on")
    rules = (in_order("placed_on", "left_on"),)

    class Meta:
        abstract = True


class FosterPlacement(FosterPlacementFields, Record):
    """A foster placement as it stands."""

    class Meta:
        constraints = constraints_of(FosterPlacementFields, "foster_placement")

    def __str__(self) -> str:
        return f"{self.child} with {self.household} from {self.placed_on}"


class FosterPlacementRow(FosterPlacementFields, Fact):
    """A row of a file of foster placements."""
