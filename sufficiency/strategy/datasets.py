"""Which published figures correspond to which measures.

A dataset is a file of the Department for Education's open data, told by its columns and by the values in them. What
corresponds to a measure, or is wanted beside one, has a short slug here; any other figure is kept under a name made of
its dataset, its filter values and its column (:func:`series_of`), so that nothing of a file is lost.
"""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

CHILDREN_POPULATION = "children-population"


@dataclass(frozen=True)
class Series:
    """Figures of one meaning: a column, in the rows that have these filter values.

    ``slug`` is that of the measure where there is one. ``differs`` says in what the published definition is not the
    measure's own, ``note`` what else must be known of the figures; ``decimals`` is to how many they are rounded.
    ``parts`` are the series whose sum it is, where nothing is published that is it by itself.
    """

    slug: str
    where: Mapping[str, str]
    indicator: str
    is_measure: bool = True
    differs: str = ""
    note: str = ""
    decimals: int = 0
    parts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Dataset:
    """A published dataset: the columns that tell its rows apart, those that hold figures, and what they mean.

    ``advice`` is said of each group that a file of it has and that is not declared, where the tracker keeps all it can
    use: another wording would otherwise be kept and never seen again.
    """

    slug: str
    title: str
    filters: tuple[str, ...]
    indicators: tuple[str, ...]
    series: tuple[Series, ...]
    advice: str = ""

    def resemblance(self, columns: set[str], combinations: list[dict[str, str]]) -> int:
        """How many of its filter values a file has; 0 when it is another dataset."""
        if not set(self.filters) <= columns:
            return 0
        wanted = {tuple(each.where[name] for name in self.filters) for each in self.series}
        found = {tuple(combination.get(name, "") for name in self.filters) for combination in combinations}
        return len(wanted & found)


def series_of(dataset: str, filters: Mapping[str, str], indicator: str) -> str:
    """The slug of a figure's series: as declared below, else ``dataset/filter-value/.../indicator``."""
    for each in DATASETS[dataset].series if dataset in DATASETS else ():
        if each.indicator == indicator and each.where == filters:
            return each.slug
    parts = (dataset, *(_slug(filters[name]) for name in sorted(filters)), _slug(indicator))
    whole = "/".join(parts)
    return whole if len(whole) <= LONGEST_SERIES else f"{whole[: LONGEST_SERIES - 9]}-{_digest(whole)}"


LONGEST_SERIES = 400


def is_declared(dataset: str, series: str) -> bool:
    """Whether a series has a short slug of its own."""
    return dataset in DATASETS and any(each.slug == series for each in DATASETS[dataset].series)


def name_of(filters: Sequence[str], indicators: Sequence[str], combinations: Sequence[Mapping[str, str]]) -> str:
    """A name for a dataset that is not declared here, made of its columns and filter values.

    So a newer release replaces the older, and nothing else does: two files with the same columns and
    categories have the same name. A release with other categories is kept beside the older one, for it
    may be another dataset.
    """
    told_by = json.dumps([sorted(filters), sorted(indicators), sorted(sorted(each.items()) for each in combinations)])
    return f"{'-'.join(sorted(indicators))[:100]}-{_digest(told_by)}"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


ROUNDED = "The department rounds national and regional counts to the nearest ten."
AT_31_MARCH = "Published for 31 March."

_ON_31_MARCH = {"population_type": "Children looked after on 31 March each year"}
_STARTING = {"population_type": "Children starting to be looked after each year"}
_CEASING = {"population_type": "Children ceasing to be looked after each year"}

NUMBERS_AND_RATES = Dataset(
    "cla-number-and-rate",
    "Children looked after, starting and ceasing: numbers and rates",
    filters=("population_type",),
    indicators=("population_estimate", "children_count", "rate_per_10000"),
    series=(
        Series("children-in-care", _ON_31_MARCH, "children_count", note=f"{AT_31_MARCH} {ROUNDED}"),
        Series("care-rate-per-10000", _ON_31_MARCH, "rate_per_10000", note=AT_31_MARCH),
        Series("care-rate-population", _ON_31_MARCH, "population_estimate", is_measure=False),
        Series("started-in-year", _STARTING, "children_count", note=ROUNDED),
        Series("started-rate-per-10000", _STARTING, "rate_per_10000", is_measure=False),
        Series("started-rate-population", _STARTING, "population_estimate", is_measure=False),
        Series("ceased-in-year", _CEASING, "children_count", note=ROUNDED),
        Series("ceased-rate-per-10000", _CEASING, "rate_per_10000", is_measure=False),
        Series("ceased-rate-population", _CEASING, "population_estimate", is_measure=False),
    ),
)

ALL_AGES = "Children aged 0 to 17 years"
# The parts of them by the slug of our age band, of which the last ends here with childhood.
AGES_PUBLISHED = {
    "under-1": "Children aged under 1 year",
    "1-4": "Children aged 1 to 4 years",
    "5-9": "Children aged 5 to 9 years",
    "10-15": "Children aged 10 to 15 years",
    "16-over": "Children aged 16 to 17 years",
}
POPULATION_OF_BAND = {band: f"{CHILDREN_POPULATION}-{band}" for band in AGES_PUBLISHED}


def _estimates(slug: str, title: str, groups: Mapping[str, str]) -> Dataset:
    return Dataset(
        slug,
        title,
        filters=("age_group",),
        indicators=("population_estimate",),
        series=tuple(
            Series(series, {"age_group": group}, "population_estimate", is_measure=False)
            for series, group in groups.items()
        ),
        advice="No age group of the tracker's is called so, and no page shows its figures: add up the ages, and write "
        f"{', '.join(AGES_PUBLISHED.values())} or {ALL_AGES}.",
    )


_OF_BANDS = {POPULATION_OF_BAND[band]: group for band, group in AGES_PUBLISHED.items()}
# A file of age bands alone takes no place of one with the total, which rates rest on.
POPULATION_AGES = _estimates("ons-population-ages", "ONS mid-year population estimates by age", _OF_BANDS)
POPULATIONS = _estimates(
    "ons-populations", "ONS mid-year population estimates", {CHILDREN_POPULATION: ALL_AGES, **_OF_BANDS}
)

_LONG_TERM = "Children looked after continuously for at least 2.5 years on 31 March aged under 16 years"


def _stability(group: str, placements: str) -> dict[str, str]:
    return {"cla_group": group, "placement_stability": placements}


STABILITY = Dataset(
    "placement-stability",
    "Placement stability",
    filters=("cla_group", "placement_stability"),
    indicators=("children_count", "children_percent"),
    series=(
        Series(
            "three-plus-placements-percent",
            _stability("CLA on 31 March", "With 3 or more placements during the year"),
            "children_percent",
            note=AT_31_MARCH,
        ),
        Series(
            "long-term-stability-percent",
            _stability(_LONG_TERM, "Living with the same carer for at least 2 years"),
            "children_percent",
            note=AT_31_MARCH,
        ),
    ),
)

AGE_GROUPS = {"17-18": "17 to 18 years", "19-21": "19 to 21 years"}


def _leavers(measure: str, breakdown: str) -> tuple[Series, ...]:
    return tuple(
        Series(f"{measure}-{ages}", {"care_leaver_age": published, "breakdown": breakdown}, "care_leaver_percent")
        for ages, published in AGE_GROUPS.items()
    )


ACCOMMODATION = Dataset(
    "care-leavers-accommodation",
    "Care leavers: suitability of accommodation",
    filters=("care_leaver_age", "breakdown"),
    indicators=("care_leaver_count", "care_leaver_percent"),
    series=_leavers("leavers-suitable-accommodation-percent", "Accommodation considered suitable"),
)

ACTIVITY = Dataset(
    "care-leavers-activity",
    "Care leavers: activity",
    filters=("care_leaver_age", "breakdown"),
    indicators=("care_leaver_count", "care_leaver_percent"),
    series=_leavers("leavers-eet-percent", "Total in education, employment or training"),
)


def _located(slug: str, breakdown: str) -> Series:
    where = {"characteristic": "Location of new placements during the year", "breakdown": breakdown}
    return Series(f"new-placements-{slug}-percent", where, "children_percent", is_measure=False)


NEW_PLACEMENTS = Dataset(
    "new-placements",
    "New placements during the year: location, and reasons for a change",
    filters=("characteristic", "breakdown"),
    indicators=("children_count", "children_percent"),
    series=(
        _located("inside-within-20-miles", "Placed inside LA boundary less than 20 miles from home"),
        _located("inside-over-20-miles", "Placed inside LA boundary more than 20 miles from home"),
        _located("outside-within-20-miles", "Placed outside LA boundary less than 20 miles from home"),
        _located("outside-over-20-miles", "Placed outside LA boundary more than 20 miles from home"),
        _located("distance-unknown", "Distance not known or not recorded"),
    ),
)

_HEALTH = "Health assessments: Children looked after all ages"
_SDQ = "Ages 5 to 16 years with SDQ score"
AGES_5_TO_16 = "Published for children aged 5 to 16; the measure counts from age 4."


def _health(slug: str, group: str, breakdown: str, indicator: str = "children_percent", differs: str = "") -> Series:
    return Series(slug, {"characteristic": group, "breakdown": breakdown}, indicator, differs=differs)


# The average stands in the column of counts.
_SDQ_AVERAGE = Series(
    "sdq-average",
    {"characteristic": _SDQ, "breakdown": "SDQ average score"},
    "children_count",
    differs=AGES_5_TO_16,
    decimals=1,
)


HEALTH = Dataset(
    "health-and-convictions",
    "Health and convictions of children looked after for 12 months",
    filters=("characteristic", "breakdown"),
    indicators=("children_count", "children_percent"),
    series=(
        _health("health-assessment-percent", _HEALTH, "Had their annual health assessment"),
        _health("dental-check-percent", _HEALTH, "Had their teeth checked by a dentist"),
        _health("immunisations-percent", _HEALTH, "Had their immunisations up to date"),
        _SDQ_AVERAGE,
        _health("sdq-completion-percent", _SDQ, "SDQ score was received", differs=AGES_5_TO_16),
    ),
)

# Of two that a file resembles equally it is the first.
DATASETS = {
    dataset.slug: dataset
    for dataset in (
        NUMBERS_AND_RATES,
        POPULATION_AGES,
        POPULATIONS,
        STABILITY,
        ACCOMMODATION,
        ACTIVITY,
        NEW_PLACEMENTS,
        HEALTH,
    )
}

NEW_OUTSIDE = Series(
    "new-placements-out-of-area-percent",
    {"characteristic": "Location of new placements during the year", "breakdown": "Placed outside LA boundary"},
    "children_percent",
    differs="Published of all new placements of the year, temporary ones included.",
    note="The sum of two published shares, less and more than 20 miles from home: each is rounded, so it may be off by "
    "one.",
    parts=("new-placements-outside-within-20-miles-percent", "new-placements-outside-over-20-miles-percent"),
)

COMPARED = {
    series.slug: (dataset, series) for dataset in DATASETS.values() for series in dataset.series if series.is_measure
} | {NEW_OUTSIDE.slug: (NEW_PLACEMENTS, NEW_OUTSIDE)}

ENGLAND = "E92000001"
REGIONS = {
    "North East": "E12000001",
    "North West": "E12000002",
    "Yorkshire and The Humber": "E12000003",
    "East Midlands": "E12000004",
    "West Midlands": "E12000005",
    "East of England": "E12000006",
    "South East": "E12000008",
    "South West": "E12000009",
    "Inner London": "E13000001",
    "Outer London": "E13000002",
}
