"""The verdict on a figure."""

from fractions import Fraction

import pytest

from sufficiency.core.measure import Better
from sufficiency.dashboards.status import status_of


@pytest.mark.parametrize(
    ("value", "target", "better", "word"),
    [
        (Fraction(60), Fraction(60), Better.LOWER, "On target"),
        (Fraction(59), Fraction(60), Better.LOWER, "On target"),
        (Fraction(63), Fraction(60), Better.LOWER, "Near target"),
        (Fraction(6301, 100), Fraction(60), Better.LOWER, "Off target"),
        (Fraction(57), Fraction(60), Better.HIGHER, "Near target"),
        (Fraction(56), Fraction(60), Better.HIGHER, "Off target"),
        (Fraction(61), Fraction(60), Better.HIGHER, "On target"),
        (1, Fraction(0), Better.LOWER, "Off target"),
        (0, Fraction(0), Better.LOWER, "On target"),
        (60, None, Better.LOWER, "No target"),
        (60, Fraction(60), Better.NEITHER, "No target"),
        (None, Fraction(60), Better.LOWER, "No figure"),
    ],
)
def test_status_follows_the_direction_hoped_for(
    value: Fraction | int | None, target: Fraction | None, better: Better, word: str
) -> None:
    assert status_of(value, target, better).word == word


@pytest.mark.parametrize(
    ("value", "may_be", "better", "word"),
    [
        (Fraction(0), Fraction(100), Better.LOWER, "Cannot be said"),
        (Fraction(30), Fraction(30), Better.LOWER, "On target"),
        (Fraction(31), Fraction(90), Better.LOWER, "Near target"),
        (Fraction(20), Fraction(80), Better.HIGHER, "Cannot be said"),
        (Fraction(40), Fraction(80), Better.HIGHER, "On target"),
    ],
)
def test_nothing_is_said_when_what_is_unknown_could_turn_the_verdict(
    value: Fraction, may_be: Fraction, better: Better, word: str
) -> None:
    assert status_of(value, Fraction(30), better, [may_be]).word == word


def test_statuses_differ_by_shape_as_well_as_colour() -> None:
    shown = [status_of(value, Fraction(60), Better.LOWER) for value in (60, 62, 80)]
    assert len({status.shape for status in shown}) == len({status.slug for status in shown}) == 3


@pytest.mark.parametrize(
    ("value", "aim", "better", "word"),
    [
        (476, Fraction(476), Better.LOWER, "On trajectory"),
        (458, Fraction(4582, 10), Better.LOWER, "On trajectory"),
        (459, Fraction(4582, 10), Better.LOWER, "Near trajectory"),
        (481, Fraction(4582, 10), Better.LOWER, "Near trajectory"),
        (482, Fraction(4582, 10), Better.LOWER, "Off trajectory"),
        (Fraction(76), Fraction(80), Better.HIGHER, "Near trajectory"),
        (Fraction(75), Fraction(80), Better.HIGHER, "Off trajectory"),
    ],
)
def test_against_a_trajectory_the_same_rule_holds_in_its_own_words(
    value: Fraction | int, aim: Fraction, better: Better, word: str
) -> None:
    against_target, against_trajectory = (status_of(value, aim, better, is_trajectory=each) for each in (False, True))
    assert against_trajectory.word == word
    assert against_target.word == word.replace("trajectory", "target")
    assert (against_target.slug, against_target.shape) == (against_trajectory.slug, against_trajectory.shape)
