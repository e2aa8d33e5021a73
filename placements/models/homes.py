"""Providers and their homes: what each home is registered for, who else lives there, and how good it is.

A home is linked to the children who live there by the URN of their episodes; where a return has no URN, because
nobody has registered the home yet, by an entry that says which child lives in it.
"""

from django.core.validators import MaxValueValidator
from django.db import models

from sufficiency.extracts.models import Fact
from sufficiency.registers.models import Fields, Record, constraints_of
from sufficiency.registers.rules import bounds_in_order, in_order

REFERENCE = 40
OLDEST = 25
MOST_PLACES = 500
PERCENT = 100


class ProviderFields(Fields):
    """Who runs homes or finds foster carers: the council itself, an agency, a company, a charity, another body."""

    class Kind(models.TextChoices):
        IN_HOUSE = "IN-HOUSE", "In-house"
        AGENCY = "AGENCY", "Independent fostering agency"
        PRIVATE = "PRIVATE", "Private"
        VOLUNTARY = "VOLUNTARY", "Voluntary"
        HEALTH = "HEALTH", "Health"
        AUTHORITY = "AUTHORITY", "Other authority"

    reference = models.CharField("reference", max_length=REFERENCE, help_text="The council's reference")
    name = models.CharField("name", max_length=200, help_text="What the provider is called")
    kind = models.CharField("kind", max_length=9, choices=Kind, help_text="What sort of provider it is")
    provider_urn = models.CharField(
        "provider's URN", max_length=10, blank=True, help_text="Ofsted's number of the provider, such as an agency's"
    )
    parent = models.CharField("parent company", max_length=200, blank=True, help_text="To which company it belongs")

    key = ("reference",)

    class Meta:
        abstract = True


class Provider(ProviderFields, Record):
    """A provider as it stands."""

    class Meta:
        constraints = constraints_of(ProviderFields, "provider")

    def __str__(self) -> str:
        return self.name


class ProviderRow(ProviderFields, Fact):
    """A row of a file of providers."""


class HomeFields(Fields):
    """A home for children or young people."""

    class Kind(models.TextChoices):
        CHILDRENS_HOME = "CHILDRENS-HOME", "Children's home"
        SECURE = "SECURE", "Secure children's home"
        SHORT_BREAK = "SHORT-BREAK", "Short break home"
        SCHOOL = "SCHOOL", "Residential school"
        SUPPORTED = "SUPPORTED", "Supported accommodation"

    class Sex(models.TextChoices):
        EITHER = "EITHER", "Either"
        FEMALE = "FEMALE", "Girls"
        MALE = "MALE", "Boys"

    class Judgement(models.TextChoices):
        OUTSTANDING = "OUTSTANDING", "Outstanding"
        GOOD = "GOOD", "Good"
        REQUIRES_IMPROVEMENT = "REQUIRES-IMPROVEMENT", "Requires improvement to be good"
        INADEQUATE = "INADEQUATE", "Inadequate"
        NOT_INSPECTED = "NOT-INSPECTED", "Not yet inspected"

    reference = models.CharField("reference", max_length=REFERENCE, help_text="The council's reference of the home")
    urn = models.CharField(
        "URN", max_length=10, blank=True, help_text="Ofsted's number of the home, as the returns give it"
    )
    name = models.CharField("name", max_length=200, help_text="What the home is called")
    provider = models.CharField("provider", max_length=REFERENCE, blank=True, help_text="Reference of its provider")
    kind = models.CharField("kind", max_length=14, choices=Kind, help_text="What sort of home it is")
    located_in = models.CharField(
        "located in", max_length=9, blank=True, help_text="ONS code of the authority where it stands, like E06000059"
    )
    outward = models.CharField("outward postcode", max_length=4, blank=True, help_text="The first part, like DT1")
    places = models.PositiveSmallIntegerField(
        "registered places", validators=[MaxValueValidator(MOST_PLACES)],
        help_text="For how many it is registered, or is to be",
    )  # fmt: skip
    age_from = models.PositiveSmallIntegerField(
        "age from", null=True, blank=True, validators=[MaxValueValidator(OLDEST)], help_text="The youngest, in years"
    )
    age_to = models.PositiveSmallIntegerField(
        "age to", null=True, blank=True, validators=[MaxValueValidator(OLDEST)], help_text="The oldest, in years"
    )
    sex = models.CharField("sex", max_length=6, choices=Sex, blank=True, help_text="Whom it takes")
    needs = models.CharField("needs", max_length=200, blank=True, help_text="The needs it is for")
    judgement = models.CharField(
        "judgement", max_length=20, choices=Judgement, blank=True, help_text="Ofsted's latest, overall"
    )
    judged_on = models.DateField("judged on", null=True, blank=True, help_text="The day of that inspection")
    utilisation = models.PositiveSmallIntegerField(
        "assumed utilisation", null=True, blank=True, validators=[MaxValueValidator(PERCENT)],
        help_text="Per cent of its places that plans take to be in use; blank: all of them",
    )  # fmt: skip

    key = ("reference",)
    rules = (bounds_in_order("age_from", "age_to"),)

    class Meta:
        abstract = True


class Home(HomeFields, Record):
    """A home as it stands."""

    class Meta:
        constraints = constraints_of(HomeFields, "home")

    def __str__(self) -> str:
        return self.name


class HomeRow(HomeFields, Fact):
    """A row of a file of homes."""


class RegistrationFields(Fields):
    """How a home stands with Ofsted, from a day on."""

    class Status(models.TextChoices):
        NOT_REQUIRED = "NOT-REQUIRED", "Not required"
        APPLIED = "APPLIED", "Applied for"
        REGISTERED = "REGISTERED", "Registered"
        SUSPENDED = "SUSPENDED", "Suspended"
        CLOSED = "CLOSED", "Closed"

    home = models.CharField("home", max_length=REFERENCE, help_text="Reference of the home")
    since = models.DateField("since", help_text="The day from which this holds, until the next")
    status = models.CharField("registration", max_length=12, choices=Status, help_text="How it stands with Ofsted")
    note = models.CharField("note", max_length=200, blank=True, help_text="What else there is to say")

    key = ("home", "since")

    class Meta:
        abstract = True


class Registration(RegistrationFields, Record):
    """A registration of a home as it stands."""

    class Meta:
        constraints = constraints_of(RegistrationFields, "registration")

    def __str__(self) -> str:
        return f"{self.home} from {self.since}"


class RegistrationRow(RegistrationFields, Fact):
    """A row of a file of registrations."""


class OtherResidentsFields(Fields):
    """How many children of other authorities live in a home, as counted on a day."""

    home = models.CharField("home", max_length=REFERENCE, help_text="Reference of the home")
    counted_on = models.DateField("counted on", help_text="The day of the count; it is taken to hold until the next")
    others = models.PositiveSmallIntegerField(
        "children of others", validators=[MaxValueValidator(MOST_PLACES)],
        help_text="Children of other authorities who live there",
    )  # fmt: skip
    said_by = models.CharField("said by", max_length=100, blank=True, help_text="From whom the council knows")

    key = ("home", "counted_on")

    class Meta:
        abstract = True


class OtherResidents(OtherResidentsFields, Record):
    """A count of other authorities' children as it stands."""

    class Meta:
        constraints = constraints_of(OtherResidentsFields, "other_residents")
        verbose_name_plural = "other residents"

    def __str__(self) -> str:
        return f"{self.home} on {self.counted_on}"


class OtherResidentsRow(OtherResidentsFields, Fact):
    """A row of a file of counts."""


class ResidentFields(Fields):
    """A child of the council who lives in a home that the child's return does not name by a URN."""

    home = models.CharField("home", max_length=REFERENCE, help_text="Reference of the home")
    child = models.CharField("child", max_length=REFERENCE, help_text="The identifier of the child in the returns")
    moved_in = models.DateField("moved in", help_text="The first day there")
    moved_out = models.DateField("moved out", null=True, blank=True, help_text="The day of moving out")

    key = ("home", "child", "moved_in")
    rules = (in_order("moved_in", "moved_out"),)

    class Meta:
        abstract = True


class Resident(ResidentFields, Record):
    """A stay of a child in a home without a URN."""

    class Meta:
        constraints = constraints_of(ResidentFields, "resident")

    def __str__(self) -> str:
        return f"{self.home} from {self.moved_in}"


class ResidentRow(ResidentFields, Fact):
    """A row of a file of such stays."""
