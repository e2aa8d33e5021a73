"""Published data: rows as the files say them, and the figures and neighbours that follow from those that count."""

from decimal import Decimal
from typing import Self

from django.db import models
from django.db.models import Q

from sufficiency.core.models import Authority
from sufficiency.core.row_locks import PUBLISHED
from sufficiency.extracts.models import Row, RowQuerySet


class PublishedRow(Row):
    """A row of a file in the layout of the Department for Education's open data.

    Every column beside those of time and place either tells rows apart (``filters``, such as an age
    group) or holds a figure (``cells``); which is which depends on the dataset.
    """

    time_period = models.CharField(max_length=9)
    time_identifier = models.CharField(max_length=60)
    geographic_level = models.CharField(max_length=60)
    country_code = models.CharField(max_length=9, blank=True)
    country_name = models.CharField(max_length=100, blank=True)
    region_code = models.CharField(max_length=9, blank=True)
    region_name = models.CharField(max_length=100, blank=True)
    old_la_code = models.CharField(max_length=9, blank=True)
    la_name = models.CharField(max_length=100, blank=True)
    new_la_code = models.CharField(max_length=9, blank=True)
    # The next two follow from the others once the whole file is in.
    area = models.CharField(max_length=9, null=True, help_text="Code of the country, region or authority.")  # noqa: DJ001
    filters = models.JSONField(null=True)
    cells = models.JSONField()

    objects = RowQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.geographic_level} {self.area} in {self.time_period}"


class PublishedFigureQuerySet(models.QuerySet["PublishedFigure"]):
    def of_series(self, *slugs: str) -> Self:
        return self.filter(series__in=slugs)

    def numbers(self) -> Self:
        """Figures that may be counted with: not suppressed, not missing."""
        return self.filter(value__isnull=False)


class PublishedFigure(Row):
    """One published figure: a number, or the mark that stands in its place, or nothing at all."""

    class Level(models.TextChoices):
        NATIONAL = "National", "England"
        REGIONAL = "Regional", "Region"
        AUTHORITY = "Local authority", "Local authority"

    dataset = models.CharField(max_length=120)
    series = models.CharField(max_length=400, help_text="Slug of the measure it corresponds to, or a name of its own.")
    period = models.PositiveIntegerField(help_text="As published: the year in which a reporting year ends.")
    level = models.CharField(max_length=15, choices=Level)
    area = models.CharField(max_length=9, help_text="Code of the authority as this database knows it, or of the area.")
    value = models.DecimalField(max_digits=24, decimal_places=10, null=True)
    mark = models.CharField(max_length=3, blank=True, help_text="Such as c for confidential; blank beside a number.")

    objects = PublishedFigureQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["series", "area", "period"])]
        constraints = [
            models.CheckConstraint(condition=Q(value__isnull=True) | Q(mark=""), name="number_or_mark"),
        ]

    def __str__(self) -> str:
        return f"{self.series} of {self.area} in {self.period}: {self.shown}"

    @property
    def shown(self) -> str:
        """The figure as it was published, without the zeros the database adds."""
        return self.mark if self.value is None else f"{Decimal(self.value).normalize():f}"


class NeighbourRow(Row):
    """A row of the statistical neighbours: an authority with its ten nearest and how close each is."""

    dfe_number = models.CharField(max_length=3, blank=True)
    name = models.CharField(max_length=100)
    cells = models.JSONField()

    objects = RowQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.dfe_number} {self.name}"


class StatisticalNeighbourQuerySet(models.QuerySet["StatisticalNeighbour"]):
    def for_authority(self, authority: Authority) -> Self:
        return self.filter(authority=authority)

    def of_edition(self, edition: int) -> Self:
        return self.filter(edition=edition)


class StatisticalNeighbour(Row):
    """An authority, and one of the ten most like it by the national model."""

    authority = models.ForeignKey(Authority, on_delete=models.CASCADE, related_name="statistical_neighbours")
    neighbour = models.ForeignKey(Authority, on_delete=models.CASCADE, related_name="+")
    rank = models.PositiveSmallIntegerField(help_text="1 for the nearest.")
    closeness = models.CharField(max_length=20, help_text="Such as 'Very close', as the model says it.")
    edition = models.PositiveSmallIntegerField(help_text="Year of the model: 2021 or 2025.")

    row_lock = PUBLISHED
    objects = StatisticalNeighbourQuerySet.as_manager()

    class Meta:
        ordering = ["edition", "authority", "rank"]
        constraints = [
            models.UniqueConstraint(fields=["authority", "edition", "rank"], name="one_neighbour_a_rank"),
        ]

    def __str__(self) -> str:
        return f"{self.neighbour_id}: {self.rank} of {self.authority_id} in {self.edition}"


class AreaCodeRow(Row):
    """A row of the lookup from districts to the authority responsible for children's services."""

    part_code = models.CharField(max_length=9)
    part_name = models.CharField(max_length=100)
    authority_code = models.CharField(max_length=9)
    authority_name = models.CharField(max_length=100)

    objects = RowQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.part_code} in {self.authority_code}"
