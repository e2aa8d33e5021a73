"""Published populations, statistical neighbours and area codes, loaded and taken back like any other file."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

import pytest

from sufficiency.core.models import Authority, Population
from sufficiency.extracts.actions import undo_load
from sufficiency.extracts.outcome import Status
from sufficiency.strategy.datasets import AGES_PUBLISHED, ALL_AGES
from sufficiency.strategy.datasets import ENGLAND as ENGLAND_CODE
from sufficiency.strategy.models import AreaCodeRow, StatisticalNeighbour
from sufficiency.strategy.populations import Ages, ages_of

from .published import DORSET, DORSET_NUMBER, PLACE, codes, load, record, tidy

pytestmark = pytest.mark.django_db

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
