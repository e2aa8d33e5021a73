"""Half-up, and only for display."""

from fractions import Fraction

import pytest

from sufficiency.core.rounding import half_up, shown


@pytest.mark.parametrize(
    ("value", "whole"),
    [(Fraction(135, 2), 68), (Fraction(5, 2), 3), (Fraction(-5, 2), -3), (Fraction(256, 5), 51), (0, 0)],
)
def test_a_half_goes_up_never_to_the_even_neighbour(value: Fraction | int, whole: int) -> None:
    assert half_up(value) == whole


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (Fraction(19400, 476), 1, "40.8"),
        (70, 1, "70.0"),
        (Fraction(1, 20), 1, "0.1"),
        (Fraction(-1, 20), 1, "\N{MINUS SIGN}0.1"),
        (1234567, 0, "1,234,567"),
        (Fraction(999_99, 100), 1, "1,000.0"),
        (Fraction(-1, 100), 1, "0.0"),
    ],
)
def test_a_number_is_shown_with_separated_thousands(value: Fraction | int, decimals: int, text: str) -> None:
    assert shown(value, decimals) == text
