"""Published reports to the board: frozen when they are published, and the papers made of them."""

from dataclasses import replace
from datetime import timedelta

from django.db import models
from django.utils import timezone

from sufficiency.core.models import Authority
from sufficiency.core.row_locks import APPEND, OWN


class PublishedReport(models.Model):
    """A report as it was published: figures, definitions and charts as data, which no later load changes.

    The database refuses to change or delete one (migration 0006). Who finds a mistake publishes the next edition,
    and both stay.
    """

    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="+")
    day = models.DateField(help_text="The day whose figures it gives: the end of a quarter, as a rule.")
    edition = models.PositiveSmallIntegerField(help_text="1, and one more each time it is published for the same day.")
    content = models.JSONField(help_text="All that it says, as dashboards.reports.content reads it.")
    published_by = models.CharField(max_length=150)
    published_at = models.DateTimeField(default=timezone.now)

    row_lock = replace(OWN, why="reports of the authorities that are set, which nobody changes", may=APPEND)

    class Meta:
        ordering = ["-day", "-edition"]
        constraints = [
            models.UniqueConstraint(fields=["authority", "day", "edition"], name="one_report_a_day_and_edition")
        ]

    def __str__(self) -> str:
        return f"{self.authority_id} on {self.day}, edition {self.edition}"


class ReportFile(models.Model):
    """The paper of a published report, as far as it is made. Once made it is kept: everybody gets the same file.

    It is made in the background. ``pages`` counts those laid out so far; ``seen_at`` is when whoever makes it last
    gave a sign of life, so that one whose maker was stopped can be asked for again.
    """

    class State(models.TextChoices):
        MAKING = "making", "Being made"
        READY = "ready", "Ready"
        CANCELLED = "cancelled", "Cancelled"
        FAILED = "failed", "Failed"

    SILENCE = timedelta(seconds=30)

    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="+")
    report = models.ForeignKey(PublishedReport, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=9, choices=State, default=State.MAKING)
    step = models.CharField(max_length=60, blank=True, help_text="What is being done, in words.")
    pages = models.PositiveSmallIntegerField(default=0)
    fault = models.CharField(max_length=200, blank=True, help_text="Why it could not be made.")
    content = models.BinaryField(null=True)
    asked_by = models.CharField(max_length=150)
    asked_at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["authority", "report"], name="one_paper_a_report")]

    def __str__(self) -> str:
        return f"paper of {self.report}: {self.state}"

    @property
    def is_making(self) -> bool:
        """Whether it is being made, and whoever makes it still works."""
        return self.state == self.State.MAKING and timezone.now() - self.seen_at < self.SILENCE

    @property
    def is_ready(self) -> bool:
        return self.state == self.State.READY
