"""What entries of registers say, as days on which it holds: views that measures read.

Each has the first day (``starts``) and the first day after (``ends``). ``id`` is that of the row it rests on, and
several rows may share it.
"""

from datetime import date
from typing import Any

from django.db import models

from sufficiency.core.models import Authority

from .derived import Child
from .facts import Episode
from .homes import Home, Registration
from .pipeline import Scheme, Step


class Standing(models.Model):
    """Base of the views."""

    authority = models.ForeignKey(Authority, on_delete=models.DO_NOTHING, related_name="+", db_constraint=False)
    starts = models.DateField()
    ends = models.DateField()

    class Meta:
        abstract = True
        managed = False

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} from {self.starts}"

    @classmethod
    def on(cls, authority: Authority, day: date) -> models.QuerySet[Any]:
        """The rows of an authority that cover a day."""
        return cls._default_manager.filter(authority=authority, starts__lte=day, ends__gt=day)


class StandingInCare(Standing):
    """Base of those with a row for each child in care on any day: where and how the child lives is with it."""

    child = models.ForeignKey(Child, on_delete=models.DO_NOTHING, related_name="+", db_constraint=False)
    episode = models.ForeignKey(Episode, on_delete=models.DO_NOTHING, related_name="+", db_constraint=False)
    in_care_since = models.DateField()
    placed_since = models.DateField()
    legal_status = models.CharField(max_length=2)
    place = models.CharField(max_length=3)
    place_provider = models.CharField(max_length=3)
    placement_authority = models.ForeignKey(
        Authority, null=True, on_delete=models.DO_NOTHING, related_name="+", db_constraint=False
    )
    in_area = models.BooleanField(null=True)
    distance = models.DecimalField(max_digits=5, decimal_places=1, null=True)

    class Meta(Standing.Meta):
        abstract = True


class CostSpan(StandingInCare):
    """What is paid for a child in care, in pounds a week, added up over the amounts in force; null without any."""

    amounts = models.IntegerField(help_text="How many amounts are in force.")
    weekly = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    health = models.DecimalField("contribution of health", max_digits=12, decimal_places=2, null=True)
    education = models.DecimalField("contribution of education", max_digits=12, decimal_places=2, null=True)
    # Whether the contract of one of the amounts was bought so.
    by_spot = models.BooleanField()
    by_block = models.BooleanField()
    by_framework = models.BooleanField()
    in_house = models.BooleanField()

    class Meta(StandingInCare.Meta):
        db_table = "placements_costspan"


class NeedSpan(StandingInCare):
    """What is known of the needs of a child in care; null where it is not known."""

    disabled = models.BooleanField(null=True)
    sen = models.BooleanField("special educational needs", null=True)
    ehcp = models.BooleanField("education, health and care plan", null=True)

    class Meta(StandingInCare.Meta):
        db_table = "placements_needspan"


class HomeSpan(Standing):
    """A home: how it stands with Ofsted, who lives there, and what the council thinks of it."""

    id = models.UUIDField(primary_key=True)
    reference = models.CharField(max_length=40)
    urn = models.CharField(max_length=10)
    name = models.CharField(max_length=200)
    provider = models.CharField(max_length=40, help_text="Reference of its provider.")
    provider_name = models.CharField(max_length=200, help_text="The reference, where no provider has it.")
    outward = models.CharField(max_length=4)
    judgement = models.CharField(max_length=20)
    utilisation = models.IntegerField(null=True)
    is_there = models.BooleanField(help_text="Whether it exists, or has one of the council's children in it.")
    kind = models.CharField(max_length=14, choices=Home.Kind)
    located_in = models.CharField(max_length=9)
    in_area = models.BooleanField(help_text="Whether it stands in the area of the council.")
    is_own = models.BooleanField(help_text="Whether the council itself runs it.")
    places = models.IntegerField()
    in_use = models.DecimalField("places assumed in use", max_digits=8, decimal_places=2)
    status = models.CharField(max_length=12, choices=Registration.Status, help_text="Empty while nothing is on record.")
    rating = models.CharField(max_length=5, help_text="Empty before the first.")
    own = models.IntegerField("the council's children")
    under_16 = models.IntegerField("those of them who are under 16")
    ageless = models.IntegerField("those of them whose age is not known")
    others = models.IntegerField("children of others", null=True, help_text="Null before the first count.")
    residents = models.IntegerField("children known to live there")
    vacant = models.IntegerField("vacant places", null=True)

    class Meta(Standing.Meta):
        db_table = "placements_homespan"


class SchemeSpan(Standing):
    """A scheme whose places are still to come, from one step to the next.

    ``due_from`` is the first of its days on or after that on which its places were expected, as said by then.
    """

    id = models.UUIDField(primary_key=True)
    reference = models.CharField(max_length=40)
    kind = models.CharField(max_length=14, choices=Scheme.Kind)
    places = models.IntegerField()
    in_use = models.DecimalField("places assumed in use", max_digits=8, decimal_places=2)
    stage = models.CharField(max_length=11, choices=Step.Stage)
    expected_on = models.DateField(null=True)
    due_from = models.DateField(null=True)

    class Meta(Standing.Meta):
        db_table = "placements_schemespan"


class ReturnedSpan(Standing):
    """An incident after which a child has come back, and the talk about it.

    It counts from 72 hours (three days) after the return until a year after it.
    """

    child = models.CharField(max_length=40)
    returned_on = models.DateField()
    is_listed = models.BooleanField(help_text="Whether the register of return home interviews has it.")
    offered = models.BooleanField(null=True)
    accepted = models.BooleanField(null=True)
    completed_on = models.DateField(null=True)
    completed_from = models.DateField(null=True, help_text="The first of its days on which the talk had been held.")

    class Meta(Standing.Meta):
        db_table = "placements_returnedspan"
