"""Loads: what was brought in, by whom, what was wrong with it; and the base of every fact."""

import zlib

from django.db import models
from django.utils import timezone

from sufficiency.core.models import Authority


class LoadQuerySet(models.QuerySet["Load"]):
    def for_authority(self, authority: Authority) -> "LoadQuerySet":
        return self.filter(authority=authority)

    def committed(self) -> "LoadQuerySet":
        return self.filter(status=Load.Status.COMMITTED)


class Load(models.Model):
    """One or more files brought in together for one authority and one return year: all or nothing."""

    class Status(models.TextChoices):
        CHECKING = "checking", "Being checked"
        COMMITTED = "committed", "Loaded"
        REJECTED = "rejected", "Rejected"
        UNDONE = "undone", "Taken back"
        FAILED = "failed", "Failed"

    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="loads")
    year = models.PositiveSmallIntegerField(help_text="The year in which the return ends, on 31 March.")
    reaches = models.DateField(help_text="The last day the extract speaks for, at most 31 March of its year.")
    status = models.CharField(max_length=10, choices=Status, default=Status.CHECKING)
    by = models.CharField(max_length=150, help_text="User name, or the name of the command.")
    started_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True)

    objects = LoadQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["authority", "status", "reaches"])]

    def __str__(self) -> str:
        return f"load {self.pk} of {self.authority_id} for {self.year}"


class LoadFile(models.Model):
    """One file of a load, and what became of its rows."""

    load = models.ForeignKey(Load, on_delete=models.CASCADE, related_name="files")
    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=255, help_text="As it was sent; never used as a path.")
    kind = models.CharField(max_length=40, blank=True, help_text="Slug of the kind; blank when not recognised.")
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

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "kind", "year"],
                condition=models.Q(current=True),
                name="one_current_file_a_kind_and_year",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.kind or 'not recognised'})"


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

    file = models.ForeignKey(LoadFile, on_delete=models.CASCADE, related_name="problems")
    line = models.PositiveIntegerField(null=True, help_text="As a spreadsheet numbers it; the header is 1.")
    column = models.CharField(max_length=100, blank=True)
    value = models.CharField(max_length=200, blank=True)
    code = models.CharField(max_length=40)
    severity = models.CharField(max_length=7, choices=Severity)
    message = models.CharField(max_length=400)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.code} in line {self.line}"


class FactQuerySet(models.QuerySet["Fact"]):
    """Rows as the files say them."""

    def for_authority(self, authority: Authority) -> "FactQuerySet":
        return self.filter(authority=authority)

    def current(self) -> "FactQuerySet":
        """Rows of the latest load of each kind and year."""
        return self.filter(file__current=True)


class Fact(models.Model):
    """Base of every row taken from a file: it knows its authority, its file (and so its load) and its line."""

    # Both are written by the engine alone. Checking a million rows against two tables at the end of a
    # load would cost several times what storing them does, so the database is not asked to.
    authority = models.ForeignKey(
        Authority, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    file = models.ForeignKey(LoadFile, on_delete=models.CASCADE, related_name="+", db_constraint=False)
    year = models.PositiveSmallIntegerField(help_text="The return year of the load.")
    line = models.PositiveIntegerField(help_text="As a spreadsheet numbers it; the header is 1.")

    objects = FactQuerySet.as_manager()

    class Meta:
        abstract = True
