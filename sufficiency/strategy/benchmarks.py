"""Benchmarks: an authority's published figures beside those of others, by year.

Published figures only: each measure's own live value is set beside them by :mod:`sufficiency.strategy.differences`.
A year is that in which the reporting year ends. Means, medians and ranges are of numbers alone: what was suppressed
is shown as it was published and counts nowhere.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property
from statistics import median

from placements.entries import entries_of
from sufficiency.core.models import Authority

from .datasets import COMPARED, ENGLAND, REGIONS, Dataset, Series
from .figures import Figure, Figures, Neighbour, Published, Source, neighbours_of, published
from .models import Comparator

# Beside any measure: what tells why a rate differs.
CHILDREN, POPULATION = "children-in-care", "care-rate-population"
PER = 10_000


@dataclass(frozen=True)
class Several:
    """Figures of several areas for one year, by code; None where nothing is held of an area."""

    figures: Mapping[str, Figure | None]

    @cached_property
    def numbers(self) -> list[Fraction]:
        """Those that are numbers, the lowest first."""
        return sorted(each.value for each in self.figures.values() if each is not None and each.value is not None)

    @property
    def counted(self) -> int:
        """How many of the areas have a number."""
        return len(self.numbers)

    @property
    def mean(self) -> Fraction | None:
        """The mean of the numbers, each area counting once; None of none."""
        return sum(self.numbers, Fraction()) / self.counted if self.numbers else None

    @property
    def median(self) -> Fraction | None:
        """The middle number, or half-way between the middle two; None of none."""
        return Fraction(median(self.numbers)) if self.numbers else None

    @property
    def lowest(self) -> Fraction | None:
        return self.numbers[0] if self.numbers else None

    @property
    def highest(self) -> Fraction | None:
        return self.numbers[-1] if self.numbers else None


@dataclass(frozen=True)
class Compared:
    """With whom an authority is compared; ``names`` are those of every area by code."""

    authority: Authority
    region: str
    neighbours: Mapping[int, list[Neighbour]]
    bordering: tuple[str, ...]
    memberships: tuple[Comparator, ...]
    names: Mapping[str, str]

    @property
    def areas(self) -> set[str]:
        """The codes of all of them, the authority's own included."""
        near = {each.code for edition in self.neighbours.values() for each in edition}
        groups = {each.member for each in self.memberships}
        return {self.authority.pk, ENGLAND, self.region, *near, *groups, *self.bordering}

    def edition_for(self, year: int) -> int | None:
        """The edition of the statistical neighbours in use in a year: the latest by then, or else the first."""
        editions = sorted(self.neighbours)
        return max((each for each in editions if each <= year), default=next(iter(editions), None))

    @property
    def groups(self) -> tuple[str, ...]:
        """The names of the comparator groups, in alphabetical order."""
        return tuple(sorted({each.comparator for each in self.memberships}))

    def members(self, group: str, year: int) -> list[Comparator]:
        """The memberships of a group in force on 31 March of a year."""
        day = date(year, 3, 31)
        return [each for each in self.memberships if each.comparator == group and each.covers(day)]

    def said_of(self, group: str, year: int) -> list[str]:
        """What a group is for and where it is named, as its members in that year say, each thing once."""
        members = self.members(group, year)
        said = [*(each.purpose for each in members), *(each.source for each in members)]
        return [text for text in dict.fromkeys(said) if text]


def compared_with(authority: Authority, *, near: bool = False) -> Compared:
    """With whom an authority is compared. Five queries; two for ``near``, without those that border on it, groups and
    names."""
    neighbours = neighbours_of(authority)
    if near:
        return Compared(authority, REGIONS.get(authority.region, ""), neighbours, (), (), names={})
    bordering = authority.borders.filter(kind=Authority.Kind.ENGLAND, until=None).order_by("name")
    bordering_codes = tuple(bordering.values_list("pk", flat=True))
    memberships = tuple(entries_of(Comparator, authority).order_by("comparator", "member", "member_from"))
    compared = Compared(
        authority, REGIONS.get(authority.region, ""), neighbours, bordering_codes, memberships, names={}
    )
    names = dict(Authority.objects.filter(pk__in=compared.areas).values_list("pk", "name"))
    names |= {ENGLAND: "England", compared.region: authority.region}
    return Compared(authority, compared.region, neighbours, bordering_codes, memberships, names)


@dataclass(frozen=True)
class Benchmark:
    """One measure's published figures. ``replaced`` are the tracker's own where a loaded file has taken over."""

    slug: str
    dataset: Dataset
    series: Series
    compared: Compared
    figures: Figures
    replaced: Figures

    @cached_property
    def years(self) -> list[int]:
        """The years that hold anything, the earliest first."""
        return sorted({year for series, _, year in self.figures if series == self.slug})

    def figure(self, area: str, year: int, series: str = "") -> Figure | None:
        """What was published for an area; of the measure unless another series is named."""
        return self.figures.get((series or self.slug, area, year))

    def own(self, year: int) -> Figure | None:
        """The authority's own figure as published."""
        return self.figure(self.compared.authority.pk, year)

    def england(self, year: int) -> Figure | None:
        return self.figure(ENGLAND, year)

    def region(self, year: int) -> Figure | None:
        return self.figure(self.compared.region, year)

    def revised(self, year: int) -> Figure | None:
        """The authority's own figure as it was in the tracker's own table, where a loaded file says otherwise."""
        own, before = self.own(year), self.replaced.get((self.slug, self.compared.authority.pk, year))
        return before if own and before and before.value != own.value else None

    def neighbours(self, year: int, edition: int | None) -> Several:
        """The statistical neighbours of an edition, the nearest first."""
        near = self.compared.neighbours.get(edition, []) if edition else []
        return self._several((each.code for each in near), year)

    def bordering(self, year: int) -> Several:
        return self._several(self.compared.bordering, year)

    def group(self, name: str, year: int) -> Several:
        """The authorities that belong to a comparator group in that year."""
        return self._several((each.member for each in self.compared.members(name, year)), year)

    def _several(self, areas: Iterable[str], year: int) -> Several:
        return Several({area: self.figure(area, year) for area in areas})

    def sources(self) -> list[Source]:
        """Where its figures are from, each source once."""
        found = {figure.source: None for (series, *_), figure in self.figures.items() if series == self.slug}
        return sorted(found, key=lambda each: (each.loaded_on or date.min, each.title))


def benchmarks_of(
    authority: Authority, slugs: Collection[str] = tuple(COMPARED), *, near: bool = False
) -> dict[str, Benchmark]:
    """The benchmarks of measures, by slug; those without any published series are left out. Eight queries at most.

    ``near`` are those of the statistical neighbours and of England alone.
    """
    wanted = [slug for slug in slugs if slug in COMPARED]
    if not wanted:
        return {}
    compared = compared_with(authority, near=near)
    parts = {part for slug in wanted for part in COMPARED[slug][1].parts}
    found = published({*wanted, *parts, *(() if near else (CHILDREN, POPULATION))}, compared.areas)
    return {slug: _benchmark(slug, compared, found) for slug in wanted}


def _benchmark(slug: str, compared: Compared, found: Published) -> Benchmark:
    dataset, series = COMPARED[slug]
    figures, replaced = found.figures, found.replaced
    if series.parts:
        figures, replaced = (each | summed(each, series) for each in (figures, replaced))
    return Benchmark(slug, dataset, series, compared, figures, replaced)


def summed(figures: Figures, series: Series) -> Figures:
    """The figures of a series that is the sum of others; where one of these is no number, its mark stands."""
    sums: Figures = {}
    first = series.parts[:1]
    for area, year in [(area, year) for slug, area, year in figures if slug in first]:
        parts = [figures.get((part, area, year)) for part in series.parts]
        known = [part for part in parts if part is not None]
        marked = next((part for part in known if part.value is None), None)
        if len(known) < len(parts):
            continue
        total = sum((part.value for part in known if part.value is not None), Fraction())
        sums[series.slug, area, year] = marked or Figure(f"{float(total):g}", total, known[0].source)
    return sums


def children_at(rate: Fraction, population: int) -> Fraction:
    """How many children in care a rate per 10,000 comes to in a population: 65 per 10,000 of 68,000 are 442."""
    return rate * population / PER
