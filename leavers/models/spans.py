"""What follows from the registers of care leavers and the returns: each of them, as days on which everything holds."""

from typing import Any, ClassVar

from django.db import models

from placements.models.derived import Intervals
from sufficiency.core.models import Authority

from .leavers import CareLeaver, Entitlement, Home
from .living import AccommodationFields, ActivityFields, ContactFields


class LeaverSpan(models.Model):
    """Days on which nothing changes about a care leaver for whom the council has a duty, or who has a service.

    Half-open, as all intervals: from ``starts`` until the day before ``ends``. On any such day a care leaver has
    exactly one. What the registers do not say is blank, and not known. Only leavers/derivation.py writes this table.
    """

    class Service(models.TextChoices):
        """What the service does for somebody: Group of leavers/standing.py, but for those to whom it owes nothing."""

        ACTIVE = "ACTIVE", "Active service"
        IN_CARE = "IN-CARE", "Still in care"
        IN_TOUCH = "IN-TOUCH", "Duty to keep in touch"
        ADVICE = "ADVICE", "Advice when they ask for it"

    authority = models.ForeignKey(
        Authority, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    leaver = models.ForeignKey(
        CareLeaver, on_delete=models.DO_NOTHING, related_name="spans", db_index=False, db_constraint=False
    )
    reference = models.CharField(max_length=40)
    sex = models.CharField(max_length=1, help_text="As the returns have it.")
    starts = models.DateField()
    ends = models.DateField()
    age = models.PositiveSmallIntegerField("completed years")
    service = models.CharField(max_length=8, choices=Service)
    entitlement = models.CharField(max_length=15, choices=Entitlement)
    contact = models.CharField("outcome of the latest contact", max_length=12, choices=ContactFields.Outcome)
    home = models.CharField(max_length=23, choices=Home)
    suitable = models.CharField(max_length=9, choices=AccommodationFields.Suitable)
    activity = models.CharField(max_length=16, choices=ActivityFields.Doing)
    planned_on = models.DateField("pathway plan last made or reviewed", null=True)

    objects: ClassVar[models.Manager[Any]] = Intervals.as_manager()

    class Meta:
        indexes = [models.Index(fields=["authority", "reference"], name="leaver_span")]

    def __str__(self) -> str:
        return f"{self.reference} from {self.starts}"


class LodgingSpan(models.Model):
    """Days on which nothing changes about an approved provider of supported lodgings: a view."""

    id = models.UUIDField(primary_key=True)
    authority = models.ForeignKey(Authority, on_delete=models.DO_NOTHING, related_name="+", db_constraint=False)
    starts = models.DateField()
    ends = models.DateField()
    places = models.IntegerField()
    on_hold = models.IntegerField("places on hold")

    objects: ClassVar[models.Manager[Any]] = Intervals.as_manager()

    class Meta:
        managed = False
        db_table = "leavers_lodgingspan"

    def __str__(self) -> str:
        return f"{self.id} from {self.starts}"
