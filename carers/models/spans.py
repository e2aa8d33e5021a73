"""What follows from the registers of fostering: each household, as days on which everything about it holds."""

from typing import Any, ClassVar

from django.db import models

from placements.models.derived import Intervals
from sufficiency.core.models import Authority

from .households import Household, HouseholdFields, StatusFields


class HouseholdSpan(models.Model):
    """Days on which nothing changes about an approved household: what it is approved for, its status, who lives there.

    Half-open, as all intervals: from ``starts`` until the day before ``ends``. On any day of its approval a household
    has exactly one. ``filled``, ``vacant`` and ``not_available`` are together ``approved`` (docs/definitions.md). Only
    carers/derivation.py writes this table.
    """

    authority = models.ForeignKey(
        Authority, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    household = models.ForeignKey(
        Household, on_delete=models.DO_NOTHING, related_name="spans", db_index=False, db_constraint=False
    )
    reference = models.CharField(max_length=40)
    kind = models.CharField(max_length=10, choices=HouseholdFields.Kind)
    locality = models.CharField(max_length=60)
    retained = models.BooleanField(null=True)
    starts = models.DateField()
    ends = models.DateField()
    status = models.CharField(max_length=13, choices=StatusFields.Status, help_text="Empty while none is recorded.")
    reason = models.CharField(max_length=200)
    approved_for = models.PositiveSmallIntegerField(null=True, help_text="Null while no approval is recorded.")
    children = models.PositiveIntegerField(help_text="Who live there, by the register of foster placements.")
    approved = models.PositiveSmallIntegerField("approved places")
    filled = models.PositiveSmallIntegerField("approved places in which a child lives")
    vacant = models.PositiveSmallIntegerField("free places that a child can have")
    not_available = models.PositiveSmallIntegerField("free places that no child can have now")

    objects: ClassVar[models.Manager[Any]] = Intervals.as_manager()

    class Meta:
        indexes = [models.Index(fields=["authority", "reference"], name="household_span")]

    def __str__(self) -> str:
        return f"{self.reference} from {self.starts}"

    @property
    def over_by(self) -> int:
        """Children beyond the number that the household is approved for."""
        return self.children - self.filled
