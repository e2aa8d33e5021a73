"""Whatever children and care leavers are told apart by, the parts add up to the whole, and each child is in its own."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import cache
from io import BytesIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoDbBlocker

from leavers.dimensions import ACCOMMODATION, ACTIVITY, AGE_GROUP
from placements import dimensions
from placements.codes import LEGAL_STATUS_GROUPS, PLACE_GROUPS
from placements.measures import CEASED_IN_YEAR, CHILDREN_IN_CARE
from sufficiency.core.measure import Dimension, Measure, Result
from sufficiency.core.models import Authority
from sufficiency.core.tally import breakdown, evaluate
from sufficiency.extracts.actions import SourceFile, load_files
from sufficiency.measures.registry import all_measures
from tests.oracle import Oracle
from tests.oracle.measures import Current, birthday, months_earlier
from tests.placements.council import found_council, load, taken_back
from tests.placements.test_measures_of_children import every_edge_case
from tests.returns import OURS, POPULATIONS, POSTCODES, Returns

from .test_files_of_returns import with_other_files
from .test_yearly import with_yearly_files

pytestmark = pytest.mark.django_db

LOCALITIES = b"OUTWARD,LOCALITY,NOTE\nQX1,The coast,\nQN1,The hills,\n"
DIMENSIONS: dict[str, Dimension] = {
    dimension.slug: dimension
    for dimension in (*vars(dimensions).values(), AGE_GROUP, ACCOMMODATION, ACTIVITY)
    if isinstance(dimension, Dimension)
}


def every_file() -> Returns:
    """The edge cases of all tests in one council, with all other files of the return invented for them."""
    returns = every_edge_case()
    for number, row in enumerate(row for files in returns.values() for row in files.get("header", ())):
        row["SEX"], row["ETHNIC"] = "12"[number % 2], ("WBRI", "MWBC", "CHNE", "BAFR", "OOTH", "NOBT")[number % 6]
    whole = {year: {"header": [], "episodes": [], **files} for year, files in returns.items()}
    full = with_other_files(with_yearly_files(whole, seed=7), seed=7)
    return {year: {kind: rows for kind, rows in files.items() if rows} for year, files in full.items()}


@pytest.fixture(scope="module")
def council(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Authority]:
    """A council with everything loaded, for all tests of the module."""
    with django_db_blocker.unblock(), taken_back():
        authority = found_council()
        load(authority, every_file())
        files = [SourceFile("localities.csv", BytesIO(LOCALITIES))]
        assert load_files(files=files, authority=authority, year=2021, by="test").status == "committed"
        yield authority


def told_apart_by(dimension: Dimension) -> list[Measure]:
    return [measure for measure in all_measures() if dimension in measure.dimensions]


def sums(results: Sequence[Result]) -> tuple[object, ...]:
    """Numerator, denominator and unknown over all parts; None where no part has any."""

    def total(numbers: list[int | None]) -> int | None:
        return None if None in numbers else sum(number for number in numbers if number is not None)

    return tuple(total([getattr(each, name) for each in results]) for name in ("numerator", "denominator", "unknown"))


@pytest.mark.parametrize("slug", DIMENSIONS)
@settings(deadline=None, max_examples=2, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(days=st.lists(st.dates(date(2018, 1, 1), date(2022, 3, 31)), min_size=1, max_size=3))
def test_parts_add_up_to_the_whole(council: Authority, slug: str, days: list[date]) -> None:
    measures = told_apart_by(DIMENSIONS[slug])
    assert measures
    whole = evaluate(measures, council, days)
    parts = breakdown(measures, DIMENSIONS[slug], council, days)
    for measure in measures:
        for number, day in enumerate(days):
            of_day = [series[number] for series in parts[measure.slug].values()]
            assert sums(of_day) == sums([whole[measure.slug][number]]), (measure.slug, day)


def group_of(code: str, groups: dict[str, tuple[str, ...]]) -> str:
    return next((label for label, codes in groups.items() if code in codes), "Not known")


def age_of(child: Current, day: date) -> str:
    born = child.life.born
    if born is None:
        return "Not known"
    bands = ((16, "16 and over"), (10, "10 to 15"), (5, "5 to 9"), (1, "1 to 4"))
    return next((label for age, label in bands if birthday(born, age) <= day), "Under 1")


def stay_of(child: Current, day: date) -> str:
    limits = (
        *((60, "5 years or more"), (36, "3 to 5 years"), (24, "2 to 3 years"), (12, "1 to 2 years")),
        (6, "6 months to a year"),
    )
    began = child.period.starts
    return next((label for months, label in limits if began <= months_earlier(day, months)), "Under 6 months")


def distance_of(oracle: Oracle, child: Current) -> str:
    miles = oracle.miles(child.episode)
    if miles is None:
        return "Not known"
    bands = ((5, "Up to 5 miles"), (10, "Over 5, up to 10"), (20, "Over 10, up to 20"))
    return next((label for limit, label in bands if miles <= limit), "Over 20 miles")


def area_of(oracle: Oracle, child: Current) -> str:
    where = oracle.placement_authority(child.episode)
    return "Not known" if where is None else "In area" if where == OURS else "Out of area"


@cache
def name_of(code: str | None) -> str:
    return Authority.objects.get(code=code).name if code else "Not known"


PROVIDERS = {
    **{"PR0": "Parents", "PR1": "Own council", "PR2": "Another council"},
    **{"PR3": "Other public body", "PR4": "Private provider", "PR5": "Voluntary provider", "": "Not known"},
}
ETHNIC_GROUPS = {
    **{"WBRI": "White", "MWBC": "Mixed", "CHNE": "Asian", "BAFR": "Black", "OOTH": "Other"},
    **{"NOBT": "Not known", "": "Not known"},
}
HOMES = {"QX1": "The coast", "QN1": "The hills"}
PARTS: dict[str, Callable[[Oracle, Current, date], str]] = {
    "age-band": lambda _, child, day: age_of(child, day),
    "sex": lambda _, child, __: {"F": "Girls", "M": "Boys", "": "Not known"}[child.life.sex],
    "ethnicity": lambda _, child, __: ETHNIC_GROUPS[child.life.ethnicity],
    "uasc": lambda _, child, day: (
        "Unaccompanied"
        if child.life.uasc and (child.life.uasc_until is None or child.life.uasc_until > day)
        else "Not unaccompanied"
    ),
    "legal-status": lambda _, child, __: group_of(child.episode.legal_status, LEGAL_STATUS_GROUPS),
    "placement-type": lambda _, child, __: group_of(child.episode.place, PLACE_GROUPS),
    "provider": lambda _, child, __: PROVIDERS[child.episode.provider],
    "area": lambda oracle, child, _: area_of(oracle, child),
    "distance": lambda oracle, child, _: distance_of(oracle, child),
    "length-of-stay": lambda _, child, day: stay_of(child, day),
    "placement-authority": lambda oracle, child, _: name_of(oracle.placement_authority(child.episode)),
    "locality": lambda _, child, __: HOMES.get(child.episode.home_post[:-3], "Not known"),
}


@pytest.mark.parametrize("slug", PARTS)
def test_each_child_in_care_is_in_the_part_that_the_rows_say(council: Authority, slug: str) -> None:
    dimension = DIMENSIONS[slug]
    days = [date(2018, 12, 31), date(2019, 9, 1), date(2020, 3, 31), date(2020, 11, 30), date(2021, 3, 31)]
    oracle = Oracle(authority=OURS, returns=every_file(), postcodes=POSTCODES, populations=POPULATIONS)
    parts = breakdown([CHILDREN_IN_CARE], dimension, council, days)[CHILDREN_IN_CARE.slug]
    for number, day in enumerate(days):
        found = {dimension.label(key): series[number].numerator for key, series in parts.items()}
        expected = Counter(PARTS[slug](oracle, child, day) for child in oracle.in_care(day))
        assert {label: count for label, count in found.items() if count} == expected, day


def test_those_who_left_are_told_apart_by_where_they_went(council: Authority) -> None:
    day = date(2021, 3, 31)
    oracle = Oracle(authority=OURS, returns=every_file(), postcodes=POSTCODES, populations=POPULATIONS)
    parts = breakdown([CEASED_IN_YEAR], dimensions.DESTINATION, council, [day])[CEASED_IN_YEAR.slug]
    expected = Counter(group_of(period.last.rec, dimensions.DESTINATIONS) for _, period in oracle.exits(day))
    found = {dimensions.DESTINATION.label(key): series[0].numerator for key, series in parts.items()}
    assert {label: count for label, count in found.items() if count} == expected
