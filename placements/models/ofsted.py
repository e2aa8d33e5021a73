"""Ofsted's list of providers, as published: what providers and homes are checked against."""

from django.db import models

from sufficiency.extracts.models import Row, RowQuerySet


class OfstedListing(Row):
    """A row of the list: one registered provider."""

    urn = models.CharField("URN", max_length=20)
    name = models.CharField(max_length=200, blank=True)
    provider_type = models.CharField(max_length=100)
    sector = models.CharField(max_length=60, blank=True)
    owner = models.CharField(max_length=200, blank=True)
    local_authority = models.CharField(max_length=100, help_text="Its name, as Ofsted writes it.")
    region = models.CharField(max_length=60, blank=True)
    places = models.PositiveIntegerField(null=True, help_text="Registered places.")
    status = models.CharField(max_length=60, blank=True)
    registered_on = models.DateField(null=True)
    closed_on = models.DateField(null=True)
    inspected_on = models.DateField(null=True, help_text="Latest full inspection.")
    judgement = models.CharField(max_length=100, blank=True, help_text="Overall, at the latest full inspection.")

    objects = RowQuerySet.as_manager()

    class Meta(Row.Meta):
        indexes = [models.Index(fields=["urn"])]

    def __str__(self) -> str:
        return f"{self.urn} {self.name}".rstrip()
