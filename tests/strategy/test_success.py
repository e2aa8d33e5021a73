"""The verdict on success tests."""

from fractions import Fraction

import pytest

from sufficiency.core.measure import Number
from sufficiency.strategy.models import SuccessTest
from sufficiency.strategy.success import Leg, Verdict, verdict_of

FEWER, MORE, NONE = SuccessTest.Direction.FEWER, SuccessTest.Direction.MORE, SuccessTest.Direction.NONE
MET, NOT_MET, UNSAID = Verdict.MET, Verdict.NOT_MET, Verdict.UNSAID


@pytest.mark.parametrize(
    ("direction", "baseline", "now", "at_most", "verdict"),
    [
        (FEWER, 450, 449, None, MET),
        (FEWER, 450, 450, None, NOT_MET),
        (FEWER, 450, 451, None, NOT_MET),
        (MORE, Fraction(667, 10), Fraction(668, 10), None, MET),
        (MORE, Fraction(667, 10), Fraction(667, 10), None, NOT_MET),
        (NONE, None, 0, None, MET),
        (NONE, 8, 0, 0, MET),
        (NONE, None, 1, None, NOT_MET),
        # What is not known could turn it.
        (FEWER, 450, 449, 450, UNSAID),
        (FEWER, 450, 448, 449, MET),
        (FEWER, 450, 450, 460, NOT_MET),
        (MORE, 60, 59, 61, UNSAID),
        (MORE, 60, 61, 70, MET),
        (NONE, None, 0, 2, UNSAID),
        # A figure is missing, or the reader may not see it.
        (FEWER, 450, None, None, UNSAID),
        (FEWER, None, 449, None, UNSAID),
        (MORE, None, None, None, UNSAID),
        (NONE, None, None, None, UNSAID),
    ],
)
def test_verdict_follows_from_direction_baseline_and_figure(
    direction: str, baseline: Number | None, now: Number | None, at_most: Number | None, verdict: Verdict
) -> None:
    leg = Leg("m", direction, baseline, now, () if at_most is None else (at_most,))
    assert leg.verdict is verdict
    assert verdict_of(SuccessTest(), [leg]) is verdict


def test_nothing_is_said_when_rounding_could_turn_the_verdict() -> None:
    assert Leg("m", FEWER, 83, 79, (75, 84)).verdict is UNSAID
    assert Leg("m", FEWER, 83, 79, (75, 80), (78, 88)).verdict is UNSAID
    assert Leg("m", FEWER, 83, 70, (65, 75), (78, 88)).verdict is MET


@pytest.mark.parametrize(
    ("first", "second", "verdict"),
    [
        (MET, MET, MET),
        (MET, NOT_MET, NOT_MET),
        (MET, UNSAID, UNSAID),
        (UNSAID, NOT_MET, NOT_MET),
        (UNSAID, UNSAID, UNSAID),
    ],
)
def test_both_measures_of_a_test_must_be_met(first: Verdict, second: Verdict, verdict: Verdict) -> None:
    now = {MET: 0, NOT_MET: 1, UNSAID: None}
    legs = [Leg("m", NONE, None, now[each]) for each in (first, second)]
    assert verdict_of(SuccessTest(), legs) is verdict
    assert verdict_of(SuccessTest(), legs[::-1]) is verdict


@pytest.mark.parametrize(("judged", "verdict"), [("MET", MET), ("NOT-MET", NOT_MET), ("", UNSAID)])
def test_a_test_without_a_measure_is_judged_by_people(judged: str, verdict: Verdict) -> None:
    assert verdict_of(SuccessTest(judged=judged), []) is verdict


def test_what_a_measure_says_goes_before_what_people_judge() -> None:
    assert verdict_of(SuccessTest(judged="MET"), [Leg("m", NONE, None, 3)]) is NOT_MET
