"""The strategy's own arithmetic, through the measures. R and G number the checks on the strategy's figures."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from sufficiency.core.measure import Result
from sufficiency.core.models import Authority
from sufficiency.core.models.population import Estimate
from sufficiency.core.rounding import shown
from sufficiency.measures.present import value_text
from sufficiency.measures.registry import measure_named
from sufficiency.strategy.models import Target

DAY = date(2020, 11, 30)
DORSET = Authority(code="E06000059", name="Dorset")
POPULATION = {DORSET.code: [Estimate(2020, 68_000, "as the strategy implies")]}
TARGET = [
    Target(measure="out-of-area-percent", value=Decimal(30), in_force_from=date(2020, 4, 1), source="the strategy")
]


def care_rate(in_care: int) -> Result:
    measure = measure_named("care-rate-per-10000")
    return measure.result(DORSET, DAY, {measure.numerator: in_care}, POPULATION)


def of_those_out_of_area(slug: str, out_of_area: int, in_care: int) -> Result:
    measure = measure_named(slug)
    assert measure.denominator is not None and measure.unknown is not None
    counts = {measure.numerator: out_of_area, measure.denominator: in_care, measure.unknown: 0}
    return measure.result(DORSET, DAY, counts, TARGET)


def test_care_rate_r2_of_476_in_68000_is_70() -> None:
    rate = care_rate(476)
    assert (rate.numerator, rate.denominator, rate.value) == (476, 68_000, 70)
    assert value_text(rate.value, rate.measure.unit) == "70.0"


@pytest.mark.parametrize(
    ("in_care", "exact", "text"), [(440, "64.71", "64.7"), (410, "60.29", "60.3"), (380, "55.88", "55.9")]
)
def test_care_rate_r3_follows_the_trajectory(in_care: int, exact: str, text: str) -> None:
    rate = care_rate(in_care)
    assert rate.value is not None
    assert shown(rate.value, 2) == exact
    assert value_text(rate.value, rate.measure.unit) == text


def test_out_of_area_share_g1_of_194_in_476_shows_as_41() -> None:
    share = of_those_out_of_area("out-of-area-percent", 194, 476)
    assert share.value == Fraction(19_400, 476)
    assert value_text(share.value, share.measure.unit) == "40.8%"
    assert shown(share.value, 2) == "40.76"
    assert shown(share.value) == "41"


def test_out_of_area_share_g1_of_195_in_476_shows_as_41_too() -> None:
    share = of_those_out_of_area("out-of-area-percent", 195, 476)
    assert share.value is not None
    assert shown(share.value) == "41"


def test_places_gap_g3_is_51_point_2_and_counts_as_51() -> None:
    gap = of_those_out_of_area("places-gap", 194, 476)
    assert (gap.numerator, gap.denominator, gap.value) == (Fraction("51.2"), None, 51)


def test_places_gap_g4_is_52_by_the_strict_test() -> None:
    gap = of_those_out_of_area("places-gap-strict", 194, 476)
    assert (gap.numerator, gap.denominator, gap.value) == (52, None, 52)


@pytest.mark.parametrize(("left", "text", "meets_target"), [(143, "30.04", False), (142, "29.83", True)])
def test_places_gap_g4_strict_test_is_met_by_142_and_not_by_143(left: int, text: str, meets_target: bool) -> None:
    share = of_those_out_of_area("out-of-area-percent", left, 476).value
    assert share is not None
    assert shown(share, 2) == text
    assert (share <= 30) is meets_target
    assert (of_those_out_of_area("places-gap-strict", left, 476).value == 0) is meets_target


@pytest.mark.parametrize(("in_care", "places"), [(440, 62), (410, 71), (380, 80)])
def test_places_gap_g9_grows_when_fewer_are_in_care_and_194_stay_out_of_area(in_care: int, places: int) -> None:
    assert of_those_out_of_area("places-gap", 194, in_care).value == places


@pytest.mark.parametrize(("in_care", "cap"), [(440, 132), (410, 123), (380, 114)])
def test_places_gap_g10_closes_exactly_at_the_cap(in_care: int, cap: int) -> None:
    at_the_cap = of_those_out_of_area("places-gap", cap, in_care)
    assert (at_the_cap.numerator, at_the_cap.value) == (0, 0)
    assert of_those_out_of_area("places-gap-strict", cap, in_care).value == 0
    assert of_those_out_of_area("places-gap-strict", cap + 1, in_care).value == 1


def test_places_gap_is_never_below_0_though_the_difference_is_told() -> None:
    gap = of_those_out_of_area("places-gap", 100, 476)
    assert (gap.numerator, gap.value) == (Fraction("-42.8"), 0)


def test_places_gap_has_no_value_before_the_first_target() -> None:
    measure = measure_named("places-gap")
    assert measure.denominator is not None and measure.unknown is not None
    counts = {measure.numerator: 194, measure.denominator: 476, measure.unknown: 3}
    gap = measure.result(DORSET, date(2020, 3, 31), counts, TARGET)
    assert (gap.numerator, gap.denominator, gap.value, gap.unknown) == (None, None, None, 3)


def rate_of(in_care: int, population: int) -> Fraction:
    measure = measure_named("care-rate-per-10000")
    estimates = {DORSET.code: [Estimate(2020, population, "made up")]}
    found = measure.result(DORSET, DAY, {measure.numerator: in_care}, estimates).value
    assert found is not None
    return Fraction(found)


@pytest.mark.parametrize(
    ("in_care", "least", "most", "decimals", "printed"),
    [(476, 67_518, 68_489, 0, "70"), (482, 67_650, 67_744, 1, "71.2"), (427, 68_048, 68_156, 1, "62.7")],
    ids=["r1", "r8", "r9"],
)
def test_care_rate_r1_r8_r9_is_printed_so_for_populations_of_this_band_alone(
    in_care: int, least: int, most: int, decimals: int, printed: str
) -> None:
    assert {shown(rate_of(in_care, population), decimals) for population in (least, most)} == {printed}
    assert printed not in {shown(rate_of(in_care, population), decimals) for population in (least - 1, most + 1)}


def test_care_rate_r8_needs_another_population_than_68000() -> None:
    assert shown(rate_of(482, 68_000), 1) == "70.9"
    assert shown(rate_of(482, 67_697), 1) == "71.2"


def test_care_rate_r4_390_children_are_no_rate_of_65() -> None:
    assert shown(rate_of(390, 68_000), 2) == "57.35"
    assert rate_of(442, 68_000) == 65


@pytest.mark.parametrize(("rate", "in_care"), [(55, 374), (60, 408), (65, 442)], ids=["r5", "r6", "r4"])
def test_care_rate_r5_r6_is_so_many_of_68000(rate: int, in_care: int) -> None:
    assert rate_of(in_care, 68_000) == rate


def test_care_rate_r7_440_comes_near_the_neighbours_65() -> None:
    assert shown(rate_of(440, 68_000), 1) == "64.7"


@pytest.mark.parametrize(("in_care", "population", "printed"), [(344, 77_477, "44.4"), (427, 79_074, "54")])
def test_care_rate_r10_of_2018_implies_a_larger_area(in_care: int, population: int, printed: str) -> None:
    assert shown(rate_of(in_care, population), 1 if "." in printed else 0) == printed
    assert shown(rate_of(in_care, 68_000), 1) != printed


def test_care_rate_r11_67_and_a_half_is_68_half_up() -> None:
    assert rate_of(459, 68_000) == Fraction("67.5")
    assert shown(rate_of(459, 68_000)) == "68"
    assert shown(rate_of(458, 68_000)) == "67"


def test_care_rate_r12_350_to_380_are_51_to_56() -> None:
    assert [shown(rate_of(in_care, 68_000), 2) for in_care in (350, 380)] == ["51.47", "55.88"]


def test_care_rate_r13_of_2024_misses_380_by_70() -> None:
    assert shown(rate_of(450, 68_000), 1) == "66.2"
    assert shown(rate_of(450 - 59, 68_000), 1) == "57.5"
    assert (450 - 380, 450 - 476, shown(Fraction(100 * 26, 476), 1)) == (70, -26, "5.5")


def test_active_households_p9_from_60_to_85_percent_of_205_are_51_to_52_more() -> None:
    now, wanted = Fraction(60 * 205, 100), Fraction(85 * 205, 100)
    assert (now, wanted, wanted - now) == (123, Fraction("174.25"), Fraction("51.25"))
