"""Fostering households: who they are, what they are approved for, and whether they can take a child.

No names of carers are kept: the council's reference says which household it is.
"""

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator
from django.db import models

from sufficiency.extracts.models import Fact
from sufficiency.registers.models import Fields, Record, constraints_of
from sufficiency.registers.rules import bounds_in_order, in_order

OLDEST = 25  # somebody may stay put until then


class HouseholdFields(Fields):
    """A fostering household."""

    class Kind(models.TextChoices):
        MAINSTREAM = "MAINSTREAM", "Mainstream"
        CONNECTED = "CONNECTED", "Connected person"

    class ReasonEnded(models.TextChoices):
        RESIGNED = "RESIGNED", "Resigned"
        DEREGISTERED = "DEREGISTERED", "De-registered"
        OTHER = "OTHER", "Other"

    reference = models.CharField("reference", max_length=40, help_text="The council's reference; no names are needed")
    kind = models.CharField(
        "kind", max_length=10, choices=Kind, help_text="Mainstream, or a connected person fostering one child's family"
    )
    locality = models.CharField(
        "locality", max_length=60, blank=True, help_text="Town or area, as the council names it"
    )
    hub = models.CharField(
        "constellation", max_length=60, blank=True, help_text="The Mockingbird hub that the household belongs to"
    )
    approved_from = models.DateField("approved from", help_text="The day of approval")
    approved_to = models.DateField("approved to", null=True, blank=True, help_text="The day on which approval ended")
    reason_ended = models.CharField(
        "reason ended", max_length=12, choices=ReasonEnded, blank=True, help_text="Why approval ended"
    )
    retained = models.BooleanField("retained", null=True, blank=True, help_text="Retained for out-of-hours emergencies")
    delegated_authority = models.BooleanField(
        "delegated authority", null=True, blank=True, help_text="Whether decisions of every day are delegated to them"
    )
    review_due = models.DateField("review due", null=True, blank=True, help_text="When the next review is due")

    key = ("reference",)
    rules = (in_order("approved_from", "approved_to"),)

    class Meta:
        abstract = True


class Household(HouseholdFields, Record):
    """A fostering household as it stands."""

    class Meta:
        constraints = constraints_of(HouseholdFields, "household")

    def __str__(self) -> str:
        return self.reference


class HouseholdRow(HouseholdFields, Fact):
    """A row of a file of households."""


class ApprovalFields(Fields):
    """What a household was approved for, from a day on."""

    class Sex(models.TextChoices):
        EITHER = "EITHER", "Either"
        FEMALE = "FEMALE", "Girls"
        MALE = "MALE", "Boys"

    class Kind(models.TextChoices):
        SHORT_TERM = "SHORT-TERM", "Short-term"
        LONG_TERM = "LONG-TERM", "Long-term"
        RESPITE = "RESPITE", "Respite"
        SHORT_BREAK = "SHORT-BREAK", "Short break"
        PARENT_AND_CHILD = "PARENT-AND-CHILD", "Parent and child"
        EMERGENCY = "EMERGENCY", "Emergency"
        BRIDGING = "BRIDGING", "Bridging"
        EARLY_PERMANENCE = "EARLY-PERMANENCE", "Early permanence"
        SPECIALIST = "SPECIALIST", "Specialist"
        SUPPORTED_LODGINGS = "SUPPORTED-LODGINGS", "Supported lodgings"

    household = models.CharField("household", max_length=40, help_text="Reference of the household")
    approved_on = models.DateField("approved on", help_text="The day from which this approval holds, until the next")
    children = models.PositiveSmallIntegerField(
        "number of children", validators=[MaxValueValidator(20)], help_text="Places the household is approved for"
    )
    age_from = models.PositiveSmallIntegerField(
        "age from", null=True, blank=True, validators=[MaxValueValidator(OLDEST)], help_text="The youngest, in years"
    )
    age_to = models.PositiveSmallIntegerField(
        "age to", null=True, blank=True, validators=[MaxValueValidator(OLDEST)], help_text="The oldest, in years"
    )
    sex = models.CharField("sex", max_length=6, choices=Sex, blank=True, help_text="Of the children")
    kinds = ArrayField(
        models.CharField(max_length=18, choices=Kind), verbose_name="kinds", default=list, blank=True,
        help_text="Kinds of fostering, one or several",
    )  # fmt: skip

    key = ("household", "approved_on")
    rules = (bounds_in_order("age_from", "age_to"),)

    class Meta:
        abstract = True


class Approval(ApprovalFields, Record):
    """An approval of a household as it stands."""

    class Meta:
        constraints = constraints_of(ApprovalFields, "approval")

    def __str__(self) -> str:
        return f"{self.household} from {self.approved_on}"


class ApprovalRow(ApprovalFields, Fact):
    """A row of a file of approvals."""


class StatusFields(Fields):
    """Whether a household can take a child, from a day on."""

    class Status(models.TextChoices):
        AVAILABLE = "AVAILABLE", "Available"
        FULL = "FULL", "Full"
        ON_HOLD = "ON-HOLD", "On hold"
        NOT_AVAILABLE = "NOT-AVAILABLE", "Not available"

    household = models.CharField("household", max_length=40, help_text="Reference of the household")
    since = models.DateField("since", help_text="The day from which this status holds, until the next")
    status = models.CharField("status", max_length=13, choices=Status, help_text="Whether a child can come")
    reason = models.CharField("reason", max_length=200, blank=True, help_text="Why, such as why it is on hold")
    places_not_available = models.PositiveSmallIntegerField(
        "places not available",
        null=True,
        blank=True,
        validators=[MaxValueValidator(20)],
        help_text="Of the free places of an available household, those that no child can have now",
    )

    key = ("household", "since")

    class Meta:
        abstract = True


class Status(StatusFields, Record):
    """A status of a household as it stands."""

    class Meta:
        constraints = constraints_of(StatusFields, "household_status")
        verbose_name_plural = "statuses"

    def __str__(self) -> str:
        return f"{self.household} from {self.since}"


class StatusRow(StatusFields, Fact):
    """A row of a file of statuses."""
