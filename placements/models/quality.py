"""What the council itself thinks of a home: ratings with their reasons, and visits with what follows from them."""

from django.db import models

from sufficiency.extracts.models import Fact
from sufficiency.registers.models import Fields, Record, constraints_of
from sufficiency.registers.rules import in_order

from .homes import REFERENCE


class RatingFields(Fields):
    """A rating of a home, from a day on."""

    class Rating(models.TextChoices):
        RED = "RED", "Red"
        AMBER = "AMBER", "Amber"
        GREEN = "GREEN", "Green"

    home = models.CharField("home", max_length=REFERENCE, help_text="Reference of the home")
    rated_on = models.DateField("rated on", help_text="The day from which the rating holds, until the next")
    rating = models.CharField("rating", max_length=5, choices=Rating, help_text="Red, amber or green")
    reason = models.CharField("reason for the rating", max_length=300, help_text="Why")
    rated_by = models.CharField("rated by", max_length=100, blank=True, help_text="Who rated it, by role")

    key = ("home", "rated_on")

    class Meta:
        abstract = True


class Rating(RatingFields, Record):
    """A rating as it stands."""

    class Meta:
        constraints = constraints_of(RatingFields, "rating")

    def __str__(self) -> str:
        return f"{self.home} on {self.rated_on}"


class RatingRow(RatingFields, Fact):
    """A row of a file of ratings."""


class VisitFields(Fields):
    """A visit to a home, planned or done, and what was agreed."""

    class Kind(models.TextChoices):
        ANNOUNCED = "ANNOUNCED", "Announced"
        UNANNOUNCED = "UNANNOUNCED", "Unannounced"
        REGULATION_44 = "REGULATION-44", "Regulation 44"

    home = models.CharField("home", max_length=REFERENCE, help_text="Reference of the home")
    planned_for = models.DateField("planned for", help_text="The day for which the visit is planned")
    kind = models.CharField("kind of visit", max_length=13, choices=Kind, blank=True, help_text="How it is made")
    done_on = models.DateField("done on", null=True, blank=True, help_text="The day of the visit")
    actions = models.TextField("actions", max_length=1000, blank=True, help_text="What the home agreed to do")
    actions_due = models.DateField("actions due", null=True, blank=True, help_text="By when")
    actions_done_on = models.DateField("actions done on", null=True, blank=True, help_text="When all was done")

    key = ("home", "planned_for")
    rules = (in_order("done_on", "actions_done_on"),)

    class Meta:
        abstract = True


class Visit(VisitFields, Record):
    """A visit as it stands."""

    class Meta:
        constraints = constraints_of(VisitFields, "visit")

    def __str__(self) -> str:
        return f"{self.home} on {self.planned_for}"


class VisitRow(VisitFields, Fact):
    """A row of a file of visits."""
