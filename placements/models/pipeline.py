"""Places to come: schemes, and the steps that each takes from an idea to the first day it is open."""

from django.core.validators import MaxValueValidator
from django.db import models

from sufficiency.extracts.models import Fact
from sufficiency.registers.models import Fields, Record, constraints_of

from .homes import MOST_PLACES, PERCENT, REFERENCE


class SchemeFields(Fields):
    """A scheme that brings places."""

    class Kind(models.TextChoices):
        CHILDRENS_HOME = "CHILDRENS-HOME", "Children's home"
        FOSTERING = "FOSTERING", "Fostering"
        FLATS = "FLATS", "Flats for 18 and over"

    reference = models.CharField("reference", max_length=REFERENCE, help_text="The council's reference")
    title = models.CharField("title", max_length=200, help_text="What the scheme is called")
    kind = models.CharField("kind", max_length=14, choices=Kind, help_text="What sort of places it brings")
    home = models.CharField(
        "home", max_length=REFERENCE, blank=True, help_text="Reference of the home that it becomes, once there is one"
    )
    places = models.PositiveSmallIntegerField(
        "places", validators=[MaxValueValidator(MOST_PLACES)], help_text="How many places it brings"
    )
    utilisation = models.PositiveSmallIntegerField(
        "assumed utilisation", null=True, blank=True, validators=[MaxValueValidator(PERCENT)],
        help_text="Per cent of its places that plans take to be in use; blank: all of them",
    )  # fmt: skip
    capital = models.DecimalField(
        "capital", max_digits=12, decimal_places=2, null=True, blank=True, help_text="What it costs to build, in GBP"
    )
    owner = models.CharField("owner", max_length=100, blank=True, help_text="Who answers for it, by role")
    locality = models.CharField("locality", max_length=60, blank=True, help_text="Town or area")

    key = ("reference",)

    class Meta:
        abstract = True


class Scheme(SchemeFields, Record):
    """A scheme as it stands."""

    class Meta:
        constraints = constraints_of(SchemeFields, "scheme")

    def __str__(self) -> str:
        return self.title


class SchemeRow(SchemeFields, Fact):
    """A row of a file of schemes."""


class StepFields(Fields):
    """What was true of a scheme from a day on: its stage, and when its places were then expected."""

    class Stage(models.TextChoices):
        IDEA = "IDEA", "Idea"
        APPROVED = "APPROVED", "Approved"
        BUILDING = "BUILDING", "Being built"
        REGISTERING = "REGISTERING", "Being registered"
        OPEN = "OPEN", "Open"
        ABANDONED = "ABANDONED", "Abandoned"

    scheme = models.CharField("scheme", max_length=REFERENCE, help_text="Reference of the scheme")
    taken_on = models.DateField("taken on", help_text="The day from which this holds, until the next step")
    stage = models.CharField("stage reached", max_length=11, choices=Stage, help_text="How far the scheme is")
    expected_on = models.DateField(
        "expected on", null=True, blank=True, help_text="When the places are expected, as said on that day"
    )
    step_reason = models.CharField("reason for the step", max_length=300, blank=True, help_text="Why, such as a delay")

    key = ("scheme", "taken_on")

    class Meta:
        abstract = True


class Step(StepFields, Record):
    """A step as it stands."""

    class Meta:
        constraints = constraints_of(StepFields, "step")

    def __str__(self) -> str:
        return f"{self.scheme} from {self.taken_on}"


class StepRow(StepFields, Fact):
    """A row of a file of steps."""
