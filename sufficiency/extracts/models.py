"""Loads: what was brought in, by whom, what was wrong with it; and the base of every fact."""

import zlib
from datetime import datetime, timedelta
from typing import Any

from django.db import models
from django.utils import timezone

from sufficiency.core.models import Authority

from . import locks

PUBLISHED = "published data"


class LoadQuerySet(models.QuerySet["Load"]):
    def for_authority(self, authority: Authority | None) -> "LoadQuerySet":
        """Those of an authority; None: those of published data."""
        return self.filter(authority=authority)

    def committed(self) -> "LoadQuerySet":
        return self.filter(status=Load.Status.COMMITTED)

    def next_moment(self) -> datetime:
        """Now, and in any case after the last of these loads: a clock may be set back, their order may not."""
        now, last = timezone.now(), self.aggregate(last=models.Max("finished_at"))["last"]
        return now if last is None or now > last else last + timedelta(microseconds=1)


class Load(models.Model):
    """One or more files brought in together for one authority and one return year: all or nothing."""

    class Status(models.TextChoices):
        CHECKING = "checking", "Being checked"
        CHECKED = "checked", "Checked, not loaded"
        COMMITTED = "committed", "Loaded"
        REJECTED = "rejected", "Rejected"
        UNDONE = "undone", "Taken back"
        FAILED = "failed", "Failed"

    # Neither authority nor year: published data, which belongs to no council and to no return.
    authority = models.ForeignKey(Authority, null=True, on_delete=models.PROTECT, related_name="loads")
    year = models.PositiveSmallIntegerField(null=True, help_text="The year in which the return ends, on 31 March.")
    reaches = models.DateField(help_text="The last day the extract speaks for, at most 31 March of its year.")
    status = models.CharField(max_length=10, choices=Status, default=Status.CHECKING)
    by = models.CharField(max_length=150, help_text="User name, or the name of the command.")
    started_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True)
    on_top_of = models.ForeignKey(
        "self",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="The load to which mended rows are added.",
    )
    effect = models.JSONField(
        null=True, help_text="What the caller wanted to know before and after, as a check found it."
    )

    objects = LoadQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["authority", "status", "reaches"])]

    def __str__(self) -> str:
        return f"load {self.pk} of {self.belongs_to}" + (f" for {self.year}" if self.year else "")

    @property
    def belongs_to(self) -> str:
        """Code of the authority, or what stands for it when the data is published."""
        return self.authority_id or PUBLISHED

    @property
    def is_published(self) -> bool:
        """Whether it brought published data, which every authority shares."""
        return self.authority_id is None

    @property
    def title(self) -> str:
        """What it brought, for headings."""
        return PUBLISHED.capitalize() if self.is_published else f"{self.year} return"

    @property
    def standing(self) -> "Load.Status":
        """The status as anybody should see it: a load whose process died has failed, though it could not say so."""
        status = Load.Status(self.status)
        is_abandoned = status is Load.Status.CHECKING and not locks.is_locked(self.belongs_to)
        return Load.Status.FAILED if is_abandoned else status


class LoadFile(models.Model):
    """One file of a load, and what became of its rows."""

    load = models.ForeignKey(Load, on_delete=models.CASCADE, related_name="files")
    authority = models.ForeignKey(Authority, null=True, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField(null=True)
    name = models.CharField(max_length=255, help_text="As it was sent; never used as a path.")
    kind = models.CharField(max_length=40, blank=True, help_text="Slug of the kind; blank when not recognised.")
    dataset = models.CharField(
        max_length=120, blank=True, help_text="Which of the datasets of its kind; blank when there is but one."
    )
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField(help_text="Bytes.")
    current = models.BooleanField(
        default=False, help_text="The latest load of its kind and year: the one whose rows count."
    )
    rows = models.PositiveIntegerField(default=0, help_text="Data rows, faulty ones included.")
    new = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    gone = models.PositiveIntegerField(default=0)
    set_aside = models.PositiveIntegerField(default=0)
    erased = models.PositiveIntegerField(
        default=0, help_text="Rows taken out of what is kept, because everything about a child was to be erased."
    )
    adds_to = models.ForeignKey(
        "self",
        null=True,
        on_delete=models.PROTECT,
        related_name="additions",
        help_text="The whole file to which this one adds mended rows: both count. Never itself such an addition.",
    )

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "kind", "year"],
                condition=models.Q(current=True, adds_to__isnull=True),
                name="one_current_file_a_kind_and_year",
            ),
            models.UniqueConstraint(
                fields=["kind", "dataset"],
                condition=models.Q(current=True, authority__isnull=True),
                name="one_current_file_a_dataset",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.kind or 'not recognised'})"

    def alike(self) -> models.QuerySet["LoadFile"]:
        """Every file of the same authority, kind, dataset and year, itself included.

        One whole file of them may count, and with it those that add to it.
        """
        return LoadFile.objects.filter(
            authority=self.authority_id, kind=self.kind, dataset=self.dataset, year=self.year
        )


class LoadContent(models.Model):
    """The file itself, compressed; apart from LoadFile so that no list of loads reads it."""

    file = models.OneToOneField(LoadFile, on_delete=models.CASCADE, related_name="content", primary_key=True)
    compressed = models.BinaryField()

    def __str__(self) -> str:
        return f"content of file {self.file_id}"

    def original(self) -> bytes:
        """The file as it was sent."""
        return zlib.decompress(self.compressed)


class LoadProblem(models.Model):
    """One thing wrong with a file or a row, and what to do about it."""

    class Severity(models.TextChoices):
        ERROR = "error", "Error"
        WARNING = "warning", "Warning"

    # Written by the engine alone, like facts, and as many: not checked by the database either. One index of file and
    # id is all the table has: the database keeps no primary key of it.
    file = models.ForeignKey(
        LoadFile, on_delete=models.CASCADE, related_name="problems", db_index=False, db_constraint=False
    )
    line = models.PositiveIntegerField(null=True, help_text="As a spreadsheet numbers it; the header is 1.")
    column = models.CharField(max_length=100, blank=True)
    value = models.CharField(max_length=200, blank=True)
    code = models.CharField(max_length=40)
    severity = models.CharField(max_length=7, choices=Severity)
    message = models.CharField(max_length=400)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["file", "id"], name="problems_by_file")]

    def __str__(self) -> str:
        return f"{self.code} in line {self.line}"


class RowQuerySet(models.QuerySet[Any]):
    """Rows as the files say them."""

    def current(self) -> "RowQuerySet":
        """Rows of the files that count."""
        return self.filter(file__current=True)


class Row(models.Model):
    """Base of every row taken from a file: it knows its file (and so its load) and its line."""

    # The engine alone writes it. Checking a million rows against another table at the end of a load
    # would cost several times what storing them does, so the database is not asked to.
    file = models.ForeignKey(LoadFile, on_delete=models.CASCADE, related_name="+", db_constraint=False)
    line = models.PositiveIntegerField(help_text="As a spreadsheet numbers it; the header is 1.")

    also_may = ("MAINTAIN",)  # the planner is told of rows just stored (storing.analyze)

    class Meta:
        abstract = True


class FactQuerySet(models.QuerySet["Fact"]):
    """Rows as the files say them."""

    def for_authority(self, authority: Authority) -> "FactQuerySet":
        return self.filter(authority=authority)

    def current(self) -> "FactQuerySet":
        """Rows of the latest load of each kind and year."""
        return self.filter(file__current=True)


class Fact(Row):
    """Base of every row of an authority's own file: it knows its authority and its year besides."""

    authority = models.ForeignKey(
        Authority, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    year = models.PositiveSmallIntegerField(help_text="The return year of the load.")

    objects = FactQuerySet.as_manager()

    class Meta(Row.Meta):
        abstract = True
