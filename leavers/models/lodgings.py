"""Supported lodgings: households that take in young people who have left care or are about to."""

from django.core.validators import MaxValueValidator
from django.db import models

from sufficiency.extracts.models import Fact
from sufficiency.registers.models import Fields, Record, constraints_of
from sufficiency.registers.rules import in_order

MOST_PLACES = 10


class LodgingFields(Fields):
    """A provider of supported lodgings."""

    reference = models.CharField("reference", max_length=40, help_text="The council's reference; no names are needed")
    locality = models.CharField(
        "locality", max_length=60, blank=True, help_text="Town or area, as the council names it"
    )
    lodging_places = models.PositiveSmallIntegerField(
        "places", validators=[MaxValueValidator(MOST_PLACES)], help_text="How many young people they take"
    )
    approved_from = models.DateField("approved from", help_text="The day of approval")
    approved_to = models.DateField("approved to", null=True, blank=True, help_text="The day on which approval ended")

    key = ("reference",)
    rules = (in_order("approved_from", "approved_to"),)

    class Meta:
        abstract = True


class Lodging(LodgingFields, Record):
    """A provider of supported lodgings as the register has it."""

    class Meta:
        constraints = constraints_of(LodgingFields, "lodging")

    def __str__(self) -> str:
        return self.reference


class LodgingRow(LodgingFields, Fact):
    """A row of a file of supported lodgings."""


class LodgingStatusFields(Fields):
    """How many places of supported lodgings are on hold, from a day on."""

    lodging = models.CharField("lodging", max_length=40, help_text="Reference of the supported lodgings")
    since = models.DateField("since", help_text="The day from which this holds, until the next")
    places_on_hold = models.PositiveSmallIntegerField(
        "places on hold", validators=[MaxValueValidator(MOST_PLACES)], help_text="None for all places available"
    )
    why_on_hold = models.CharField("why on hold", max_length=200, blank=True, help_text="Why they cannot be used")

    key = ("lodging", "since")

    class Meta:
        abstract = True


class LodgingStatus(LodgingStatusFields, Record):
    """A status of supported lodgings as it stands."""

    class Meta:
        constraints = constraints_of(LodgingStatusFields, "lodging_status")
        verbose_name_plural = "lodging statuses"

    def __str__(self) -> str:
        return f"{self.lodging} from {self.since}"


class LodgingStatusRow(LodgingStatusFields, Fact):
    """A row of a file of statuses of supported lodgings."""
