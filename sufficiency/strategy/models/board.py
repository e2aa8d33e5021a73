"""What the corporate parenting board resolves and is asked, and what officers say of the figures it reads."""

from django.db import models
from django.db.models import Q

from sufficiency.extracts.models import Fact
from sufficiency.registers.models import Fields, Record, constraints_of
from sufficiency.registers.rules import Rule, in_order

from .strategies import OF_MEASURE, REFERENCE, SLUG, WHERE_STATED

LONGEST = 2000  # characters of what somebody writes


class CommentaryFields(Fields):
    """What an officer says of a measure at a date."""

    class Status(models.TextChoices):
        DRAFT = "DRAFT", "Draft"
        PUBLISHED = "PUBLISHED", "Published"

    measure = models.CharField("measure", max_length=SLUG, help_text=OF_MEASURE)
    as_at = models.DateField("as at", help_text="The date of the figure that is commented on")
    text = models.TextField("text", max_length=LONGEST, help_text="What the figure means; name no child")
    caveat = models.TextField(
        "data caveat", max_length=500, blank=True, help_text="What is wrong with the data, or missing from them"
    )
    status = models.CharField(
        "status", max_length=9, choices=Status, help_text="Board members read what is published, never a draft"
    )
    officer = models.CharField("officer", max_length=100, help_text="Who says it, by role")

    key = ("measure", "as_at")

    class Meta:
        abstract = True


class Commentary(CommentaryFields, Record):
    """A commentary as it stands."""

    class Meta:
        constraints = constraints_of(CommentaryFields, "commentary")

    def __str__(self) -> str:
        return f"{self.measure} at {self.as_at}"


class CommentaryRow(CommentaryFields, Fact):
    """A row of a file of commentary."""


class BoardActionFields(Fields):
    """Something that a meeting of the board resolved to have done."""

    met_on = models.DateField("met on", help_text="The day of the meeting")
    number = models.PositiveSmallIntegerField("number", help_text="Of the action, as the minutes count them")
    text = models.TextField("text", max_length=LONGEST, help_text="What shall be done, in the minutes' words")
    owner = models.CharField("owner", max_length=100, help_text="Who answers for it, by role")
    due = models.DateField("due", null=True, blank=True, help_text="The day by which it shall be done")
    source = models.CharField("source", max_length=200, blank=True, help_text=WHERE_STATED)

    key = ("met_on", "number")
    rules = (in_order("met_on", "due"),)

    class Meta:
        abstract = True


class BoardAction(BoardActionFields, Record):
    """An action of the board as it stands."""

    class Meta:
        constraints = constraints_of(BoardActionFields, "boardaction")

    def __str__(self) -> str:
        return f"{self.met_on}, {self.number}"


class BoardActionRow(BoardActionFields, Fact):
    """A row of a file of board actions."""


class BoardUpdateFields(Fields):
    """How far an action of the board has come since a day, until the next update."""

    class Status(models.TextChoices):
        IN_HAND = "IN-HAND", "In hand"
        DONE = "DONE", "Done"
        DROPPED = "DROPPED", "Dropped"

    ENDED = (Status.DONE, Status.DROPPED)

    met_on = models.DateField("met on", help_text="The day of the meeting that resolved it")
    number = models.PositiveSmallIntegerField("number", help_text="Of the action")
    since = models.DateField("since", help_text="The day from which it is so")
    status = models.CharField("status", max_length=7, choices=Status, help_text="How far the action has come")
    note = models.TextField("note", max_length=LONGEST, blank=True, help_text="What was reported back")

    key = ("met_on", "number", "since")
    rules = (in_order("met_on", "since"),)

    class Meta:
        abstract = True


class BoardUpdate(BoardUpdateFields, Record):
    """An update as it stands."""

    class Meta:
        constraints = constraints_of(BoardUpdateFields, "boardupdate")

    def __str__(self) -> str:
        return f"{self.met_on}, {self.number} since {self.since}"


class BoardUpdateRow(BoardUpdateFields, Fact):
    """A row of a file of updates on board actions."""


class ChallengeCardFields(Fields):
    """A question or demand that young people put to the board on a card, and what came of it."""

    reference = models.CharField("reference", max_length=REFERENCE, help_text="Of the card, such as C-01")
    asked_by = models.CharField("asked by", max_length=100, help_text="Which group asks; name no child")
    asked_on = models.DateField("asked on", help_text="The day on which the board was asked")
    text = models.TextField("text", max_length=LONGEST, help_text="What is asked, in the young people's words")
    owner = models.CharField("owner", max_length=100, blank=True, help_text="Who is to respond, by role")
    due = models.DateField("due", null=True, blank=True, help_text="The day by which a response is promised")
    responded_on = models.DateField("responded on", null=True, blank=True, help_text="The day of the response")
    response = models.TextField("response", max_length=LONGEST, blank=True, help_text="What the board replied")
    closed_on = models.DateField(
        "closed on", null=True, blank=True, help_text="The day on which those who asked held it to be settled"
    )
    again = models.CharField(
        "asks again", max_length=REFERENCE, blank=True, help_text="Reference of the earlier card that this one repeats"
    )
    source = models.CharField("source", max_length=200, blank=True, help_text=WHERE_STATED)

    key = ("reference",)
    rules = (
        in_order("asked_on", "due"),
        in_order("asked_on", "responded_on"),
        in_order("asked_on", "closed_on"),
        Rule(
            "no-response",
            "response",
            "{responded_on} is given without {response}: enter what was replied.",
            Q(responded_on__isnull=False) & Q(response=""),
        ),
    )

    class Meta:
        abstract = True


class ChallengeCard(ChallengeCardFields, Record):
    """A challenge card as it stands."""

    class Meta:
        constraints = constraints_of(ChallengeCardFields, "challengecard")

    def __str__(self) -> str:
        return self.reference


class ChallengeCardRow(ChallengeCardFields, Fact):
    """A row of a file of challenge cards."""
