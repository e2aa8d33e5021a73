"""The yearly files as measures read them: rows that count, from the 31 March on which their return ends to the next.

They are views, so that a child's age is worked out once a row and not once for each measure that asks.
"""

from typing import Any, ClassVar

from django.db import models

from sufficiency.core.models import Authority

from .derived import Intervals


class YearlyRow(models.Model):
    """Base of the views. Between one 31 March and the next a day is answered by that return and by no other."""

    authority = models.ForeignKey(Authority, on_delete=models.DO_NOTHING, related_name="+", db_constraint=False)
    year = models.PositiveSmallIntegerField()
    child = models.CharField(max_length=40)
    starts = models.DateField()
    ends = models.DateField()
    # By the latest header that holds the child, or else by the row itself (docs/definitions.md, settled reading 13).
    age = models.IntegerField(null=True, help_text="On that 31 March; null when the date of birth is not known.")

    objects: ClassVar[models.Manager[Any]] = Intervals.as_manager()

    class Meta:
        abstract = True
        managed = False

    def __str__(self) -> str:
        return f"{self.child} in the return of {self.year}"


class HealthYear(YearlyRow):
    """A row of the OC2 file about a child who was in care all through the return year (settled reading 10)."""

    sdq_score = models.PositiveSmallIntegerField(null=True)
    health_assessment = models.CharField(max_length=1)
    teeth_check = models.CharField(max_length=1)
    immunisations = models.CharField(max_length=1)

    class Meta(YearlyRow.Meta):
        db_table = "placements_healthyear"
