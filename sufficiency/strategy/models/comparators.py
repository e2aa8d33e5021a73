"""Groups of authorities that a council compares itself with, beside its statistical neighbours."""

from datetime import date

from django.db import models

from sufficiency.extracts.models import Fact
from sufficiency.registers.models import Fields, Record, constraints_of
from sufficiency.registers.rules import in_order


class ComparatorFields(Fields):
    """An authority in a group that the council compares itself with, while it belongs to the group."""

    comparator = models.CharField(
        "group", max_length=80, help_text="Name of the group, such as Good and outstanding neighbours"
    )
    member = models.CharField("authority", max_length=9, help_text="ONS code of the authority, like E06000054")
    member_from = models.DateField("member from", help_text="The first day on which it belongs to the group")
    member_until = models.DateField(
        "member until", null=True, blank=True, help_text="The first day on which it no longer does; blank until then"
    )
    purpose = models.CharField("purpose", max_length=200, blank=True, help_text="What the comparison is for")
    source = models.CharField("source", max_length=200, blank=True, help_text="Where the group is named")

    key = ("comparator", "member", "member_from")
    rules = (in_order("member_from", "member_until"),)

    class Meta:
        abstract = True


class Comparator(ComparatorFields, Record):
    """A membership as it stands."""

    class Meta:
        constraints = constraints_of(ComparatorFields, "comparator")

    def __str__(self) -> str:
        return f"{self.member} in {self.comparator}"

    def covers(self, day: date) -> bool:
        """Whether it is in force on a day."""
        return self.member_from <= day and (self.member_until is None or self.member_until > day)


class ComparatorRow(ComparatorFields, Fact):
    """A row of a file of memberships."""
