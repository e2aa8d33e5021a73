"""The council's strategies and what they aim at."""

from datetime import date

from django.db import models
from django.db.models import Q

from sufficiency.core.models import Authority
from sufficiency.extracts.models import Fact


class Strategy(models.Model):
    """A placement sufficiency strategy of an authority."""

    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="strategies")
    title = models.CharField(max_length=200)
    starts = models.DateField()
    ends = models.DateField(help_text="Its last day.")

    class Meta:
        ordering = ["starts"]
        verbose_name_plural = "strategies"
        constraints = [
            models.UniqueConstraint(fields=["authority", "title"], name="one_strategy_a_title"),
            models.CheckConstraint(condition=Q(ends__gt=models.F("starts")), name="strategy_ends_after_it_starts"),
        ]

    def __str__(self) -> str:
        return self.title


class TargetRow(Fact):
    """A row of an authority's register of targets, as its file says it."""

    measure = models.CharField(max_length=80)
    value = models.CharField(max_length=14)
    in_force_from = models.DateField(null=True)
    source = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return f"{self.measure}: {self.value}"


class TargetQuerySet(models.QuerySet["Target"]):
    def for_authority(self, authority: Authority) -> "TargetQuerySet":
        return self.filter(strategy__authority=authority)


class Target(models.Model):
    """What a measure should reach. In force from a day until a later target of the same measure takes over."""

    strategy = models.ForeignKey(Strategy, on_delete=models.CASCADE, related_name="targets")
    measure = models.CharField(max_length=80, help_text="Slug of the measure.")
    value = models.DecimalField(max_digits=12, decimal_places=4, help_text="In the measure's unit.")
    in_force_from = models.DateField()
    source = models.CharField(max_length=200, help_text="Where it is stated.")
    row = models.ForeignKey(
        TargetRow,
        null=True,
        on_delete=models.CASCADE,
        related_name="+",
        help_text="The row of a file it comes from; none when it was entered with the strategy.",
    )

    objects = TargetQuerySet.as_manager()

    class Meta:
        ordering = ["measure", "in_force_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["strategy", "measure", "in_force_from"],
                condition=Q(row__isnull=True),
                name="one_entered_target_a_day",
            ),
            models.UniqueConstraint(
                fields=["strategy", "measure", "in_force_from"],
                condition=Q(row__isnull=False),
                name="one_loaded_target_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure}: {self.value} from {self.in_force_from}"


def target_for(targets: list[Target], measure: str, day: date) -> Target | None:
    """The target of a measure in force on a day; None before the first.

    Of two for the same day the one that was loaded goes before the one entered with the strategy.
    """
    in_force = [target for target in targets if target.measure == measure and target.in_force_from <= day]
    return max(in_force, key=lambda target: (target.in_force_from, target.row_id is not None), default=None)
