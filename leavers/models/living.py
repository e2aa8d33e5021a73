"""How care leavers fare: contacts, homes, and education, employment or training."""

from django.db import models

from sufficiency.extracts.models import Fact
from sufficiency.registers.models import Fields, Record, constraints_of
from sufficiency.registers.rules import in_order

from .leavers import Home

LEAVER = "Reference of the care leaver"


class ContactFields(Fields):
    """A time when the service was in touch with a care leaver, or tried to be."""

    class Outcome(models.TextChoices):
        IN_TOUCH = "IN-TOUCH", "In touch"
        NOT_IN_TOUCH = "NOT-IN-TOUCH", "Not reached"
        REFUSED = "REFUSED", "Does not want to be in touch"
        NO_SERVICE = "NO-SERVICE", "No longer needs services"
        BACK_HOME = "BACK-HOME", "Back with parents for six months or more"
        DIED = "DIED", "Died"

    class Means(models.TextChoices):
        FACE_TO_FACE = "FACE-TO-FACE", "Face to face"
        CALL = "CALL", "Phone or video call"
        MESSAGE = "MESSAGE", "Message"

    leaver = models.CharField("leaver", max_length=40, help_text=LEAVER)
    contacted_on = models.DateField("contacted on", help_text="The day of the contact, or of the last attempt")
    outcome = models.CharField("outcome", max_length=12, choices=Outcome, help_text="What came of it")
    means = models.CharField("means", max_length=12, choices=Means, blank=True, help_text="How")
    note = models.CharField(
        "note", max_length=200, blank=True, help_text="Such as why they are not in touch; nothing that names anybody"
    )

    key = ("leaver", "contacted_on")

    class Meta:
        abstract = True


class Contact(ContactFields, Record):
    """A contact as the register has it."""

    class Meta:
        constraints = constraints_of(ContactFields, "contact")

    def __str__(self) -> str:
        return f"{self.leaver} on {self.contacted_on}"


class ContactRow(ContactFields, Fact):
    """A row of a file of contacts."""


class AccommodationFields(Fields):
    """A home of a care leaver, from a day on."""

    class Suitable(models.TextChoices):
        YES = "YES", "Suitable"
        NO = "NO", "Not suitable"
        NOT_KNOWN = "NOT-KNOWN", "Not known"

    leaver = models.CharField("leaver", max_length=40, help_text=LEAVER)
    moved_in = models.DateField("moved in", help_text="The first day there")
    moved_out = models.DateField(
        "moved out", null=True, blank=True, help_text="The day of leaving; blank for the present home"
    )
    home = models.CharField("home", max_length=23, choices=Home, help_text="The kind of home")
    suitable = models.CharField(
        "suitable", max_length=9, choices=Suitable, help_text="Whether it suits them, as the personal adviser judges"
    )
    reason_unsuitable = models.CharField(
        "reason unsuitable", max_length=200, blank=True, help_text="Why it does not suit"
    )
    by_housing = models.BooleanField(
        "placed by housing", null=True, blank=True, help_text="Placed and paid for under the law on homelessness"
    )
    lodging = models.CharField(
        "lodging", max_length=40, blank=True, help_text="Reference of the supported lodgings, when they live in some"
    )

    key = ("leaver", "moved_in")
    rules = (in_order("moved_in", "moved_out"),)

    class Meta:
        abstract = True


class Accommodation(AccommodationFields, Record):
    """A home of a care leaver as the register has it."""

    class Meta:
        constraints = constraints_of(AccommodationFields, "accommodation")
        verbose_name_plural = "accommodation"

    def __str__(self) -> str:
        return f"{self.leaver} from {self.moved_in}"


class AccommodationRow(AccommodationFields, Fact):
    """A row of a file of accommodation."""


class ActivityFields(Fields):
    """Education, employment or training of a care leaver, or none, from a day on."""

    class Doing(models.TextChoices):
        HIGHER_EDUCATION = "HIGHER-EDUCATION", "Higher education"
        EDUCATION = "EDUCATION", "Other education"
        APPRENTICESHIP = "APPRENTICESHIP", "Apprenticeship"
        TRAINING = "TRAINING", "Training"
        WORK = "WORK", "Work"
        NEET_ILLNESS = "NEET-ILLNESS", "None: illness or disability"
        NEET_PARENTING = "NEET-PARENTING", "None: pregnancy or parenting"
        NEET_OTHER = "NEET-OTHER", "None: other circumstances"
        NOT_KNOWN = "NOT-KNOWN", "Not known"

    class Hours(models.TextChoices):
        FULL_TIME = "FULL-TIME", "Full-time"
        PART_TIME = "PART-TIME", "Part-time"

    leaver = models.CharField("leaver", max_length=40, help_text=LEAVER)
    began_on = models.DateField("began on", help_text="The first day")
    ended_on = models.DateField("ended on", null=True, blank=True, help_text="The day it ended; blank while it lasts")
    activity = models.CharField("activity", max_length=16, choices=Doing, help_text="What they do, or why nothing")
    hours = models.CharField(
        "hours", max_length=9, choices=Hours, blank=True, help_text="Of education, employment or training"
    )

    key = ("leaver", "began_on")
    rules = (in_order("began_on", "ended_on"),)

    class Meta:
        abstract = True


class Activity(ActivityFields, Record):
    """An activity of a care leaver as the register has it."""

    class Meta:
        constraints = constraints_of(ActivityFields, "activity")
        verbose_name_plural = "activities"

    def __str__(self) -> str:
        return f"{self.leaver} from {self.began_on}"


class ActivityRow(ActivityFields, Fact):
    """A row of a file of activities."""
