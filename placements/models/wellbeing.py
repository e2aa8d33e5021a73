"""Health assessments of children in care, and talks with those who were missing: what the return counts once a year
or not at all."""

from django.db import models

from sufficiency.extracts.models import Fact
from sufficiency.registers.models import Fields, Record, constraints_of
from sufficiency.registers.rules import in_order

CHILD = 40
CHILD_HELP = "The child's identifier, as in the return"


class HealthAssessmentFields(Fields):
    """A health assessment that is required, as one source knows it: the council and the NHS are kept side by side."""

    class Kind(models.TextChoices):
        INITIAL = "INITIAL", "Initial health assessment"
        REVIEW = "REVIEW", "Review health assessment"
        DENTAL = "DENTAL", "Dental check"

    class Source(models.TextChoices):
        COUNCIL = "COUNCIL", "The council"
        NHS = "NHS", "The NHS"

    class Delay(models.TextChoices):
        LATE_NOTIFICATION = "LATE-NOTIFICATION", "Health was told late"
        CONSENT = "CONSENT", "Consent was missing"
        DECLINED = "DECLINED", "Declined"
        NOT_ATTENDED = "NOT-ATTENDED", "Not attended"
        OUT_OF_AREA = "OUT-OF-AREA", "Placed out of area"
        FIRST_AVAILABLE = "FIRST-AVAILABLE", "No earlier appointment was free"
        OTHER = "OTHER", "Another reason"

    child = models.CharField("child", max_length=CHILD, help_text=CHILD_HELP)
    kind = models.CharField("kind", max_length=7, choices=Kind, help_text="What is assessed")
    required_on = models.DateField(
        "required on",
        help_text="Initial: the day on which the child came into care. Others: the day by which it is due",
    )
    source = models.CharField("source", max_length=7, choices=Source, help_text="Whose record this is")
    notified_on = models.DateField(
        "notified on", null=True, blank=True, help_text="The day on which the health service was told of the child"
    )
    appointment_on = models.DateField(
        "appointment on", null=True, blank=True, help_text="The day of the first appointment that was offered"
    )
    completed_on = models.DateField("completed on", null=True, blank=True, help_text="The day of the assessment")
    delay_reason = models.CharField(
        "reason for delay", max_length=17, choices=Delay, blank=True, help_text="Why it was late or is outstanding"
    )

    key = ("child", "kind", "required_on", "source")
    rules = (in_order("appointment_on", "completed_on"),)

    class Meta:
        abstract = True


class HealthAssessment(HealthAssessmentFields, Record):
    """A health assessment as it stands."""

    class Meta:
        constraints = constraints_of(HealthAssessmentFields, "health_assessment")

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, required on {self.required_on}"


class HealthAssessmentRow(HealthAssessmentFields, Fact):
    """A row of a file of health assessments."""


class ReturnInterviewFields(Fields):
    """A talk with a child who has come back from being missing, offered and held or not."""

    child = models.CharField("child", max_length=CHILD, help_text=CHILD_HELP)
    missing_since = models.DateField(
        "missing since", help_text="The first day of the incident, as the missing file of the return has it"
    )
    offered = models.BooleanField("offered", null=True, blank=True, help_text="Whether a talk was offered")
    accepted = models.BooleanField("accepted", null=True, blank=True, help_text="Whether the child accepted")
    completed_on = models.DateField("completed on", null=True, blank=True, help_text="The day of the talk")
    held_by = models.CharField("held by", max_length=100, blank=True, help_text="Who talked with the child, by role")

    key = ("child", "missing_since")
    rules = (in_order("missing_since", "completed_on"),)

    class Meta:
        abstract = True


class ReturnInterview(ReturnInterviewFields, Record):
    """A return home interview as it stands."""

    class Meta:
        constraints = constraints_of(ReturnInterviewFields, "return_interview")

    def __str__(self) -> str:
        return f"after the incident from {self.missing_since}"


class ReturnInterviewRow(ReturnInterviewFields, Fact):
    """A row of a file of return home interviews."""
