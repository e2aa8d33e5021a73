"""Children who live where nobody inspects: why, under which plan, what is done for them, and how it ends."""

from django.db import models

from sufficiency.extracts.models import Fact
from sufficiency.registers.models import Fields, Record, constraints_of
from sufficiency.registers.rules import in_order


class UnregulatedCaseFields(Fields):
    """A placement that is not regulated, or whose provider should be registered and is not."""

    class Kind(models.TextChoices):
        UNREGULATED = "UNREGULATED", "Unregulated"
        UNREGISTERED = "UNREGISTERED", "Unregistered"

    class Destination(models.TextChoices):
        CHILDRENS_HOME = "CHILDRENS-HOME", "Children's home"
        FOSTER_CARE = "FOSTER-CARE", "Foster care"
        SUPPORTED_LODGINGS = "SUPPORTED-LODGINGS", "Supported lodgings"
        SUPPORTED_ACCOMMODATION = "SUPPORTED-ACCOMMODATION", "Registered supported accommodation"
        NOW_REGISTERED = "NOW-REGISTERED", "Same place, now registered"
        OTHER_UNREGULATED = "OTHER-UNREGULATED", "Another unregulated placement"
        FAMILY = "FAMILY", "Parents or family"
        STAYED_AT_18 = "STAYED-AT-18", "Turned 18 and stayed"
        OWN_TENANCY = "OWN-TENANCY", "Own tenancy"
        CUSTODY = "CUSTODY", "Custody"
        OTHER = "OTHER", "Elsewhere"

    child = models.CharField("child", max_length=40, help_text="The child's identifier, as in the return")
    opened_on = models.DateField("opened on", help_text="The first day of the placement")
    kind = models.CharField(
        "kind",
        max_length=12,
        choices=Kind,
        help_text="Unregulated: nobody inspects it. Unregistered: it should be registered and is not",
    )
    reason = models.CharField("reason", max_length=500, help_text="Why the child is placed there")
    framework = models.CharField(
        "planning framework",
        max_length=100,
        blank=True,
        help_text="The plan under which the child is looked after there, such as a pathway plan",
    )
    advocate_offered = models.DateField(
        "advocate offered on", null=True, blank=True, help_text="The day on which the child was offered an advocate"
    )
    exit_plan = models.CharField(
        "exit plan", max_length=500, blank=True, help_text="What comes next, and what must happen first"
    )
    planned_exit = models.DateField(
        "planned exit on", null=True, blank=True, help_text="The day on which the child is to leave"
    )
    ended_on = models.DateField(
        "ended on", null=True, blank=True, help_text="The day on which the child left, or the place was registered"
    )
    destination = models.CharField(
        "destination", max_length=23, choices=Destination, blank=True, help_text="Where the child went"
    )

    key = ("child", "opened_on")
    rules = (in_order("opened_on", "planned_exit"), in_order("opened_on", "ended_on"))

    class Meta:
        abstract = True


class UnregulatedCase(UnregulatedCaseFields, Record):
    """A case as it stands."""

    class Meta:
        constraints = constraints_of(UnregulatedCaseFields, "unregulated_case")

    def __str__(self) -> str:
        return f"case from {self.opened_on}"


class UnregulatedCaseRow(UnregulatedCaseFields, Fact):
    """A row of a file of cases."""


class UnregulatedEventFields(Fields):
    """A visit or meeting that is due or done, or something that happened."""

    class Kind(models.TextChoices):
        VISIT = "VISIT", "Visit"
        MEETING = "MEETING", "Planning meeting"
        EVENT = "EVENT", "Significant event"

    child = models.CharField("child", max_length=40, help_text="The child's identifier, as in the return")
    opened_on = models.DateField("case opened on", help_text="The day on which the case was opened")
    kind = models.CharField(
        "kind", max_length=7, choices=Kind, help_text="A visit, a planning meeting, or a significant event"
    )
    due_on = models.DateField(
        "due on", help_text="The day by which it is to be done; of a significant event the day on which it happened"
    )
    done_on = models.DateField("done on", null=True, blank=True, help_text="The day on which it was done")
    note = models.CharField("note", max_length=500, blank=True, help_text="What was found, agreed, or happened")

    key = ("child", "opened_on", "kind", "due_on")
    rules = (in_order("opened_on", "due_on"), in_order("opened_on", "done_on"))

    class Meta:
        abstract = True


class UnregulatedEvent(UnregulatedEventFields, Record):
    """A visit, meeting or event as it stands."""

    class Meta:
        constraints = constraints_of(UnregulatedEventFields, "unregulated_event")

    def __str__(self) -> str:
        return f"{self.get_kind_display()} of {self.due_on}"


class UnregulatedEventRow(UnregulatedEventFields, Fact):
    """A row of a file of visits, meetings and events."""
