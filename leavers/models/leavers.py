"""Care leavers: who they are, what they are entitled to, and who works with them."""

from django.db import models
from django.db.models import Q

from sufficiency.extracts.models import Fact
from sufficiency.registers.models import Fields, Record, constraints_of
from sufficiency.registers.rules import Rule, in_order


class Entitlement(models.TextChoices):
    """What the law calls a young person who is in care or has left it; see leavers/entitlement.py."""

    ELIGIBLE = "ELIGIBLE", "Eligible"
    RELEVANT = "RELEVANT", "Relevant"
    FORMER_RELEVANT = "FORMER-RELEVANT", "Former relevant"
    QUALIFYING = "QUALIFYING", "Qualifying"


class Home(models.TextChoices):
    """Where care leavers live, as a leaving care service tells homes apart."""

    STAYING_PUT = "STAYING-PUT", "Staying put with former foster carers"
    STAYING_CLOSE = "STAYING-CLOSE", "Staying close to a former children's home"
    SUPPORTED_LODGINGS = "SUPPORTED-LODGINGS", "Supported lodgings"
    SUPPORTED_ACCOMMODATION = "SUPPORTED-ACCOMMODATION", "Supported accommodation"
    FOYER = "FOYER", "Foyer"
    OWN_TENANCY = "OWN-TENANCY", "Council or housing association tenancy"
    PRIVATE_RENTED = "PRIVATE-RENTED", "Private rented"
    UNIVERSITY = "UNIVERSITY", "University or college accommodation"
    LODGINGS = "LODGINGS", "Ordinary lodgings"
    WITH_PARENTS = "WITH-PARENTS", "With parents"
    WITH_RELATIVES = "WITH-RELATIVES", "With other relatives"
    RESIDENTIAL = "RESIDENTIAL", "Residential care"
    OTHER = "OTHER", "Other"
    WITH_FRIENDS = "WITH-FRIENDS", "With friends, no settled home"
    BED_AND_BREAKFAST = "BED-AND-BREAKFAST", "Bed and breakfast"
    EMERGENCY = "EMERGENCY", "Emergency accommodation"
    NO_FIXED_ABODE = "NO-FIXED-ABODE", "No fixed abode"
    CUSTODY = "CUSTODY", "Custody"
    ABROAD = "ABROAD", "Abroad"
    NOT_KNOWN = "NOT-KNOWN", "Not known"


class CareLeaverFields(Fields):
    """Somebody whom the council prepares for leaving care or supports after it."""

    reference = models.CharField("reference", max_length=40, help_text="The council's reference; no names are needed")
    child = models.CharField(
        "child", max_length=40, blank=True,
        help_text="CHILD in the returns, when they tell of the time in care or of the care leaver",
    )  # fmt: skip
    date_of_birth = models.DateField("date of birth", help_text="Day of birth; ages and duties follow from it")
    entitlement_override = models.CharField(
        "entitlement by hand", max_length=15, choices=Entitlement, blank=True,
        help_text="Only where the rules on age and weeks in care cannot know; otherwise blank",
    )  # fmt: skip
    override_reason = models.CharField(
        "why by hand", max_length=200, blank=True, help_text="What the rules cannot know"
    )  # fmt: skip
    adviser = models.CharField("adviser", max_length=40, blank=True, help_text="Reference of the personal adviser")
    service_from = models.DateField(
        "service from", null=True, blank=True,
        help_text="The day from which the leaving care service is theirs; blank while they are in care",
    )  # fmt: skip
    service_to = models.DateField(
        "service to", null=True, blank=True, help_text="The day on which the active service ended"
    )
    housing_next = models.CharField(
        "housing planned", max_length=23, choices=Home, blank=True,
        help_text="The kind of home they will need next, as the pathway plan has it",
    )  # fmt: skip
    housing_from = models.DateField(
        "housing needed from", null=True, blank=True, help_text="When; blank for the next birthday that counts"
    )

    key = ("reference",)
    rules = (
        in_order("service_from", "service_to"),
        in_order("date_of_birth", "service_from"),
        Rule(
            "no-reason",
            "override_reason",
            "{override_reason} is blank although {entitlement_override} is not: say why the rules do not hold.",
            Q(override_reason="") & ~Q(entitlement_override=""),
        ),
    )

    class Meta:
        abstract = True


class CareLeaver(CareLeaverFields, Record):
    """A care leaver as the register has them."""

    class Meta:
        constraints = constraints_of(CareLeaverFields, "care_leaver")
        indexes = [models.Index(fields=["authority", "child"], name="care_leaver_child")]

    def __str__(self) -> str:
        return self.reference


class CareLeaverRow(CareLeaverFields, Fact):
    """A row of a file of care leavers."""
