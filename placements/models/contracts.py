"""How places are bought: frameworks and their lots, contracts with the homes they cover, and tenders to come."""

from django.core.validators import MaxValueValidator
from django.db import models

from sufficiency.extracts.models import Fact
from sufficiency.registers.models import Fields, Record, constraints_of
from sufficiency.registers.rules import in_order

from .homes import MOST_PLACES, REFERENCE

MOST_LOTS = 50
MOST_PROVIDERS = 1000


class FrameworkFields(Fields):
    """A framework of providers from whom places may be called off."""

    reference = models.CharField("reference", max_length=REFERENCE, help_text="The council's reference")
    title = models.CharField("title", max_length=200, help_text="What the framework is called")
    begins_on = models.DateField("begins on", null=True, blank=True, help_text="The day on which it begins")
    ends_on = models.DateField("ends on", null=True, blank=True, help_text="The day on which it ends")
    providers = models.PositiveSmallIntegerField(
        "providers", null=True, blank=True, validators=[MaxValueValidator(MOST_PROVIDERS)],
        help_text="How many providers are on it, in whatever lot",
    )  # fmt: skip

    key = ("reference",)
    rules = (in_order("begins_on", "ends_on"),)

    class Meta:
        abstract = True


class Framework(FrameworkFields, Record):
    """A framework as it stands."""

    class Meta:
        constraints = constraints_of(FrameworkFields, "framework")

    def __str__(self) -> str:
        return self.title


class FrameworkRow(FrameworkFields, Fact):
    """A row of a file of frameworks."""


class LotFields(Fields):
    """A lot of a framework: one kind of place."""

    framework = models.CharField("framework", max_length=REFERENCE, help_text="Reference of the framework")
    lot = models.CharField("lot", max_length=REFERENCE, help_text="Its number or letter")
    lot_title = models.CharField("title of the lot", max_length=200, blank=True, help_text="What the lot is for")
    lot_providers = models.PositiveSmallIntegerField(
        "providers in the lot", null=True, blank=True, validators=[MaxValueValidator(MOST_PROVIDERS)],
        help_text="How many providers are in the lot",
    )  # fmt: skip

    key = ("framework", "lot")

    class Meta:
        abstract = True


class Lot(LotFields, Record):
    """A lot as it stands."""

    class Meta:
        constraints = constraints_of(LotFields, "lot")

    def __str__(self) -> str:
        return f"{self.framework}, lot {self.lot}"


class LotRow(LotFields, Fact):
    """A row of a file of lots."""


class ContractFields(Fields):
    """A contract for places."""

    class Route(models.TextChoices):
        BLOCK = "BLOCK", "Block contract"
        FRAMEWORK = "FRAMEWORK", "Framework call-off"
        SPOT = "SPOT", "Spot"
        IN_HOUSE = "IN-HOUSE", "In-house"

    reference = models.CharField("reference", max_length=REFERENCE, help_text="The council's reference")
    title = models.CharField("title", max_length=200, blank=True, help_text="What the contract is called")
    provider = models.CharField("provider", max_length=REFERENCE, help_text="Reference of the provider")
    route = models.CharField("route", max_length=9, choices=Route, help_text="How the places were bought")
    framework = models.CharField(
        "framework", max_length=REFERENCE, blank=True, help_text="Reference of the framework it is called off from"
    )
    lot = models.CharField("lot", max_length=REFERENCE, blank=True, help_text="The lot of that framework")
    places = models.PositiveSmallIntegerField(
        "places guaranteed", null=True, blank=True, validators=[MaxValueValidator(MOST_PLACES)],
        help_text="Places that the provider keeps for the council",
    )  # fmt: skip
    weekly_price = models.DecimalField(
        "weekly price", max_digits=9, decimal_places=2, null=True, blank=True, help_text="GBP a place a week"
    )
    starts_on = models.DateField("starts on", help_text="The day on which it starts")
    ends_on = models.DateField(
        "ends on", null=True, blank=True, help_text="The day on which it ends; blank while no end is agreed"
    )

    key = ("reference",)
    rules = (in_order("starts_on", "ends_on"),)

    class Meta:
        abstract = True


class Contract(ContractFields, Record):
    """A contract as it stands."""

    class Meta:
        constraints = constraints_of(ContractFields, "contract")

    def __str__(self) -> str:
        return self.title or self.reference


class ContractRow(ContractFields, Fact):
    """A row of a file of contracts."""


class CoveredHomeFields(Fields):
    """A home in which a contract buys places."""

    contract = models.CharField("contract", max_length=REFERENCE, help_text="Reference of the contract")
    home = models.CharField("home", max_length=REFERENCE, help_text="Reference of the home")
    places_there = models.PositiveSmallIntegerField(
        "places there", null=True, blank=True, validators=[MaxValueValidator(MOST_PLACES)],
        help_text="How many of the guaranteed places are in this home",
    )  # fmt: skip

    key = ("contract", "home")

    class Meta:
        abstract = True


class CoveredHome(CoveredHomeFields, Record):
    """A home of a contract as it stands."""

    class Meta:
        constraints = constraints_of(CoveredHomeFields, "covered_home")

    def __str__(self) -> str:
        return f"{self.contract}, {self.home}"


class CoveredHomeRow(CoveredHomeFields, Fact):
    """A row of a file of the homes of contracts."""


class TenderFields(Fields):
    """A tender, from the plan to the award."""

    class Stage(models.TextChoices):
        PLANNED = "PLANNED", "Planned"
        OPEN = "OPEN", "Open"
        EVALUATING = "EVALUATING", "Bids being evaluated"
        AWARDED = "AWARDED", "Awarded"
        CANCELLED = "CANCELLED", "Cancelled"

    reference = models.CharField("reference", max_length=REFERENCE, help_text="The council's reference")
    title = models.CharField("title", max_length=200, help_text="What is put out to tender")
    purpose = models.CharField("purpose", max_length=300, blank=True, help_text="What it is for")
    stage = models.CharField("stage", max_length=10, choices=Stage, help_text="How far it is")
    lots = models.PositiveSmallIntegerField(
        "lots", null=True, blank=True, validators=[MaxValueValidator(MOST_LOTS)], help_text="How many lots it has"
    )
    opens_on = models.DateField("opens on", null=True, blank=True, help_text="The day from which bids are taken")
    closes_on = models.DateField("closes on", null=True, blank=True, help_text="The last day for bids")
    contract_starts_on = models.DateField(
        "contract starts on", null=True, blank=True, help_text="The day on which the contract is to start"
    )

    key = ("reference",)
    rules = (
        in_order("opens_on", "closes_on"),
        in_order("closes_on", "contract_starts_on"),
    )

    class Meta:
        abstract = True


class Tender(TenderFields, Record):
    """A tender as it stands."""

    class Meta:
        constraints = constraints_of(TenderFields, "tender")

    def __str__(self) -> str:
        return self.title


class TenderRow(TenderFields, Fact):
    """A row of a file of tenders."""
