"""The council's strategies: what they want, what is to be done for it, and how far that has come."""

from datetime import date

from django.db import models

from sufficiency.core.models import Authority
from sufficiency.extracts.models import Fact
from sufficiency.registers.models import Fields, Record, constraints_of
from sufficiency.registers.rules import in_order

REFERENCE = 40  # characters of a reference
SLUG = 80  # characters of the name of a measure
OF_MEASURE = "The measure, by its name in docs/measures.md"
CONTRADICTION = "Where the source contradicts itself or another: what it says elsewhere"
WHERE_STATED = "Where it is stated"
OF_STRATEGY = "Reference of the strategy"


class StrategyFields(Fields):
    """A placement sufficiency strategy."""

    class Status(models.TextChoices):
        DRAFT = "DRAFT", "Draft"
        CURRENT = "CURRENT", "Current"
        SUPERSEDED = "SUPERSEDED", "Superseded"

    reference = models.CharField(
        "reference", max_length=REFERENCE, help_text="A short name that does not change, such as its years"
    )
    title = models.CharField("title", max_length=200, help_text="As its cover says")
    starts = models.DateField("starts", help_text="Its first day")
    ends = models.DateField("ends", help_text="Its last day")
    status = models.CharField(
        "status", max_length=10, choices=Status, default=Status.CURRENT, help_text="A draft binds nobody yet"
    )
    successor = models.CharField(
        "successor", max_length=REFERENCE, blank=True, help_text="Reference of the strategy that follows it"
    )
    source = models.CharField("source", max_length=200, blank=True, help_text="Where it is published")
    note = models.TextField("note", max_length=1000, blank=True, help_text=CONTRADICTION)

    key = ("reference",)
    rules = (in_order("starts", "ends"),)

    class Meta:
        abstract = True


class Strategy(StrategyFields, Record):
    """A strategy as it stands."""

    class Meta:
        ordering = ["starts", "reference"]
        verbose_name_plural = "strategies"
        constraints = constraints_of(StrategyFields, "strategy")

    def __str__(self) -> str:
        return self.title


class StrategyRow(StrategyFields, Fact):
    """A row of a file of strategies."""


class PriorityFields(Fields):
    """One of the things that a strategy puts first."""

    strategy = models.CharField("strategy", max_length=REFERENCE, help_text=OF_STRATEGY)
    number = models.PositiveSmallIntegerField("number", help_text="As the strategy counts them")
    title = models.CharField("title", max_length=200, help_text="What is wanted, in a line")
    why = models.TextField("why", max_length=1000, blank=True, help_text="What makes it a priority")
    source = models.CharField("source", max_length=200, blank=True, help_text=WHERE_STATED)

    key = ("strategy", "number")

    class Meta:
        abstract = True


class Priority(PriorityFields, Record):
    """A priority as it stands."""

    class Meta:
        constraints = constraints_of(PriorityFields, "priority")

    def __str__(self) -> str:
        return self.title


class PriorityRow(PriorityFields, Fact):
    """A row of a file of priorities."""


class PriorityMeasureFields(Fields):
    """A measure by which a priority is judged."""

    strategy = models.CharField("strategy", max_length=REFERENCE, help_text=OF_STRATEGY)
    priority = models.PositiveSmallIntegerField("priority", help_text="Number of the priority that it tells of")
    measure = models.CharField("measure", max_length=SLUG, help_text=OF_MEASURE)

    key = ("strategy", "measure")

    class Meta:
        abstract = True


class PriorityMeasure(PriorityMeasureFields, Record):
    """A measure of a priority as it stands."""

    class Meta:
        constraints = constraints_of(PriorityMeasureFields, "prioritymeasure")

    def __str__(self) -> str:
        return f"{self.measure} of priority {self.priority}"


class PriorityMeasureRow(PriorityMeasureFields, Fact):
    """A row of a file of measures of priorities."""


class ActionFields(Fields):
    """Something that a strategy says shall be done."""

    strategy = models.CharField("strategy", max_length=REFERENCE, help_text=OF_STRATEGY)
    reference = models.CharField("reference", max_length=REFERENCE, help_text="Of the action, such as 2.1")
    priority = models.PositiveSmallIntegerField("priority", help_text="Number of the priority that it serves")
    title = models.CharField("title", max_length=300, help_text="What shall be done")
    owner = models.CharField("owner", max_length=100, help_text="Who answers for it, by role")
    due = models.DateField("due", null=True, blank=True, help_text="The day by which it shall be done")
    source = models.CharField("source", max_length=200, blank=True, help_text=WHERE_STATED)

    key = ("strategy", "reference")

    class Meta:
        abstract = True


class Action(ActionFields, Record):
    """An action as it stands."""

    class Meta:
        constraints = constraints_of(ActionFields, "action")

    def __str__(self) -> str:
        return self.title


class ActionRow(ActionFields, Fact):
    """A row of a file of actions."""


class ActionUpdateFields(Fields):
    """How far an action has come since a day, until the next update."""

    class Status(models.TextChoices):
        NOT_STARTED = "NOT-STARTED", "Not started"
        GOOD_PROGRESS = "GOOD-PROGRESS", "Good progress"
        CLOSE_ATTENTION = "CLOSE-ATTENTION", "Needs close attention"
        EMBEDDING = "EMBEDDING", "Done and embedding"
        COMPLETE = "COMPLETE", "Complete"
        STOPPED = "STOPPED", "Stopped"

    ENDED = (Status.EMBEDDING, Status.COMPLETE, Status.STOPPED)  # nothing is left to be done by the due day

    strategy = models.CharField("strategy", max_length=REFERENCE, help_text=OF_STRATEGY)
    action = models.CharField("action", max_length=REFERENCE, help_text="Reference of the action")
    since = models.DateField("since", help_text="The day from which it is so")
    status = models.CharField("status", max_length=15, choices=Status, help_text="How far the action has come")
    note = models.TextField("note", max_length=1000, blank=True, help_text="What was done, or what is in the way")

    key = ("strategy", "action", "since")

    class Meta:
        abstract = True


class ActionUpdate(ActionUpdateFields, Record):
    """An update as it stands."""

    class Meta:
        constraints = constraints_of(ActionUpdateFields, "actionupdate")

    def __str__(self) -> str:
        return f"{self.action} since {self.since}"


class ActionUpdateRow(ActionUpdateFields, Fact):
    """A row of a file of updates."""


def adopted(authority: Authority) -> models.QuerySet[Strategy]:
    """The strategies of an authority that bind it, or did: all but drafts."""
    found: models.QuerySet[Strategy] = Strategy.objects.filter(authority=authority)
    return found.exclude(status=Strategy.Status.DRAFT)


def strategy_on(authority: Authority, day: date) -> Strategy | None:
    """The adopted strategy that a day falls into: of several the one begun last; None without one."""
    return adopted(authority).filter(starts__lte=day, ends__gte=day).order_by("starts", "reference").last()
