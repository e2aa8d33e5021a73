"""How many children live in an authority: the denominator of every rate."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db import models

from sufficiency.core.dates import return_year
from sufficiency.core.row_locks import PUBLISHED

from .place import Authority


@dataclass(frozen=True)
class Estimate:
    """A population of 0 to 17 year olds at a mid-year, with where it comes from."""

    mid_year: int
    children: int
    source: str


class PopulationQuerySet(models.QuerySet["Population"]):
    def for_authority(self, authority: Authority) -> "PopulationQuerySet":
        return self.filter(authority=authority)

    def estimates(self) -> list[Estimate]:
        """Those of one authority, in the order in which they count (:meth:`estimates_by_authority`)."""
        return [estimate for each in self.estimates_by_authority().values() for estimate in each]

    def estimates_by_authority(self) -> dict[str, list[Estimate]]:
        """By ONS code. Latest mid-year first; within one, what a strategy fixed goes first, then what was loaded."""
        rows = self.order_by("-mid_year", "-fixed_by_strategy", "-loaded")
        found: dict[str, list[Estimate]] = defaultdict(list)
        for code, mid_year, children, source in rows.values_list("authority_id", "mid_year", "children", "source"):
            found[code].append(Estimate(mid_year, children, source))
        return found


class Population(models.Model):
    """One estimate of an authority's 0 to 17 year olds."""

    authority = models.ForeignKey(Authority, on_delete=models.CASCADE, related_name="populations")
    mid_year = models.PositiveSmallIntegerField(help_text="30 June of this year.")
    children = models.PositiveIntegerField(help_text="Aged 0 to 17.")
    source = models.CharField(max_length=200)
    fixed_by_strategy = models.BooleanField(
        default=False, help_text="The authority's strategy works with this figure instead of the published one."
    )

    loaded = models.BooleanField(
        default=False, help_text="Taken from a loaded file; goes before the figure that comes with the tracker."
    )

    row_lock = PUBLISHED
    objects = PopulationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "mid_year", "fixed_by_strategy", "loaded"], name="one_estimate_a_mid_year"
            )
        ]

    def __str__(self) -> str:
        return f"{self.authority_id} mid-{self.mid_year}: {self.children}"


def estimate_for(estimates: list[Estimate], day: date) -> Estimate | None:
    """The estimate that counts on a day, of :meth:`PopulationQuerySet.estimates`.

    For a day in the reporting year that ends on 31 March Y it is mid-year Y-1; when that is not
    loaded, the latest earlier one; None when there is none (docs/definitions.md, "Population").
    """
    return next((estimate for estimate in estimates if estimate.mid_year <= return_year(day) - 1), None)
