"""What the council pays for a child's placement, from one day to another."""

from decimal import Decimal
from typing import Any

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F
from django.db.models.functions import Coalesce

from sufficiency.extracts.models import Fact
from sufficiency.registers.models import Fields, Record, constraints_of
from sufficiency.registers.rules import in_order

DIGITS, PENCE = 9, 2
PARTS = ("core", "additional_support", "education", "other")
# The national placements data standard asks to look again at a weekly total below or above these.
LEAST_USUAL, MOST_USUAL = 100, 100_000


def _pounds_a_week(name: str, means: str, **options: Any) -> "models.DecimalField[Any, Any]":
    return models.DecimalField(
        name, max_digits=DIGITS, decimal_places=PENCE, validators=[MinValueValidator(0)], help_text=means, **options
    )


class PlacementCostFields(Fields):
    """A weekly amount, split as the national placements data standard does, without VAT."""

    child = models.CharField("child", max_length=40, help_text="The child's identifier, as in the return")
    paid_from = models.DateField("paid from", help_text="The first day that is paid for")
    paid_to = models.DateField(
        "paid to",
        null=True,
        blank=True,
        help_text="The first day that is no longer paid for, such as the day of a move or of a new price; "
        "blank while it goes on",
    )
    placed_on = models.DateField(
        "placement began on",
        null=True,
        blank=True,
        help_text="The first day of the placement it pays for; blank: the placement of the first day that is paid for",
    )
    contract = models.CharField("contract", max_length=40, blank=True, help_text="Reference of the contract")
    core = _pounds_a_week("core", "Pounds a week: the provider's basic price for what it sets out to do for any child")
    additional_support = _pounds_a_week(
        "additional support",
        "Pounds a week on top for this child's needs, such as more staff",
        null=True,
        blank=True,
    )
    education = _pounds_a_week(
        "education", "Pounds a week for registered education that comes with the placement", null=True, blank=True
    )
    other = _pounds_a_week("other", "Pounds a week for anything else", null=True, blank=True)
    health_contribution = _pounds_a_week(
        "health contribution", "Pounds a week of the total that the health service pays", null=True, blank=True
    )
    education_contribution = _pounds_a_week(
        "education contribution", "Pounds a week of the total that the education budget pays", null=True, blank=True
    )

    key = ("child", "paid_from")
    rules = (in_order("paid_from", "paid_to"),)

    class Meta:
        abstract = True


class PlacementCost(PlacementCostFields, Record):
    """A weekly amount as it stands."""

    total = models.GeneratedField(
        expression=F("core")
        + Coalesce(F("additional_support"), Decimal(0))
        + Coalesce(F("education"), Decimal(0))
        + Coalesce(F("other"), Decimal(0)),
        output_field=models.DecimalField(max_digits=DIGITS + 1, decimal_places=PENCE),
        db_persist=True,
        verbose_name="total",
    )

    class Meta:
        constraints = constraints_of(PlacementCostFields, "placement_cost")

    def __str__(self) -> str:
        return f"cost from {self.paid_from}"


class PlacementCostRow(PlacementCostFields, Fact):
    """A row of a file of placement costs."""
