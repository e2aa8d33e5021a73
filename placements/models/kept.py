"""What periods of care and other files or registers say together: kept, for pages that count it on many days.

Rebuilt in SQL for an authority whenever a load commits or an entry is changed (placements/kept.py). Half-open, as all
intervals.
"""

from datetime import date

from django.db import models

from sufficiency.core.models import Authority

from .derived import Derived
from .wellbeing import HealthAssessment


class AdoptedSpan(Derived):
    """The year from the day on which a child was adopted, with days by the latest row of AD1 and the decisions."""

    days_to_moving_in = models.IntegerField(null=True, help_text="From coming into care to moving in with adopters.")
    days_to_match = models.IntegerField(null=True, help_text="From the last decision before the match to the match.")


class InitialSpan(Derived):
    """A child who came into care and stayed for 20 working days, and the initial health assessment, by each source.

    It counts from the last of those working days until a year after the child came.
    """

    source = models.CharField(max_length=7, choices=HealthAssessment.Source)
    came_in_on = models.DateField()
    is_listed = models.BooleanField(help_text="Whether the register has an entry of that source.")
    notified_on = models.DateField(null=True)
    appointment_on = models.DateField(null=True)
    completed_on = models.DateField(null=True)
    completed_from = models.DateField(null=True, help_text="The first of its days on which it had been completed.")


class AssessedSpan(Derived):
    """A child in care for a year or more whose health assessment is up to date by a source."""

    source = models.CharField(max_length=7, choices=HealthAssessment.Source)


class PlannedSpan(Derived):
    """A child in care for four months or more, from the first permanence plan of that time in care."""


class SeenSpan(Derived):
    """A child in care for six weeks or more who was visited in the six weeks to the day."""


class ResidentSpan(Derived):
    """A child in care who lives in a home of the register (docs/definitions.md, homes and places)."""

    place = models.CharField(max_length=3, blank=True)
    home = models.CharField(max_length=40, help_text="Reference of the home.")
    turns_16 = models.DateField(null=True, help_text="Null when the date of birth is not known.")

    @classmethod
    def on(cls, authority: Authority, day: date) -> models.QuerySet["ResidentSpan"]:
        """The rows of an authority that cover a day."""
        return cls._default_manager.filter(authority=authority, starts__lte=day, ends__gt=day)
