"""What follows from the returns: rebuilt in SQL for the touched children whenever a load commits.

Intervals are half-open: ``starts`` is the first day, ``ends`` the first day after; while
something lasts, ``ends`` is :data:`sufficiency.core.dates.OPEN`. Words as in docs/definitions.md.
"""

from datetime import date
from typing import Any, ClassVar, Self

from django.contrib.postgres.indexes import BrinIndex
from django.db import models

from sufficiency.core.models import Authority
from sufficiency.core.row_locks import Lock

from .facts import Episode


class OfAuthority(models.QuerySet[Any]):
    """Rows that belong to an authority."""

    def for_authority(self, authority: Authority | str) -> Self:
        return self.filter(authority=authority)


class Intervals(OfAuthority):
    """Rows with a first day and a first day after."""

    def covering(self, day: date) -> Self:
        return self.filter(starts__lte=day, ends__gt=day)


class InCare(Intervals):
    """Spans of care: one row for each child in care on any day."""

    def in_care_on(self, day: date) -> Self:
        return self.covering(day)


class Child(models.Model):
    """A child of an authority, known by the identifier its returns use. No names, no addresses."""

    authority = models.ForeignKey(
        Authority, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    identifier = models.CharField(max_length=40)
    date_of_birth = models.DateField(null=True)
    sex = models.CharField(max_length=1, blank=True)
    ethnicity = models.CharField(max_length=4, blank=True)
    uasc_until = models.DateField(
        null=True, help_text="The first day on which the child is no longer UASC; null when the child never was."
    )

    in_header = models.BooleanField(help_text="Whether a header holds the child: then its date of birth is the one.")

    objects = OfAuthority.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["authority", "identifier"], name="one_child_an_identifier")]

    def __str__(self) -> str:
        return self.identifier


class Derived(models.Model):
    """Base of the derived facts of a child."""

    # Only derivation.py writes these tables, each row joined from the rows it names: a constraint in the
    # database would check a million rows a second time. Nor does it keep a primary key of them: ``id`` is but a
    # number that Django wants, and filling its index took as long as writing the rows.
    authority = models.ForeignKey(
        Authority, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    child = models.ForeignKey(
        Child, on_delete=models.CASCADE, related_name="%(class)ss", db_index=False, db_constraint=False
    )
    starts = models.DateField()
    ends = models.DateField()

    objects: ClassVar[models.Manager[Any]] = Intervals.as_manager()

    class Meta:
        abstract = True
        # An authority's rows are written together, so that an index of ranges finds them, and costs nothing to fill.
        # Most intervals that began before a day also end after it or a year later: an index on the days would save
        # no reading.
        indexes = [BrinIndex(fields=["authority"], pages_per_range=16)]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} of {self.child_id} from {self.starts}"


class CarePeriod(Derived):
    """A period of care: a chain of episodes without a gap, short breaks (V3, V4) left out."""

    reason_ceased = models.CharField("REC", max_length=3, blank=True, help_text="Blank while open or not known.")
    born = models.DateField(null=True, help_text="As the child's own row says: what is counted by age joins none.")
    last_episode = models.ForeignKey(
        Episode, on_delete=models.CASCADE, related_name="+", db_index=False, db_constraint=False
    )
    # A child who starts (ceases) more than once in a year counts once, by the last time: on day D the
    # child is among the started of the year to D when starts <= D < started_until, and likewise for ceased.
    started_until = models.DateField()
    ceased_until = models.DateField()
    ceased_at_18 = models.BooleanField(null=True, help_text="Null while open or when the date of birth is not known.")
    # Once for each child likewise: on day D the child was in care on some day of the year to D when
    # starts <= D < in_year_until.
    in_year_until = models.DateField()


class PlacementSpell(Derived):
    """Consecutive episodes of a period with the same carer."""

    in_care_since = models.DateField(help_text="First day of the period of care.")
    settled_on = models.DateField(null=True, help_text="First day of an episode that is not a temporary move (T0-T4).")


class EpisodeSpan(Derived):
    """Days on which one episode decides where and how a child in care lives.

    Overlapping episodes are resolved: of two that cover a day the later DECOM decides, so that on
    any day a child in care has exactly one span.
    """

    episode = models.ForeignKey(
        Episode, on_delete=models.CASCADE, related_name="+", db_index=False, db_constraint=False
    )
    # As the child's own row says, so that who is counted by them need not be looked up there.
    born = models.DateField(null=True)
    sex = models.CharField(max_length=1, blank=True)
    ethnicity = models.CharField(max_length=4, blank=True)
    in_care_since = models.DateField(help_text="First day of the period of care.")
    placed_since = models.DateField(help_text="First day of the placement spell.")
    legal_since = models.DateField(help_text="First day of the period's episodes in a row with this legal status.")
    legal_status = models.CharField(max_length=2, blank=True)
    place = models.CharField(max_length=3, blank=True)
    place_provider = models.CharField(max_length=3, blank=True)
    placement_authority = models.ForeignKey(
        Authority, null=True, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    in_area = models.BooleanField(null=True, help_text="Null when the placement authority is not known.")
    distance = models.DecimalField("miles from home", max_digits=5, decimal_places=1, null=True)
    # Long-term stability (docs/definitions.md): the child counts on D when long_term_from <= D < long_term_until
    # and is stable from stable_from on. Without a date of birth long_term_until is where the span ends.
    long_term_from = models.DateField()
    long_term_until = models.DateField()
    stable_from = models.DateField()

    objects: ClassVar[models.Manager[Any]] = InCare.as_manager()


class CareChange(models.Model):
    """By how many children in care, all and of each kind, a day of an authority differs from the day before.

    The ledger of what pages ask most (placements/ledger.py): no row stands for a day without a change.
    """

    authority = models.ForeignKey(
        Authority, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    day = models.DateField()
    in_care = models.IntegerField()
    outside = models.IntegerField()
    area_not_known = models.IntegerField()
    fostered = models.IntegerField()
    place_not_known = models.IntegerField()
    over_20_miles = models.IntegerField()
    distance_not_known = models.IntegerField()

    objects = OfAuthority.as_manager()

    class Meta:
        indexes = [BrinIndex(fields=["authority"], pages_per_range=16)]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} of {self.day}"


class PlacementCount(Derived):
    """Days in care on which a child has had so many placements, two or more, in the year to that day."""

    placements = models.PositiveSmallIntegerField()


class AdoptionWait(Derived):
    """Days in care with a decision that the child should be placed for adoption, on which it lives with no adopters."""


class DecisionReversed(Derived):
    """The year from the day on which such a decision was reversed; a child counts once, with the last."""


class MissingYear(Derived):
    """Days on which a child was missing, and in care, at some time in the year to that day."""

    incidents = models.PositiveSmallIntegerField(help_text="How many incidents overlap the year to each of these days.")


class IncidentMonth(Derived):
    """The month from the day on which a child in care went missing: while it counts among the incidents of a month."""

    # A child who went missing more than once in a month counts once, by the last time: on day D the child is among
    # the missing of the month to D when starts <= D < child_until.
    child_until = models.DateField()


class HeldReview(Derived):
    """The year from the day of a review of a child in care: while it counts among the reviews of a year."""

    participation = models.CharField("REVIEW_CODE", max_length=3, blank=True)


class ReviewYear(Derived):
    """Days in care from when a child's first review was due, and whether in the year to them none was overdue."""

    on_time = models.BooleanField(help_text="Whether on no day of the year to each of these days a review was overdue.")


class DerivedBy(models.Model):
    """The SQL that made the derived facts, as a digest: when the code brings other SQL they are worked out anew."""

    digest = models.CharField(max_length=64)

    row_lock = Lock("no fact, and for migrations alone", may=())

    def __str__(self) -> str:
        return self.digest
