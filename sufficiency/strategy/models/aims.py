"""What a strategy aims at, in figures: targets, trajectories, success tests and places."""

from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.db.models import Exists, OuterRef, Q, Value
from django.db.models.lookups import Exact

from sufficiency.core.models import Authority
from sufficiency.extracts.models import Fact
from sufficiency.registers.fields import FigureField
from sufficiency.registers.models import Fields, Record, RecordQuerySet, constraints_of
from sufficiency.registers.rules import Rule, in_order

from .strategies import CONTRADICTION, OF_MEASURE, OF_STRATEGY, REFERENCE, SLUG, WHERE_STATED, adopted


class AimQuerySet(RecordQuerySet):
    """What strategies aim at."""

    def for_authority(self, authority: Authority) -> "AimQuerySet":
        """Those of an authority that count: a draft's do not, nor what waits for a strategy."""
        return self.filter(Exists(adopted(authority).filter(self._its_strategy())), authority=authority)

    def _its_strategy(self) -> Q:
        """The condition for the strategy to which a row belongs."""
        return Q(reference=OuterRef("strategy"))


class TargetQuerySet(AimQuerySet):
    """Targets."""

    def _its_strategy(self) -> Q:
        """One that names no strategy belongs to whichever covers its first day, and waits while none does."""
        day = OuterRef("in_force_from")
        none_named = Q(starts__lte=day, ends__gte=day) & Q(Exact(OuterRef("strategy"), Value("")))
        return super()._its_strategy() | none_named


class TargetFields(Fields):
    """What a measure should reach. In force from a day until a later target of the same measure takes over."""

    strategy = models.CharField(
        "strategy", max_length=REFERENCE, blank=True, help_text=f"{OF_STRATEGY}; blank for the one of the first day"
    )
    measure = models.CharField("measure", max_length=SLUG, help_text=OF_MEASURE)
    scope = models.CharField(
        "scope", max_length=100, blank=True, help_text="Of whom it is meant, where not of all that the measure counts"
    )
    value = FigureField("target", help_text="What it should reach, in the measure's unit")
    in_force_from = models.DateField(
        "from", help_text="The day from which it is in force, until a later target of the same measure"
    )
    due = models.DateField("due", null=True, blank=True, help_text="The day by which it should be reached")
    source = models.CharField("source", max_length=200, blank=True, help_text=WHERE_STATED)
    note = models.TextField("note", max_length=1000, blank=True, help_text=CONTRADICTION)

    key = ("strategy", "measure", "scope", "in_force_from")
    rules = (in_order("in_force_from", "due"),)

    class Meta:
        abstract = True


class Target(TargetFields, Record):
    """A target as it stands."""

    objects: ClassVar[models.Manager[Any]] = TargetQuerySet.as_manager()

    class Meta:
        ordering = ["measure", "in_force_from"]
        constraints = constraints_of(TargetFields, "target")

    def __str__(self) -> str:
        return f"{self.measure}: {self.value} from {self.in_force_from}"


class TargetRow(TargetFields, Fact):
    """A row of a file of targets."""


def target_for(targets: list[Target], measure: str, day: date) -> Target | None:
    """The target of a whole measure in force on a day; None before the first.

    Of two for the same day the one that was loaded goes before the one entered with the strategy.
    """
    in_force = [
        target for target in targets if target.measure == measure and not target.scope and target.in_force_from <= day
    ]
    return max(in_force, key=lambda target: (target.in_force_from, target.file_id is not None), default=None)


class TrajectoryPointFields(Fields):
    """Where a measure should be on a day, on its way to the target."""

    strategy = models.CharField("strategy", max_length=REFERENCE, help_text=OF_STRATEGY)
    measure = models.CharField("measure", max_length=SLUG, help_text=OF_MEASURE)
    day = models.DateField("day", help_text="The day of the point; between two points runs a straight line")
    value = FigureField("value", help_text="Where the measure should be then, in its unit")
    source = models.CharField("source", max_length=200, blank=True, help_text=WHERE_STATED)

    key = ("strategy", "measure", "day")

    class Meta:
        abstract = True


class TrajectoryPoint(TrajectoryPointFields, Record):
    """A point as it stands."""

    objects: ClassVar[models.Manager[Any]] = AimQuerySet.as_manager()

    class Meta:
        ordering = ["strategy", "measure", "day"]
        constraints = constraints_of(TrajectoryPointFields, "trajectorypoint")

    def __str__(self) -> str:
        return f"{self.measure}: {self.value} on {self.day}"


class TrajectoryPointRow(TrajectoryPointFields, Fact):
    """A row of a file of points."""


class SuccessTestFields(Fields):
    """How one will tell that a strategy has worked: one measure or two, each with its direction from a baseline."""

    class Direction(models.TextChoices):
        FEWER = "FEWER", "Fewer than at the baseline"
        MORE = "MORE", "More than at the baseline"
        NONE = "NONE", "None at all"

    class Judged(models.TextChoices):
        MET = "MET", "Met"
        NOT_MET = "NOT-MET", "Not met"

    strategy = models.CharField("strategy", max_length=REFERENCE, help_text=OF_STRATEGY)
    reference = models.CharField("reference", max_length=REFERENCE, help_text="Of the test, such as T1")
    title = models.CharField("title", max_length=200, help_text="The test in the strategy's words")
    baseline_on = models.DateField("baseline on", help_text="The day from which change is counted")
    measure = models.CharField("measure", max_length=SLUG, blank=True, help_text=OF_MEASURE)
    direction = models.CharField(
        "direction", max_length=5, choices=Direction, blank=True, help_text="Which way the measure should move"
    )
    baseline = FigureField(
        "baseline", null=True, blank=True, help_text="What the measure was then; blank to take it from the returns"
    )
    second_measure = models.CharField("second measure", max_length=SLUG, blank=True, help_text="Of a test that has two")
    second_direction = models.CharField(
        "second direction", max_length=5, choices=Direction, blank=True, help_text="Which way that one should move"
    )
    second_baseline = FigureField("second baseline", null=True, blank=True, help_text="What that one was")
    judged = models.CharField(
        "judged", max_length=7, choices=Judged, blank=True, help_text="By people, where no measure can tell"
    )
    source = models.CharField("source", max_length=200, blank=True, help_text=WHERE_STATED)
    note = models.TextField("note", max_length=1000, blank=True, help_text="What a reader should know of it")

    key = ("strategy", "reference")
    rules = (
        Rule(
            "no-direction",
            "direction",
            "{measure} is given without {direction}: say which way it should move.",
            ~Q(measure="") & Q(direction=""),
        ),
        Rule(
            "no-direction",
            "second_direction",
            "{second_measure} is given without {second_direction}: say which way it should move.",
            ~Q(second_measure="") & Q(second_direction=""),
        ),
    )

    class Meta:
        abstract = True


class SuccessTest(SuccessTestFields, Record):
    """A success test as it stands."""

    class Meta:
        constraints = constraints_of(SuccessTestFields, "successtest")

    def __str__(self) -> str:
        return self.title


class SuccessTestRow(SuccessTestFields, Fact):
    """A row of a file of success tests."""


class PlannedPlacesFields(Fields):
    """More places that a strategy plans, of one kind."""

    class Kind(models.TextChoices):
        RESIDENTIAL = "RESIDENTIAL", "Children's homes"
        IN_HOUSE_FOSTERING = "IN-HOUSE-FOSTERING", "Fostering by the council's own carers"
        AGENCY_FOSTERING = "AGENCY-FOSTERING", "Fostering by agencies"

    class CountedIn(models.TextChoices):
        PLACES = "PLACES", "Places"
        CARERS = "CARERS", "Carers"

    strategy = models.CharField("strategy", max_length=REFERENCE, help_text=OF_STRATEGY)
    kind = models.CharField("kind", max_length=18, choices=Kind, help_text="Where the children will live")
    counted_in = models.CharField(
        "counted in", max_length=6, choices=CountedIn, help_text="What the number counts: sums are of places alone"
    )
    due = models.DateField("due", help_text="The day by which they should be there")
    number = models.PositiveSmallIntegerField("number", help_text="How many more")
    source = models.CharField("source", max_length=200, blank=True, help_text=WHERE_STATED)
    note = models.TextField("note", max_length=1000, blank=True, help_text=CONTRADICTION)

    key = ("strategy", "kind", "counted_in", "due")

    class Meta:
        abstract = True


class PlannedPlaces(PlannedPlacesFields, Record):
    """Planned places as they stand."""

    objects: ClassVar[models.Manager[Any]] = AimQuerySet.as_manager()

    class Meta:
        ordering = ["due", "kind", "-counted_in"]
        constraints = constraints_of(PlannedPlacesFields, "plannedplaces")

    def __str__(self) -> str:
        return f"{self.number} {self.get_counted_in_display().lower()} by {self.due}"


class PlannedPlacesRow(PlannedPlacesFields, Fact):
    """A row of a file of planned places."""
