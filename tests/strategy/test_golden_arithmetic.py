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
POPULATION = [Estimate(2020, 68_000, "as the strategy implies")]
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
