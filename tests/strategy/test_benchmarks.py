"""Benchmarks: whom an authority is compared with, by which published figures, and why its own value differs."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from io import BytesIO
from statistics import fmean
from unittest.mock import Mock

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from sufficiency.core.models import Authority, Population
from sufficiency.core.rounding import shown
from sufficiency.core.tally import evaluate
from sufficiency.extracts.actions import SourceFile, load_files, undo_load
from sufficiency.extracts.models import Load
from sufficiency.extracts.outcome import Outcome
from sufficiency.measures.registry import all_measures, measure_named
from sufficiency.strategy.benchmarks import Benchmark, Several, benchmarks_of, children_at
from sufficiency.strategy.datasets import COMPARED
from sufficiency.strategy.differences import Loads, days_compared, loads_behind, reasons
from sufficiency.strategy.figures import Figure, Source
from sufficiency.strategy.models import Comparator, ShippedSeries
from tests.placements.council import found_council
from tests.placements.council import load as load_returns
from tests.returns import episode, several

from .entries import entered
from .published import rates

pytestmark = pytest.mark.django_db

RATE, COUNT = "care-rate-per-10000", "children-in-care"
DEVON, WILTSHIRE, EAST_SUSSEX, SUFFOLK, SHROPSHIRE = "E10000008", "E06000054", "E10000011", "E10000029", "E06000051"
BOARD = "Good and outstanding neighbours"


@pytest.fixture
def dorset() -> Authority:
    return Authority.objects.get(code="E06000059")


def benchmark(authority: Authority, slug: str = RATE) -> Benchmark:
    return benchmarks_of(authority, [slug])[slug]


def load(*files: bytes) -> Outcome:
    sources = [SourceFile(f"file-{number}.csv", BytesIO(content)) for number, content in enumerate(files, 1)]
    return load_files(files=sources, by="test")


def undo(outcome: Outcome) -> None:
    undo_load(load=Load.objects.get(pk=outcome.load_id), by="test")


def of(value: Figure | None) -> tuple[str, Fraction | None]:
    assert value is not None
    return value.text, value.value


def member(authority: Authority, code: str, since: date = date(2019, 3, 31), until: date | None = None) -> Comparator:
    return entered(
        Comparator, authority, comparator=BOARD, member=code, member_from=since, member_until=until, purpose="to reach"
    )


def test_a_first_run_has_benchmarks_with_their_source(dorset: Authority) -> None:
    found = benchmarks_of(dorset)
    assert set(found) == set(COMPARED)
    for slug, each in found.items():
        assert each.years == [2021, 2022, 2023, 2024, 2025], slug
        assert all("DfE" in source.title and source.loaded_on is None for source in each.sources()), slug
        for year in each.years:
            for figure in (each.own(year), each.england(year), each.region(year)):
                assert figure is not None and (figure.value is not None or figure.text == "c"), (slug, year)
    rate = found[RATE]
    assert [of(figure) for figure in (rate.own(2025), rate.region(2025), rate.england(2025))] == [
        ("65", 65), ("62", 62), ("67", 67)
    ]  # fmt: skip


def test_whatever_is_compared_is_a_measure(dorset: Authority) -> None:
    assert set(COMPARED) <= {measure.slug for measure in all_measures()}


def test_every_shipped_series_is_compared_or_tells_why_a_rate_differs() -> None:
    sums = {slug: series.parts for slug, (_, series) in COMPARED.items() if series.parts}
    parts = {part for each in sums.values() for part in each}
    shipped = set(ShippedSeries.objects.values_list("series", flat=True))
    assert shipped == {*COMPARED, *parts, "care-rate-population"} - sums.keys()


def test_share_of_new_placements_outside_is_the_sum_of_the_two_published_ones(dorset: Authority) -> None:
    slug = "new-placements-out-of-area-percent"
    _, series = COMPARED[slug]
    parts = ShippedSeries.objects.filter(series__in=series.parts, area=dorset.pk)
    of_2025 = [int(dict(part.by_year())[2025]) for part in parts]
    assert len(of_2025) == 2
    assert of(benchmark(dorset, slug).own(2025)) == (str(sum(of_2025)), sum(of_2025))
    ShippedSeries.objects.filter(series=series.parts[1], area=dorset.pk).update(figures="1,1,1,1,c")
    found = benchmark(dorset, slug)
    assert of(found.own(2025)) == ("c", None), "a sum of which a part is suppressed is suppressed"
    assert found.neighbours(2025, 2025).counted == 10


def test_neighbours_are_those_of_the_edition_in_use(dorset: Authority) -> None:
    found = benchmark(dorset)
    editions = [found.compared.edition_for(year) for year in (2019, 2021, 2024, 2025, 2026)]
    assert editions == [2021, 2021, 2021, 2025, 2025]
    assert [next(iter(found.neighbours(2025, each).figures)) for each in (2021, 2025)] == [DEVON, "E06000066"]
    assert all(len(found.neighbours(2025, edition).figures) == 10 for edition in (2021, 2025))


def test_bordering_authorities_are_compared(dorset: Authority) -> None:
    names = [benchmark(dorset).compared.names[code] for code in benchmark(dorset).bordering(2025).figures]
    assert names == ["Bournemouth, Christchurch and Poole", "Devon", "Hampshire", "Somerset", "Wiltshire"]


def test_a_group_counts_the_members_it_had_on_31_march(dorset: Authority) -> None:
    member(dorset, WILTSHIRE)
    member(dorset, SUFFOLK, until=date(2023, 3, 31))
    member(dorset, EAST_SUSSEX, since=date(2023, 3, 31))
    found = benchmark(dorset)
    members = [set(found.group(BOARD, year).figures) for year in (2022, 2023)]
    assert members == [{WILTSHIRE, SUFFOLK}, {WILTSHIRE, EAST_SUSSEX}]


def test_a_group_is_shown_as_a_range(dorset: Authority) -> None:
    for code in (WILTSHIRE, EAST_SUSSEX, SUFFOLK):
        member(dorset, code)
    group = benchmark(dorset).group(BOARD, 2025)
    assert (group.lowest, group.highest, group.counted) == (46, 66, 3)
    assert benchmark(dorset).compared.said_of(BOARD, 2025) == ["to reach"]


def test_a_loaded_file_replaces_the_years_it_holds_and_undo_brings_the_others_back(dorset: Authority) -> None:
    outcome = load(rates("66000,430,64", "66000,441,c"))
    found = benchmark(dorset)
    assert [of(found.own(year)) for year in (2025, 2024, 2023)] == [("64", 64), ("c", None), ("65", 65)]
    assert found.england(2025) is None, "the file holds no row of England, and the tracker's own no longer counts"
    assert [source.loaded_on is None for source in found.sources()] == [True, False]
    assert of(found.revised(2025)) == ("65", 65)
    undo(outcome)
    found = benchmark(dorset)
    assert (of(found.own(2025)), of(found.england(2025)), found.revised(2025)) == (("65", 65), ("67", 67), None)


def test_a_file_of_one_series_leaves_the_others(dorset: Authority) -> None:
    load(rates("66000,430,64"))
    assert of(benchmark(dorset, "long-term-stability-percent").own(2025)) == ("78", 78)


def test_suppressed_figures_are_shown_and_never_averaged(dorset: Authority) -> None:
    ShippedSeries.objects.filter(series=RATE, area=DEVON).update(figures="57,58,60,60,c")
    near = benchmark(dorset).neighbours(2025, 2025)
    devon = near.figures[DEVON]
    assert devon is not None and (devon.text, devon.value) == ("c", None)
    assert "suppressed" in devon.means
    assert near.counted == 9
    assert near.mean == Fraction(sum([55, 119, 60, 86, 35, 66, 53, 54, 48]), 9)
    assert near.median == 55


FIGURES = st.lists(
    st.one_of(st.none(), st.sampled_from(["c", "z", "low", ""]), st.decimals(0, 500, places=1)), min_size=1, max_size=12
)


@given(FIGURES)
@settings(max_examples=15)
def test_mean_median_and_range_are_those_of_a_plain_loop_over_the_numbers(cells: list[str | Decimal | None]) -> None:
    figures = {}
    numbers = []
    for place, cell in enumerate(cells):
        value = Fraction(cell) if isinstance(cell, Decimal) else None
        figures[str(place)] = None if cell is None else Figure(str(cell), value, Source("made up"))
        if value is not None:
            numbers.append(value)
    numbers.sort()
    found = Several(figures)
    assert found.counted == len(numbers)
    if not numbers:
        assert (found.mean, found.median, found.lowest, found.highest) == (None, None, None, None)
        return
    total = Fraction()
    for number in numbers:
        total += number
    half = len(numbers) // 2
    middle = numbers[half] if len(numbers) % 2 else (numbers[half - 1] + numbers[half]) / 2
    assert (found.mean, found.median) == (total / len(numbers), middle)
    assert (found.lowest, found.highest) == (numbers[0], numbers[-1])
    assert float(found.mean or 0) == pytest.approx(fmean(map(float, numbers)))


def test_queries_depend_neither_on_measures_nor_on_years_nor_on_areas(dorset: Authority) -> None:
    def queries(*slugs: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            benchmarks_of(dorset, slugs)
        return len(captured)

    one = queries(RATE)
    for code in (WILTSHIRE, EAST_SUSSEX, SUFFOLK):
        member(dorset, code)
    load(rates("66000,430,64", "66000,441,c"))
    assert queries(*COMPARED) == queries(RATE) == one == 8


@pytest.mark.parametrize(
    ("rate", "population", "children"),
    [("65", 68_000, "442.0"), ("55", 68_000, "374.0"), ("60", 68_000, "408.0"), ("44.4", 77_477, "344.0")],
    ids=["r4", "r5", "r6", "r10"],
)
def test_a_comparator_rate_comes_to_so_many_children_here(rate: str, population: int, children: str) -> None:
    assert shown(children_at(Fraction(rate), population), 1) == children


def test_r4_390_children_are_no_rate_of_65_and_both_figures_stand() -> None:
    assert shown(Fraction(390 * 10_000, 68_000), 2) == "57.35"
    assert children_at(Fraction(65), 68_000) == 442


def test_r7_440_children_are_close_to_the_rate_of_65() -> None:
    assert shown(Fraction(440 * 10_000, 68_000), 1) == "64.7"


@pytest.fixture
def council() -> Iterator[Authority]:
    """Three children in care on 31 March 2020, two on 30 November 2020, by returns of both years."""
    authority = found_council()
    load_returns(
        authority,
        several(
            y2020=[episode("01/05/2019", child=f"C{n}") for n in (1, 2, 3)],
            y2021=[
                episode("01/05/2019", child="C1"),
                episode("01/05/2019", child="C2"),
                episode("01/05/2019", "30/06/2020", child="C3", rec="E4A"),
            ],
        ),
    )
    return authority


def published_for(authority: Authority, slug: str, year: int, *figures: str) -> Benchmark:
    """The benchmark when one figure for the year was published, and with it others of the same file."""
    load(rates(*figures).replace(b"2025", str(year).encode()))
    return benchmark(authority, slug)


def live(authority: Authority, slug: str, day: date) -> tuple[object, ...]:
    return evaluate([measure_named(slug)], authority, [day])[slug][0], loads_behind(
        authority, measure_named(slug), [day.year]
    )[day.year]


def test_years_are_compared_on_31_march_or_on_the_last_day_of_the_running_year() -> None:
    years = [2018, 2019, 2020, 2021, 2022]
    assert days_compared(years, date(2018, 4, 1), date(2020, 11, 30)) == {
        2019: date(2019, 3, 31),
        2020: date(2020, 3, 31),
        2021: date(2020, 11, 30),
    }
    assert days_compared(years, None, None) == {}


def test_no_reason_is_given_when_both_agree_as_rounded(council: Authority) -> None:
    found = published_for(council, COUNT, 2020, "68250,3,1")
    result, loads = live(council, COUNT, date(2020, 3, 31))
    assert reasons(found, 2020, result, loads, 5) == []
    found = benchmark(council, RATE)
    result, loads = live(council, RATE, date(2020, 3, 31))
    assert result.value == Fraction(30_000, 68_000)
    assert shown(result.value) == "0" != of(found.own(2020))[0]
    assert reasons(found, 2020, result, loads, 0) != []


def test_reasons_of_a_difference_are_worked_out(council: Authority) -> None:
    found = published_for(council, RATE, 2020, "66000,5,1")
    result, loads = live(council, RATE, date(2020, 3, 31))
    today = Load.objects.latest("finished_at").finished_at
    assert today is not None
    assert reasons(found, 2020, result, loads, 4) == [
        "Other count: the publication has 5 children in care, we 3.",
        "Other population: the publication divides by 66,000 children, ours by 68,000. Population: made up, mid-2018.",
        f"Live data: ours is worked out from 2 loads, the last of {today.day} {today:%B %Y}; 1 is of returns after "
        "2020's, which may correct earlier days.",
        "4 faulty rows of our returns are set aside.",
    ]


def test_another_day_and_a_revision_are_reasons(council: Authority) -> None:
    Population.objects.filter(authority=council).delete()
    ShippedSeries.objects.filter(series=COUNT, area=council.pk).update(figures="9,9,9,9,9")
    found = published_for(council, COUNT, 2021, "68250,7,1")
    result = Mock(value=2, numerator=2, denominator=None, as_at=date(2020, 11, 30), measure=measure_named(COUNT))
    told = reasons(found, 2021, result, Loads(0, None, 0), 0)
    assert told[0] == (
        "Other date: published for 31 March 2021; ours is for 30 November 2020, the last day our returns speak for."
    )
    assert told[1].startswith("Revision: the publication says 7 in the file loaded on ")
    assert told[1].endswith("and said 9 in the tracker's own table.")
    assert len(told) == 2


def test_a_suppressed_figure_is_no_difference(council: Authority) -> None:
    found = published_for(council, COUNT, 2020, "68250,c,c")
    result, loads = live(council, COUNT, date(2020, 3, 31))
    assert reasons(found, 2020, result, loads, 4) == []


def test_a_difference_of_definition_is_told(council: Authority) -> None:
    found = benchmark(council, "sdq-average")
    result = Mock(value=Fraction(12), numerator=12, denominator=1, as_at=date(2021, 3, 31))
    result.measure = measure_named("sdq-average")
    assert reasons(found, 2021, result, Loads(0, None, 0), 0) == [found.series.differs]
    assert "age 4" in found.series.differs
