"""How figures are said."""

from datetime import date
from fractions import Fraction

import pytest

from sufficiency.core.measure import Unit
from sufficiency.dashboards.words import change_since, difference_from, listed, long_date, target_text
from sufficiency.measures.present import Shown


def shown(
    value: Fraction | int | None,
    text: str = "",
    day: date = date(2020, 11, 30),
    between: tuple[int, int] | None = None,
) -> Shown:
    return Shown(
        as_at=day,
        value=value,
        at_most=None,
        text=text,
        numerator="",
        denominator="",
        unknown="0",
        suppressed=value is None,
        note="",
        is_rounded=between is not None,
        between=between,
    )


def test_dates_are_written_out() -> None:
    assert long_date(date(2020, 11, 3)) == "3 November 2020"


def test_lists_end_in_and() -> None:
    assert [listed(words) for words in (["a"], ["a", "b"], ["a", "b", "c"])] == ["a", "a and b", "a, b and c"]


@pytest.mark.parametrize(
    ("target", "unit", "text"),
    [
        (Fraction(60), Unit.PER_10000, "60"),
        (Fraction(25, 2), Unit.PERCENT, "12.5%"),
        (Fraction(30), Unit.PERCENT, "30%"),
        (Fraction(1234), Unit.CHILDREN, "1,234"),
        (None, Unit.PERCENT, ""),
    ],
)
def test_targets_are_written_as_people_write_them(target: Fraction | None, unit: Unit, text: str) -> None:
    assert target_text(target, unit) == text


def test_difference_says_above_or_below() -> None:
    share = Fraction(100 * 194, 476)
    assert difference_from(shown(share), Fraction(30), Unit.PERCENT) == "10.8 percentage points above target"
    assert difference_from(shown(Fraction(50)), Fraction(60), Unit.PER_10000) == "10.0 below target"
    assert difference_from(shown(60), Fraction(60), Unit.PER_10000) == "Exactly on target"
    assert difference_from(shown(None), Fraction(60), Unit.PER_10000) == ""
    assert difference_from(shown(51), Fraction(0), Unit.PLACES) == ""


def test_of_rounded_figures_no_more_is_said_than_is_sure() -> None:
    before = shown(77, "77%", date(2020, 9, 30), between=(70, 85))
    assert change_since(shown(83, "83%", between=(75, 91)), before, Unit.PERCENT) == (
        "No clear change since 30 September 2020"
    )
    assert change_since(shown(95, "95%", between=(86, 100)), before, Unit.PERCENT) == (
        "Up about 18 percentage points since 30 September 2020"
    )
    assert difference_from(shown(83, between=(75, 91)), Fraction(85), Unit.PERCENT) == "About on target"
    assert difference_from(shown(61, between=(59, 63)), Fraction(85), Unit.PERCENT) == (
        "About 24 percentage points below target"
    )


def test_change_names_direction_and_day() -> None:
    before = shown(Fraction(697, 10), "69.7", date(2020, 9, 30))
    assert change_since(shown(70, "70.0"), before, Unit.PER_10000) == "Up 0.3 since 30 September 2020"
    assert change_since(shown(69, "69.0"), before, Unit.PER_10000) == "Down 0.7 since 30 September 2020"
    assert (
        change_since(shown(Fraction(6971, 100), "69.7"), before, Unit.PER_10000) == "No change since 30 September 2020"
    )


def test_change_is_not_said_when_either_figure_is_withheld() -> None:
    withheld = shown(None, "c", date(2020, 9, 30))
    assert change_since(shown(70, "70.0"), withheld, Unit.PER_10000) == ""
    assert change_since(withheld, shown(70, "70.0"), Unit.PER_10000) == ""
    assert change_since(shown(70, "70.0"), None, Unit.PER_10000) == ""
