"""The tracker's own small table of published figures, so that there are benchmarks before any file is loaded."""

from collections.abc import Iterator

from django.db import models

from sufficiency.core.row_locks import REFERENCE


class ShippedSeries(models.Model):
    """The published figures of one series for one area, a run of years; what a load brings goes before them."""

    series = models.CharField(max_length=80, help_text="Slug of the measure it corresponds to, or a name of its own.")
    area = models.CharField(max_length=9, help_text="Code of the country, region or authority.")
    first_year = models.PositiveSmallIntegerField(help_text="The year in which the first reporting year ends.")
    figures = models.CharField(max_length=400, help_text="As published, year after year, with commas between.")
    source = models.CharField(max_length=200)

    row_lock = REFERENCE

    class Meta:
        verbose_name_plural = "shipped series"
        constraints = [models.UniqueConstraint(fields=["series", "area"], name="one_shipped_series_an_area")]

    def __str__(self) -> str:
        return f"{self.series} of {self.area} from {self.first_year}"

    def by_year(self) -> Iterator[tuple[int, str]]:
        """Each year and its figure, or the mark that stands in its place."""
        return enumerate(self.figures.split(","), self.first_year)


class ShippedNeighbour(models.Model):
    """An authority, and one of the ten most like it, from the tracker's own table."""

    edition = models.PositiveSmallIntegerField(help_text="Year of the model: 2021 or 2025.")
    authority = models.CharField(max_length=9)
    rank = models.PositiveSmallIntegerField(help_text="1 for the nearest.")
    neighbour = models.CharField(max_length=9)
    closeness = models.CharField(max_length=20)

    row_lock = REFERENCE

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["edition", "authority", "rank"], name="one_shipped_neighbour_a_rank"),
        ]

    def __str__(self) -> str:
        return f"{self.neighbour}: {self.rank} of {self.authority} in {self.edition}"
