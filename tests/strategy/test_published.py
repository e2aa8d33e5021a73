"""Published figures and their marks, loaded and taken back like any other file."""

import json
from decimal import Decimal
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from sufficiency.core.models import Authority
from sufficiency.extracts.actions import LoadRefusedError, SourceFile, load_files, undo_load
from sufficiency.extracts.models import Load, LoadFile
from sufficiency.extracts.outcome import Status
from sufficiency.measures.registry import all_measures
from sufficiency.strategy.datasets import DATASETS
from sufficiency.strategy.models import PublishedFigure, PublishedRow

from .published import (
    DORSET,
    ENGLAND,
    IN_DORSET,
    LOOKED_AFTER,
    PLACE,
    RATES,
    SOUTH_WEST,
    codes,
    figures,
    load,
    rates,
    record,
    tidy,
)

pytestmark = pytest.mark.django_db


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
