"""How the children of an area are spread over age bands, by the population estimates that are loaded."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from sufficiency.core.dates import return_year

from .datasets import POPULATION_OF_BAND
from .models import PublishedFigure


@dataclass(frozen=True)
class Ages:
    """Shares by the slug of the age band, which add up to 1, of the children of an area at a mid-year."""

    mid_year: int
    shares: Mapping[str, Fraction]


def ages_of(areas: Sequence[str], day: date) -> dict[str, Ages]:
    """By ONS code, for those of the areas of which every band is known. One query.

    The mid-year is that of rates on the day (docs/definitions.md, "Population"): the year before the one in which the
    reporting year ends, or the latest earlier one. Shares are of the sum of the bands, so that they never mix with
    the total of 0 to 17 year olds, which a strategy may have fixed. Of two files with the same ages the later counts.
    """
    held: dict[str, dict[int, dict[str, Fraction]]] = defaultdict(lambda: defaultdict(dict))
    band_of = {series: band for band, series in POPULATION_OF_BAND.items()}
    figures = PublishedFigure.objects.of_series(*band_of).numbers().filter(area__in=areas, period__lt=return_year(day))
    for series, area, mid_year, value in figures.order_by("file").values_list("series", "area", "period", "value"):
        if value is not None:
            held[area][mid_year][band_of[series]] = Fraction(value)
    found = {area: _latest(by_year) for area, by_year in held.items()}
    return {area: ages for area, ages in found.items() if ages is not None}


def _latest(by_year: Mapping[int, Mapping[str, Fraction]]) -> Ages | None:
    """Of the last mid-year of which all bands are known; None when there is none, or nobody lives there."""
    for mid_year in sorted(by_year, reverse=True):
        children, everybody = by_year[mid_year], sum(by_year[mid_year].values())
        if everybody and children.keys() == POPULATION_OF_BAND.keys():
            return Ages(mid_year, {band: children[band] / everybody for band in POPULATION_OF_BAND})
    return None
