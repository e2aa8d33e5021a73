"""Published data: figures, marks, neighbours and populations, loaded and taken back like any other file."""

import json
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from sufficiency.core.models import Authority, Population
from sufficiency.extracts.actions import LoadRefusedError, SourceFile, load_files, undo_load
from sufficiency.extracts.models import Load, LoadFile
from sufficiency.extracts.outcome import Outcome, Status
from sufficiency.measures.registry import all_measures
from sufficiency.strategy.datasets import AGES_PUBLISHED, ALL_AGES, DATASETS
from sufficiency.strategy.datasets import ENGLAND as ENGLAND_CODE
from sufficiency.strategy.models import AreaCodeRow, PublishedFigure, PublishedRow, StatisticalNeighbour
from sufficiency.strategy.populations import Ages, ages_of

pytestmark = pytest.mark.django_db

DORSET, BCP, WILTSHIRE = "E06000059", "E06000058", "E06000054"
DORSET_NUMBER, BCP_NUMBER = "838", "839"
PLACE = "time_period,time_identifier,geographic_level,country_code,country_name,region_code,region_name,"
PLACE += "old_la_code,la_name,new_la_code"
ENGLAND = "2025,Reporting year,National,E92000001,England,,,,,"
SOUTH_WEST = "2025,Reporting year,Regional,E92000001,England,E12000009,South West,,,"
IN_DORSET = "2025,Reporting year,Local authority,E92000001,England,E12000009,South West,838,Dorset,E06000059"
LOOKED_AFTER = "Children looked after on 31 March each year"
RATES = f"{PLACE},population_type,population_estimate,children_count,rate_per_10000"


def tidy(header: str, *rows: str) -> bytes:
    return "\n".join((header, *rows, "")).encode()


def rates(*cells: str, place: str = IN_DORSET) -> bytes:
    """A file on numbers and rates with a row for each triple of cells, the years going back from 2025."""
    rows = [f"{place.replace('2025', str(2025 - back), 1)},{LOOKED_AFTER},{each}" for back, each in enumerate(cells)]
    return tidy(RATES, *rows)


def load(*files: bytes, **options: bool) -> Outcome:
    sources = [SourceFile(f"file-{number}.csv", BytesIO(content)) for number, content in enumerate(files, 1)]
    return load_files(files=sources, by="test", **options)


def record(outcome: Outcome) -> Load:
    return Load.objects.get(pk=outcome.load_id)


def codes(outcome: Outcome, severity: str = "error") -> list[tuple[str, int | None, str, str]]:
    found = [problem for _, problem in outcome.problems if problem.severity == severity]
    return [(each.code, each.line, each.column, each.value) for each in found]


def figures() -> set[tuple[str, int, str, str]]:
    return {(each.series, each.period, each.area, each.shown) for each in PublishedFigure.objects.all()}


def test_figures_of_all_levels_get_the_slug_of_their_measure() -> None:
    outcome = load(tidy(RATES, *(f"{place},{LOOKED_AFTER},67000,476,71" for place in (ENGLAND, SOUTH_WEST, IN_DORSET))))
    assert outcome.status is Status.COMMITTED
    assert list(outcome.problems) == []
    for area in ("E92000001", "E12000009", DORSET):
        assert ("children-in-care", 2025, area, "476") in figures()
        assert ("care-rate-per-10000", 2025, area, "71") in figures()
    assert len(figures()) == 9


@pytest.mark.parametrize("mark", ["c", "z", "x", "k", "low", "u"])
def test_marks_stay_apart_from_numbers_and_from_blank_cells(mark: str) -> None:
    load(rates(f"67000,{mark},", "67000,0,0"))
    suppressed, missing, nought = (
        PublishedFigure.objects.get(series=series, period=period)
        for series, period in (("children-in-care", 2025), ("care-rate-per-10000", 2025), ("children-in-care", 2024))
    )
    assert (suppressed.value, suppressed.mark) == (None, mark)
    assert (missing.value, missing.mark) == (None, "")
    assert (nought.value, nought.mark) == (Decimal(0), "")
    assert set(PublishedFigure.objects.numbers().of_series("children-in-care")) == {nought}


def test_a_mark_in_capitals_is_the_same_mark() -> None:
    load(rates("67000,C,Z"))
    assert PublishedFigure.objects.get(series="children-in-care").mark == "c"


def test_a_figure_knows_its_file_and_line() -> None:
    outcome = load(rates("67000,476,71", "66000,470,71"))
    figure = PublishedFigure.objects.get(series="children-in-care", period=2024)
    assert (figure.file.load_id, figure.line) == (outcome.load_id, 3)


@pytest.mark.parametrize("wrong", ["about 70", "1,200", "7O", "n/a", "12%"])
def test_a_cell_that_is_neither_number_nor_mark_is_an_error(wrong: str) -> None:
    outcome = load(rates(f'67000,476,"{wrong}"', "66000,470,71"))
    assert outcome.status is Status.REJECTED
    assert codes(outcome) == [("not-a-figure", 2, "RATE_PER_10000", wrong)]
    assert not PublishedRow.objects.exists()


def test_a_faulty_row_can_be_set_aside() -> None:
    outcome = load(rates("67000,476,?", "66000,470,71"), set_aside=True)
    assert (outcome.status, outcome.files[0].new, outcome.files[0].set_aside) == (Status.COMMITTED, 1, 1)
    assert {period for _, period, *_ in figures()} == {2024}


@pytest.mark.parametrize(
    ("place", "fault"),
    [
        (IN_DORSET.replace("2025", "last year"), ("bad-period", 2, "TIME_PERIOD", "last year")),
        (IN_DORSET.replace("Local authority", "Ward"), ("unknown-level", 2, "GEOGRAPHIC_LEVEL", "Ward")),
        (IN_DORSET.replace(DORSET, ""), ("no-area-code", 2, "GEOGRAPHIC_LEVEL", "Local authority")),
        (SOUTH_WEST.replace("E12000009", ""), ("no-area-code", 2, "GEOGRAPHIC_LEVEL", "Regional")),
    ],
)
def test_a_row_without_time_or_place_is_an_error(place: str, fault: tuple[str, int, str, str]) -> None:
    assert fault in codes(load(tidy(RATES, f"{place},{LOOKED_AFTER},67000,476,71")))


def test_two_rows_for_the_same_figures_are_an_error() -> None:
    row = f"{IN_DORSET},{LOOKED_AFTER},67000,476,71"
    outcome = load(tidy(RATES, row, row))
    assert {(code, line) for code, line, *_ in codes(outcome)} == {("duplicate-key", 2), ("duplicate-key", 3)}


def test_a_known_dataset_without_one_of_its_columns_is_refused() -> None:
    outcome = load(tidy(f"{PLACE},population_type,children_count", f"{IN_DORSET},{LOOKED_AFTER},476"))
    assert outcome.status is Status.REJECTED
    assert codes(outcome)[0][0] == "missing-column"
    assert "rate_per_10000" in next(problem.message for _, problem in outcome.problems)


def test_an_unknown_column_is_a_warning_and_its_figures_are_kept() -> None:
    outcome = load(tidy(f"{RATES},median_age", f"{IN_DORSET},{LOOKED_AFTER},67000,476,71,13.5"))
    assert ("unknown-column", 1, "MEDIAN_AGE", "") in codes(outcome, "warning")
    assert ("children-in-care", 2025, DORSET, "476") in figures()
    assert "13.5" in {shown for *_, shown in figures()}


def test_figures_that_answer_to_no_measure_are_counted_and_kept_under_their_own_names() -> None:
    header = f"{PLACE},cla_group,placement_stability,children_count,children_percent"
    outcome = load(
        tidy(
            header,
            f"{IN_DORSET},CLA on 31 March,With 3 or more placements during the year,47,10",
            f"{IN_DORSET},CLA on 31 March,Total children,476,100",
        )
    )
    assert [code for code, *_ in codes(outcome, "warning")] == ["unmapped"]
    assert "3 of 4 figures" in next(problem.message for _, problem in outcome.problems)
    assert ("three-plus-placements-percent", 2025, DORSET, "10") in figures()
    assert ("placement-stability/cla-on-31-march/total-children/children-count", 2025, DORSET, "476") in figures()
    assert len(figures()) == 4


def test_datasets_with_the_same_columns_are_told_apart_by_their_values() -> None:
    header = f"{PLACE},care_leaver_age,breakdown,care_leaver_count,care_leaver_percent"
    suitable = tidy(header, f"{IN_DORSET},17 to 18 years,Accommodation considered suitable,90,91")
    active = tidy(header, f'{IN_DORSET},17 to 18 years,"Total in education, employment or training",60,64')
    assert load(suitable, active).status is Status.COMMITTED
    assert ("leavers-suitable-accommodation-percent-17-18", 2025, DORSET, "91") in figures()
    assert ("leavers-eet-percent-17-18", 2025, DORSET, "64") in figures()


def test_a_dataset_that_is_not_known_is_kept_whole_and_said_so() -> None:
    outcome = load(tidy(f"{PLACE},colour,trees", f"{IN_DORSET},green,12", f"{IN_DORSET},red,c"))
    assert [code for code, *_ in codes(outcome, "warning")] == ["unknown-dataset", "unmapped"]
    assert sorted(shown for *_, shown in figures()) == ["12", "c"]
    assert all("/trees" in series for series, *_ in figures())


def test_unknown_datasets_with_other_categories_do_not_replace_each_other() -> None:
    load(tidy(f"{PLACE},colour,trees", f"{IN_DORSET},green,12"))
    load(tidy(f"{PLACE},colour,trees", f"{IN_DORSET},blue,13"))
    assert sorted(shown for *_, shown in figures()) == ["12", "13"]


def test_a_file_without_any_figure_is_refused() -> None:
    assert codes(load(tidy(f"{PLACE},colour", f"{IN_DORSET},green")))[0][0] == "no-figures"


def test_a_superseded_code_leads_to_the_authority() -> None:
    old_somerset = IN_DORSET.replace(DORSET, "E10000027")
    load(rates("100000,500,50", place=old_somerset))
    assert {area for _, _, area, _ in figures()} == {"E06000066"}


def test_rows_under_an_old_and_a_new_code_keep_theirs() -> None:
    old, new = (IN_DORSET.replace(DORSET, code) for code in ("E10000027", "E06000066"))
    load(tidy(RATES, f"{old},{LOOKED_AFTER},1000,z,1", f"{new},{LOOKED_AFTER},1000,5,1"))
    assert ("children-in-care", 2025, "E06000066", "5") in figures()
    assert ("children-in-care", 2025, "E10000027", "z") in figures()


def test_an_authority_that_is_abolished_or_unknown_keeps_its_figures() -> None:
    rows = [f"{IN_DORSET.replace(DORSET, code)},{LOOKED_AFTER},1000,5,50" for code in ("E10000009", "E06999999")]
    outcome = load(tidy(RATES, *rows))
    assert codes(outcome, "warning") == [("unknown-authority", 3, "NEW_LA_CODE", "E06999999")]
    assert {area for _, _, area, _ in figures()} == {"E10000009", "E06999999"}


def test_a_newer_release_replaces_the_older_and_undo_brings_it_back() -> None:
    first = load(rates("67000,476,71", "66000,470,71"))
    before = figures()
    second = load(rates("67000,477,71"))
    assert (second.files[0].changed, second.files[0].gone) == (1, 1)
    assert {shown for series, _, _, shown in figures() if series == "children-in-care"} == {"477"}
    restored = undo_load(load=record(second), by="test")
    assert [file.load_id for file in restored] == [first.load_id]
    assert figures() == before
    undo_load(load=record(first), by="test")
    assert (figures(), PublishedRow.objects.count()) == (set(), 0)


def test_undo_of_a_replaced_release_changes_nothing() -> None:
    first = load(rates("67000,476,71"))
    load(rates("67000,477,71"))
    expected = figures()
    undo_load(load=record(first), by="test")
    assert figures() == expected


def test_the_same_file_again_is_recognised() -> None:
    load(rates("67000,476,71"))
    assert load(rates("67000,476,71")).status is Status.ALREADY_LOADED
    assert LoadFile.objects.count() == 1


def test_a_dry_run_of_published_data_changes_nothing() -> None:
    outcome = load(rates("67000,476,71"), dry_run=True)
    assert (outcome.status, outcome.files[0].new) == (Status.CHECKED, 1)
    assert (figures(), Load.objects.count()) == (set(), 0)


def test_two_files_of_one_dataset_in_one_load_are_refused() -> None:
    outcome = load(rates("67000,476,71"), rates("67000,477,71"))
    assert [code for code, *_ in codes(outcome)] == ["same-kind-twice"]
    assert figures() == set()


# Populations


def populations(*rows: tuple[int, str, str]) -> bytes:
    header = PLACE.replace("la_name,new_la_code", "new_la_code,la_name") + ",age_group,population_estimate"
    return tidy(
        header,
        *(
            f"{year},Reporting year,Local authority,E92000001,England,E12000009,South West,838,{code},Somewhere,"
            f"Children aged 0 to 17 years,{children}"
            for year, code, children in rows
        ),
    )


def estimate(mid_year: int, code: str = DORSET) -> int | None:
    estimates = Population.objects.for_authority(Authority.objects.get(code=code)).estimates()
    return next((each.children for each in estimates if each.mid_year == mid_year), None)


def test_loaded_populations_go_before_those_that_come_with_the_tracker_and_undo_takes_them_back() -> None:
    shipped = estimate(2024)
    first = load(populations((2024, DORSET, "70001"), (2025, DORSET, "70002"), (2024, "E10000009", "x")))
    assert (estimate(2024), estimate(2025)) == (70001, 70002)
    second = load(populations((2024, DORSET, "70003")))
    assert (estimate(2024), estimate(2025)) == (70003, None)
    undo_load(load=record(second), by="test")
    assert (estimate(2024), estimate(2025)) == (70001, 70002)
    undo_load(load=record(first), by="test")
    assert (estimate(2024), estimate(2025)) == (shipped, None)


def test_a_population_that_a_strategy_fixed_stays_before_a_loaded_one() -> None:
    dorset = Authority.objects.get(code=DORSET)
    Population.objects.create(authority=dorset, mid_year=2024, children=68_000, source="s", fixed_by_strategy=True)
    load(populations((2024, DORSET, "70001")))
    assert estimate(2024) == 68_000


AGES = {"under-1": 5, "1-4": 20, "5-9": 25, "10-15": 40, "16-over": 10}


def ages(mid_year: int = 2024, code: str = DORSET, total: int | None = None, **changed: int) -> bytes:
    """A file with the children of a place by age band, and with their total if there is one."""
    place = populations((mid_year, code, "0")).decode().splitlines()[1].rsplit(",", 2)[0]
    if code == ENGLAND_CODE:
        place = f"{mid_year},Reporting year,National,{code},England,,,,,"
    groups = {AGES_PUBLISHED[band]: number for band, number in (AGES | changed).items()}
    groups |= {} if total is None else {ALL_AGES: total}
    header = populations().decode().strip()
    return tidy(header, *(f"{place},{group},{number}" for group, number in groups.items()))


def test_age_bands_are_shares_of_their_own_sum_and_leave_the_total_alone() -> None:
    shipped, day = estimate(2024), date(2025, 3, 31)
    assert ages_of([DORSET], day) == {}
    of_bands = load(ages())
    assert codes(of_bands, "warning") == []
    assert (estimate(2024), ages_of([DORSET, ENGLAND_CODE], day)) == (
        shipped,
        {DORSET: Ages(2024, {band: Fraction(number, 100) for band, number in AGES.items()})},
    )
    assert ages_of([DORSET], date(2024, 3, 31)) == {}
    assert ages_of([DORSET], date(2030, 3, 31))[DORSET].mid_year == 2024
    with_total = load(ages(total=68_001, **{"5-9": 65}))
    assert (estimate(2024), ages_of([DORSET], day)[DORSET].shares["5-9"]) == (68_001, Fraction(65, 140))
    load(populations((2024, DORSET, "70003")))
    assert (estimate(2024), ages_of([DORSET], day)[DORSET].shares["5-9"]) == (70_003, Fraction(1, 4))
    undo_load(load=record(with_total), by="test")
    undo_load(load=record(of_bands), by="test")
    assert ages_of([DORSET], day) == {}


def test_an_age_group_of_another_name_is_named_with_advice_and_counted_nowhere() -> None:
    rows = ages(total=68_001).decode().replace("10 to 15 years", "10 to 14 years")
    outcome = load(rows.encode())
    assert codes(outcome, "warning") == [("unknown-group", 5, "AGE_GROUP", "Children aged 10 to 14 years")]
    ((_, problem),) = outcome.problems
    assert "write Children aged under 1 year" in problem.message
    assert estimate(2024) == 68_001
    assert ages_of([DORSET], date(2025, 3, 31)) == {}
    load(ages(code=ENGLAND_CODE))
    assert ages_of([DORSET, ENGLAND_CODE], date(2025, 3, 31)).keys() == {ENGLAND_CODE}


# Statistical neighbours

TEN = ("839", "865", "845", "938", "881", "935", "933", "878", "908", "926")
CLOSE = ("Extremely Close", "Very Close", "Close", "Somewhat close", "Not Close")


def neighbours_2021(*rows: Sequence[str]) -> bytes:
    header = "LA num,LA Name,LA number,GOInd,GOReg," + ",".join(f"SN{rank},SNP" for rank in range(1, 11)) + ","
    return tidy(header, *(",".join(row) for row in rows))


def neighbours_2025(*rows: Sequence[str]) -> bytes:
    pairs = ",".join(f"SN_{rank},SN_{rank}P" for rank in range(1, 11))
    return tidy(f"old_la_code,la_name,region_ind,region_name,{pairs}", *(",".join(row) for row in rows))


def pairs_of(numbers: Sequence[str] = TEN) -> list[str]:
    return [cell for rank, number in enumerate(numbers) for cell in (number, CLOSE[rank // 2])]


ROW_2021 = [DORSET_NUMBER, "Dorset", DORSET_NUMBER, "7", "South West", *pairs_of(), ""]
ROW_2025 = [DORSET_NUMBER, "Dorset", "7", "South West", *pairs_of(TEN[::-1])]


def neighbours(edition: int) -> list[tuple[int, str, str]]:
    found = StatisticalNeighbour.objects.of_edition(edition).filter(authority=DORSET)
    return [(each.rank, each.neighbour.dfe_number, each.closeness) for each in found]


def test_both_layouts_of_statistical_neighbours_stand_side_by_side() -> None:
    outcome = load(neighbours_2021(ROW_2021), neighbours_2025(ROW_2025))
    assert [file.kind for file in outcome.files] == ["statistical-neighbours-2021", "statistical-neighbours-2025"]
    assert [number for _, number, _ in neighbours(2021)] == list(TEN)
    assert [number for _, number, _ in neighbours(2025)] == list(TEN[::-1])
    assert neighbours(2021)[0] == (1, "839", "Extremely close")
    assert neighbours(2021)[-1] == (10, "926", "Not close")


def test_a_heading_inside_the_neighbours_is_a_warning_and_blank_rows_are_named() -> None:
    blank = [""] * len(ROW_2021)
    outcome = load(neighbours_2021(ROW_2021, blank, ["", "Old SNs:", *blank[2:]]))
    assert outcome.status is Status.COMMITTED
    assert {(code, line) for code, line, *_ in codes(outcome, "warning")} == {
        ("trailing-commas", 1), ("blank-row", 3), ("heading-row", 4),
    }  # fmt: skip


def test_numbers_of_no_authority_are_warned_about_and_left_out() -> None:
    outcome = load(neighbours_2025([*ROW_2025[:4], *pairs_of(("999", *TEN[1:]))], ["998", "Nowhere", *ROW_2025[2:]]))
    assert codes(outcome, "warning") == [
        ("unknown-neighbour", 2, "SN", "999"),
        ("unknown-authority", 3, "OLD_LA_CODE", "998"),
    ]
    assert [rank for rank, *_ in neighbours(2025)] == list(range(2, 11))


def test_a_closeness_the_model_does_not_know_is_an_error() -> None:
    outcome = load(neighbours_2025([*ROW_2025[:5], "Next door", *ROW_2025[6:]]))
    assert codes(outcome) == [("unknown-closeness", 2, "SNP", "Next door")]


def test_neighbours_without_the_authority_they_belong_to_are_an_error() -> None:
    assert codes(load(neighbours_2025(["", *ROW_2025[1:]]))) == [("neighbour-of-nobody", 2, "OLD_LA_CODE", "Dorset")]


def test_undo_takes_neighbours_back() -> None:
    first = load(neighbours_2025(ROW_2025))
    second = load(neighbours_2025([*ROW_2025[:4], *pairs_of()]))
    assert [number for _, number, _ in neighbours(2025)] == list(TEN)
    undo_load(load=record(second), by="test")
    assert [number for _, number, _ in neighbours(2025)] == list(TEN[::-1])
    undo_load(load=record(first), by="test")
    assert neighbours(2025) == []


# The lookup of area codes


@pytest.mark.parametrize("year", ["23", "25"])
def test_the_lookup_of_districts_is_held_against_the_trackers_own_codes(year: str) -> None:
    header = f"LTLA{year}CD,LTLA{year}NM,UTLA{year}CD,UTLA{year}NM"
    devon, dorset = "E10000008,Devon", "E06000059,Dorset"
    rows = f"E07000040,East Devon,{devon}", f"E07000041,Exeter,{dorset}", f"E07999999,New,{devon}"
    outcome = load(tidy(header, *rows))
    assert codes(outcome, "warning") == [
        ("area-belongs-elsewhere", 3, "UTLACD", "E06000059"),
        ("unknown-area-code", 4, "LTLACD", "E07999999"),
    ]
    assert AreaCodeRow.objects.count() == 3


# Whose file it is

RETURN = b"CHILD,SEX,DOB,DUC\n0012,1,03/02/2008,\n"


def test_a_councils_file_is_refused_among_published_data() -> None:
    outcome = load(rates("67000,476,71"), RETURN)
    assert outcome.status is Status.REJECTED
    assert [code for code, *_ in codes(outcome)] == ["misplaced-file"]
    assert figures() == set()


def test_published_data_is_refused_among_a_councils_files() -> None:
    outcome = load_files(
        files=[SourceFile("rates.csv", BytesIO(rates("67000,476,71")))],
        authority=Authority.objects.get(code=DORSET),
        year=2021,
        by="test",
    )
    assert [code for code, *_ in codes(outcome)] == ["misplaced-file"]


def test_an_authority_without_a_year_is_refused() -> None:
    dorset = Authority.objects.get(code=DORSET)
    with pytest.raises(LoadRefusedError, match="together"):
        load_files(files=[SourceFile("uasc.csv", BytesIO(RETURN))], authority=dorset, by="test")


def test_the_command_loads_published_data_without_authority_and_year(tmp_path: Path) -> None:
    path = tmp_path / "rates.csv"
    path.write_bytes(rates("67000,476,71"))
    out = StringIO()
    call_command("load_extract", str(path), "--format", "json", stdout=out)
    outcome = json.loads(out.getvalue())
    assert outcome["status"] == "committed"
    assert outcome["files"] == [
        {
            **{"file": "rates.csv", "kind": "published-figures", "rows": 1, "new": 1, "changed": 0},
            **{"unchanged": 0, "gone": 0, "set_aside": 0},
        }
    ]
    listed = StringIO()
    call_command("loads", stdout=listed)
    assert "published data" in listed.getvalue()
    call_command("undo_load", str(outcome["load"]), stdout=StringIO())
    assert figures() == set()


@pytest.mark.parametrize("arguments", [["--authority", DORSET], ["--year", "2021"]])
def test_the_command_wants_authority_and_year_together(arguments: list[str], tmp_path: Path) -> None:
    path = tmp_path / "rates.csv"
    path.write_bytes(rates("67000,476,71"))
    with pytest.raises(CommandError) as refusal:
        call_command("load_extract", str(path), *arguments)
    assert refusal.value.returncode == 2


def test_series_have_one_name_each() -> None:
    for dataset in DATASETS.values():
        assert len(dataset.series) == len({each.slug for each in dataset.series})
    every = [each for dataset in DATASETS.values() for each in dataset.series]
    meanings = {(each.slug, tuple(each.where.items()), each.indicator) for each in every}
    assert len(meanings) == len({slug for slug, *_ in meanings})


def test_series_that_have_the_name_of_a_measure_say_that_they_are_its_figures() -> None:
    measures = {measure.slug for measure in all_measures()}
    series = {each.slug: each.is_measure for dataset in DATASETS.values() for each in dataset.series}
    assert {"care-rate-per-10000", "three-plus-placements-percent"} <= measures & set(series)
    assert all(series[slug] for slug in measures & set(series))
