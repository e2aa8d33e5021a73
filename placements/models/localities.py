"""Localities of the council's own area, by the outward part of a postcode."""

from django.db import models

from sufficiency.extracts.models import Fact
from sufficiency.registers.models import Fields, Record, constraints_of


class LocalityFields(Fields):
    """A postcode district and the locality it counts to."""

    outward = models.CharField("postcode district", max_length=8, help_text="Outward part of the postcode, such as DT4")
    locality = models.CharField("locality", max_length=60, help_text="What the council calls the locality")
    note = models.CharField("note", max_length=200, blank=True, help_text="What to know about it")

    key = ("outward",)

    class Meta:
        abstract = True


class Locality(LocalityFields, Record):
    """A postcode district as it stands."""

    class Meta:
        constraints = constraints_of(LocalityFields, "locality")
        verbose_name_plural = "localities"

    def __str__(self) -> str:
        return f"{self.outward}: {self.locality}"


class LocalityRow(LocalityFields, Fact):
    """A row of a file of postcode districts."""
