"""What the Department for Education and the ONS published: every row is in the model, and the rates add up."""

import csv
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from io import BytesIO
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction

from sufficiency.core.models import Authority, Population
from sufficiency.core.rounding import half_up
from sufficiency.extracts.actions import SourceFile, load_files
from sufficiency.extracts.models import LoadFile
from sufficiency.extracts.outcome import Outcome, Status
from sufficiency.extracts.problems import Severity
from sufficiency.strategy.datasets import DATASETS
from sufficiency.strategy.models import (
    PublishedFigure,
    PublishedRow,
    ShippedNeighbour,
    ShippedSeries,
    StatisticalNeighbour,
)

FOLDER = settings.BASE_DIR.parent / "shared" / "data" / "dfe"
TIDY = {
    "cla_number_and_rate_per_10k_children.csv": "cla-number-and-rate",
    "la_care_leavers_accommodation_suitability.csv": "care-leavers-accommodation",
    "la_care_leavers_activity.csv": "care-leavers-activity",
    "la_cla_during_year_new_placements.csv": "new-placements",
    "la_cla_placement_stability.csv": "placement-stability",
    "la_conviction_health_outcome_cla.csv": "health-and-convictions",
    "ons_mid-year_population_estimates_2012_to_2024.csv": "ons-populations",
}
FIGURES_OF = {"population_estimate", "children_count", "rate_per_10000", "children_percent"} | {
    "care_leaver_count",
    "care_leaver_percent",
}
NEIGHBOURS = {
    "New_Statistical_Neighbour_Groupings_April_2021.csv": "statistical-neighbours-2021",
    "sn_model_2025_wide.csv": "statistical-neighbours-2025",
}
RATES = {"care-rate": "children-in-care", "started-rate": "started-in-year", "ceased-rate": "ceased-in-year"}
# Regional counts are published rounded to ten, so four rates differ from what follows from them: year, region,
# rate, and by how much the recomputed one is higher.
WEST_MIDLANDS, LONDON, INNER_LONDON = "E12000005", "E12000007", "E13000001"
REGIONAL_RATES_OFF_BY_ONE = {
    (2023, INNER_LONDON, "care-rate", 1),
    (2024, WEST_MIDLANDS, "care-rate", 1),
    (2023, LONDON, "ceased-rate", -1),
    (2024, INNER_LONDON, "ceased-rate", -1),
}

DORSET = "E06000059"

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not FOLDER.is_dir(), reason="The published files are not on this machine."),
]


def rows_of(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(newline="", encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))


def load(*names: str) -> Outcome:
    paths = [FOLDER / name for name in names]
    return load_files(files=[SourceFile(path.name, BytesIO(path.read_bytes())) for path in paths], by="test")


@pytest.fixture(scope="module")
def loaded(django_db_setup: None, django_db_blocker: Any) -> Iterator[Outcome]:
    """Every file of the folder in one load, made once for all tests of this module and taken back afterwards."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield load(*sorted(path.name for path in FOLDER.glob("*.csv")))
        transaction.set_rollback(True)


def test_every_file_loads_and_every_row_is_accounted_for(loaded: Outcome) -> None:
    assert loaded.status is Status.COMMITTED
    errors = [problem for _, problem in loaded.problems if problem.severity is Severity.ERROR]
    assert errors == []
    for file in loaded.files:
        filled = [row for row in rows_of(file.name) if any(isinstance(cell, str) and cell for cell in row.values())]
        assert (file.rows, file.new, file.set_aside) == (len(filled), len(filled), 0), file.name
    kinds = {file.name: file.kind for file in loaded.files}
    assert {name: kinds[name] for name in NEIGHBOURS} == NEIGHBOURS
    datasets = dict(LoadFile.objects.filter(load=loaded.load_id).values_list("name", "dataset"))
    assert {name: datasets[name] for name in TIDY} == TIDY


@pytest.mark.parametrize("name", TIDY)
def test_every_cell_with_a_figure_is_a_figure(name: str, loaded: Outcome) -> None:
    cells = Counter(
        (row["time_period"], cell) for row in rows_of(name) for column, cell in row.items() if column in FIGURES_OF
    )
    kept = Counter((str(each.period), each.shown) for each in PublishedFigure.objects.filter(dataset=TIDY[name]))
    plain: Counter[tuple[str, str]] = Counter()
    for (period, cell), number in cells.items():
        plain[period, f"{Decimal(cell).normalize():f}" if cell.replace(".", "").isdigit() else cell] += number
    assert kept == plain


def test_published_rates_follow_from_counts_and_populations(loaded: Outcome) -> None:
    """Half-up: every authority's and every national rate, and all but four of the regions'."""
    differing, compared = set(), Counter()
    for rate, count in RATES.items():
        series = {f"{rate}-per-10000": "rate", count: "count", f"{rate}-population": "population"}
        found: dict[tuple[int, str, str], dict[str, Decimal | None]] = {}
        for figure in PublishedFigure.objects.of_series(*series):
            found.setdefault((figure.period, figure.area, figure.level), {})[series[figure.series]] = figure.value
        for (period, area, level), figures in found.items():
            assert set(figures) == {"rate", "count", "population"}
            if figures["rate"] is None:
                assert figures["count"] is None, "A rate may be left out only where its count is."
                continue
            assert figures["count"] is not None and figures["population"] is not None
            compared[level] += 1
            recomputed = half_up(10_000 * Fraction(figures["count"]) / Fraction(figures["population"]))
            if recomputed != figures["rate"]:
                differing.add((level, period, area, rate, recomputed - int(figures["rate"])))
    assert compared == {"National": 15, "Regional": 165, "Local authority": rates_of_authorities()}
    assert {level for level, *_ in differing} == {"Regional"}
    assert {tuple(each[1:]) for each in differing} == REGIONAL_RATES_OFF_BY_ONE


def rates_of_authorities() -> int:
    """Rows of authorities whose rate is a number, counted in the file itself."""
    return sum(
        row["geographic_level"] == "Local authority" and row["rate_per_10000"].isdigit()
        for row in rows_of("cla_number_and_rate_per_10k_children.csv")
    )


def test_rates_rest_on_the_estimate_of_the_mid_year_before(loaded: Outcome) -> None:
    """The population beside each rate is the ONS estimate that MEASURES asks for: mid-year before the year's end."""
    estimates = {
        (figure.period, figure.area): figure.value
        for figure in PublishedFigure.objects.of_series("children-population").numbers()
    }
    beside = PublishedFigure.objects.of_series("care-rate-population").numbers()
    differing = {(each.period, each.area) for each in beside if estimates[each.period - 1, each.area] != each.value}
    assert differing == set()


def test_populations_are_those_of_the_file(loaded: Outcome) -> None:
    shipped = Population.objects.filter(loaded=False, fixed_by_strategy=False)
    taken = Population.objects.filter(loaded=True)
    assert set(taken.values_list("authority", "mid_year", "children")) == set(
        shipped.values_list("authority", "mid_year", "children")
    )


def test_each_authority_of_the_neighbour_files_has_ten_neighbours(loaded: Outcome) -> None:
    for edition, authorities in ((2021, 156), (2025, 153)):
        neighbours = StatisticalNeighbour.objects.of_edition(edition)
        assert neighbours.count() == 10 * authorities
        assert set(Counter(neighbours.values_list("authority", flat=True)).values()) == {10}


def test_dorsets_neighbours_are_the_ten_of_the_file_in_their_order(loaded: Outcome) -> None:
    row = next(row for row in rows_of("sn_model_2025_wide.csv") if row["la_name"] == "Dorset")
    neighbours = StatisticalNeighbour.objects.for_authority(Authority.objects.get(code="E06000059")).of_edition(2025)
    assert [each.neighbour.dfe_number for each in neighbours] == [row[f"SN_{rank}"] for rank in range(1, 11)]
    assert [each.closeness for each in neighbours] == [row[f"SN_{rank}P"].strip() for rank in range(1, 11)]


def test_the_same_files_again_change_nothing(loaded: Outcome) -> None:
    rows = PublishedRow.objects.count()
    assert load(*TIDY).status is Status.ALREADY_LOADED
    assert PublishedRow.objects.count() == rows


def test_trackers_own_table_holds_what_was_published() -> None:
    """Each cell of it, found in the files by a plain loop."""
    renamed = dict(Authority.objects.exclude(dfe_number="").filter(until=None).values_list("dfe_number", "pk"))
    areas = set(ShippedSeries.objects.values_list("area", flat=True))
    published: dict[tuple[str, str, int], str] = {}
    for name, slug in TIDY.items():
        dataset = DATASETS[slug]
        for row in rows_of(name):
            place = renamed.get(row["old_la_code"]) or row["region_code"] or row["country_code"]
            for series in dataset.series:
                if place in areas and all(row[column] == value for column, value in series.where.items()):
                    published[series.slug, place, int(row["time_period"])] = row[series.indicator]
    shipped = {
        (row.series, row.area, year): text for row in ShippedSeries.objects.all() for year, text in row.by_year()
    }
    assert len(shipped) == 1800
    assert shipped == {key: published[key] for key in shipped}


def test_trackers_own_neighbours_are_the_published_ones(loaded: Outcome) -> None:
    assert loaded.status is Status.COMMITTED
    for edition in (2021, 2025):
        published = StatisticalNeighbour.objects.of_edition(edition).filter(authority=DORSET)
        shipped = ShippedNeighbour.objects.filter(authority=DORSET, edition=edition)
        assert list(shipped.order_by("rank").values_list("rank", "neighbour", "closeness")) == list(
            published.order_by("rank").values_list("rank", "neighbour_id", "closeness")
        )
