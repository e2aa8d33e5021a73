"""What a strategy states: figures as they are printed in it, and what it takes for granted."""

from typing import Any, ClassVar

from django.db import models

from sufficiency.extracts.models import Fact
from sufficiency.registers.fields import FigureField
from sufficiency.registers.models import Fields, Record, constraints_of
from sufficiency.registers.rules import bounds_in_order, in_order

from .aims import AimQuerySet
from .strategies import CONTRADICTION, OF_MEASURE, OF_STRATEGY, REFERENCE, SLUG, WHERE_STATED


class StatedFigureFields(Fields):
    """A figure that a strategy states of a day, as it is printed: kept beside what the records come to."""

    strategy = models.CharField("strategy", max_length=REFERENCE, help_text=OF_STRATEGY)
    reference = models.CharField("reference", max_length=REFERENCE, help_text="Of the figure, such as F1")
    title = models.CharField("title", max_length=200, help_text="What it counts")
    measure = models.CharField(
        "measure", max_length=SLUG, blank=True, help_text=f"{OF_MEASURE}, where there is one that counts the same"
    )
    day = models.DateField("day", help_text="The day of which it is stated")
    figure = FigureField("figure", help_text="As it is printed")
    counted_in = models.CharField("counted in", max_length=40, help_text="Its unit, such as children or %")
    source = models.CharField("source", max_length=200, blank=True, help_text=WHERE_STATED)
    note = models.TextField("note", max_length=1000, blank=True, help_text=CONTRADICTION)

    key = ("strategy", "reference")

    class Meta:
        abstract = True


class StatedFigure(StatedFigureFields, Record):
    """A stated figure as it stands."""

    objects: ClassVar[models.Manager[Any]] = AimQuerySet.as_manager()

    class Meta:
        constraints = constraints_of(StatedFigureFields, "statedfigure")

    def __str__(self) -> str:
        return f"{self.title}: {self.figure}"


class StatedFigureRow(StatedFigureFields, Fact):
    """A row of a file of stated figures."""


class AssumptionFields(Fields):
    """What a strategy takes for granted of a span of time, when it works out how many will be in care at its end."""

    strategy = models.CharField("strategy", max_length=REFERENCE, help_text=OF_STRATEGY)
    begins_on = models.DateField("begins on", help_text="The day of the opening number")
    ends_on = models.DateField("ends on", help_text="The day of the closing number")
    turning_18 = models.PositiveSmallIntegerField(
        "turning 18", null=True, blank=True, help_text="How many turn 18 in that time, as the strategy states it"
    )
    exits_low = models.PositiveSmallIntegerField("exits, low", help_text="The fewest others who leave care")
    exits_high = models.PositiveSmallIntegerField("exits, high", help_text="The most others who leave care")
    entries_cap = models.PositiveSmallIntegerField("entries, cap", help_text="The most who may come into care")
    source = models.CharField("source", max_length=200, blank=True, help_text=WHERE_STATED)

    key = ("strategy", "begins_on")
    rules = (in_order("begins_on", "ends_on"), bounds_in_order("exits_low", "exits_high"))

    class Meta:
        abstract = True


class Assumption(AssumptionFields, Record):
    """An assumption as it stands."""

    objects: ClassVar[models.Manager[Any]] = AimQuerySet.as_manager()

    class Meta:
        constraints = constraints_of(AssumptionFields, "assumption")

    def __str__(self) -> str:
        return f"{self.strategy} from {self.begins_on}"


class AssumptionRow(AssumptionFields, Fact):
    """A row of a file of assumptions."""
