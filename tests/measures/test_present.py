"""What readers see of a result."""

from datetime import date
from fractions import Fraction

import pytest

from sufficiency.core.access import Reader
from sufficiency.core.measure import Measure, Result
from sufficiency.core.models import Authority
from sufficiency.core.roles import ROLES
from sufficiency.measures.present import SUPPRESSED, present, present_table
from sufficiency.measures.registry import all_measures, measure_named

DORSET = Authority(code="E06000059", name="Dorset")
OFFICER = Reader("officer", DORSET, (ROLES["commissioning-officer"],))
BOARD = Reader("board", DORSET, (ROLES["board-member"],))


def result(measure: Measure, **counts: int) -> Result:
    """The measure's own arithmetic on given counts; what is not given is 40."""
    named = {measure.numerator: "numerator", measure.denominator: "denominator", measure.unknown: "unknown"}
    tallies = {tally: counts.get(named.get(tally, ""), 40) for tally in measure.tallies()}
    return measure.result(DORSET, date(2020, 11, 30), tallies, [])


def test_a_percentage_shows_to_one_decimal_half_up() -> None:
    shown = present(result(measure_named("out-of-area-percent"), numerator=194, denominator=476), OFFICER)
    assert (shown.text, shown.numerator, shown.denominator) == ("40.8%", "194", "476")
    assert shown.value == Fraction(19400, 476)


@pytest.mark.parametrize("few", [1, 5])
def test_a_board_member_sees_no_group_of_one_to_five_children(few: int) -> None:
    measure = measure_named("out-of-area-percent")
    for counts in ({"numerator": few}, {"numerator": 40 - few}, {"numerator": few, "denominator": few}):
        shown = present(result(measure, **counts), BOARD)
        assert shown.suppressed
        assert (shown.text, shown.numerator, shown.denominator) == (SUPPRESSED,) * 3
        assert shown.value is None


@pytest.mark.parametrize("harmless", [0, 6])
def test_a_board_member_sees_none_and_six(harmless: int) -> None:
    assert not present(result(measure_named("unregulated-placements"), numerator=harmless), BOARD).suppressed


def test_few_children_of_whom_something_is_not_known_are_suppressed_too() -> None:
    measured = result(measure_named("out-of-area-percent"), numerator=20, unknown=3)
    assert present(measured, BOARD).unknown == SUPPRESSED
    assert present(measured, OFFICER).unknown == "3"


def test_an_officer_sees_small_numbers() -> None:
    assert present(result(measure_named("unregulated-placements"), numerator=1), OFFICER).text == "1"


@pytest.mark.parametrize("measure", [each for each in all_measures() if each.smallest > 1], ids=lambda each: each.slug)
def test_no_measure_shows_a_board_member_a_value_that_rests_on_one_child(measure: Measure) -> None:
    people = [tally for tally in measure.tallies() if not tally.amount and tally != measure.unknown]
    # Amounts are pounds or days of the people counted; where nobody is counted they are people themselves.
    tallies = {tally: 700 if tally.amount and people else 1 for tally in measure.tallies()}
    assert present(measure.result(DORSET, date(2020, 11, 30), tallies, []), BOARD).value is None


@pytest.mark.parametrize("measure", [each for each in all_measures() if each.smallest > 1], ids=lambda each: each.slug)
def test_what_a_board_member_sees_rounded_says_between_what_the_exact_value_lies(measure: Measure) -> None:
    for count in (6, 7, 18, 22, 41, 57, 113, 478):
        exact = result(measure, numerator=count, denominator=2 * count + 7, unknown=0)
        shown, is_possible = present(exact, BOARD), min(exact.groups, default=0) >= 0
        if is_possible and shown.is_rounded and shown.value is not None and exact.value is not None:
            assert shown.between is not None
            assert shown.between[0] <= exact.value <= shown.between[1]


def parts_of(**numerators: int) -> dict[str, Result]:
    """Parts of children placed outside the area, of 40 each."""
    measure = measure_named("out-of-area-percent")
    return {part: result(measure, numerator=number, unknown=0) for part, number in numerators.items()}


def test_a_part_that_would_follow_from_the_whole_and_the_others_is_withheld_with_the_next_smallest() -> None:
    shown = present_table(parts_of(a=3, b=20, c=12, d=0), BOARD)
    assert {part: at.text for part, at in shown.items()} == {"a": "c", "b": "50%", "c": "c", "d": "0%"}
    assert {part: at.numerator for part, at in shown.items() if not at.suppressed} == {"b": "20", "d": "0"}


def test_where_two_parts_are_withheld_no_third_one_is() -> None:
    shown = present_table(parts_of(a=3, b=20, c=12, d=5), BOARD)
    assert [part for part, at in shown.items() if at.suppressed] == ["a", "d"]


def test_parts_that_are_few_together_take_the_next_smallest_with_them() -> None:
    # whoever takes 20 and 12 from the 36 that everybody knows gets the 4 together
    shown = present_table(parts_of(a=3, b=20, c=12, d=1), BOARD)
    assert [part for part, at in shown.items() if at.suppressed] == ["a", "c", "d"]


def test_a_rest_that_is_small_takes_the_next_smallest_rest_with_it() -> None:
    # 38 of 40 leaves 2; 20 of 40 leaves 20, 12 of 40 leaves 28
    shown = present_table(parts_of(a=38, b=20, c=12), BOARD)
    assert [part for part, at in shown.items() if at.suppressed] == ["a", "b"]


def test_parts_of_whom_something_is_not_known_are_withheld_alike() -> None:
    measure = measure_named("out-of-area-percent")
    unknown = {"a": 2, "b": 9, "c": 30, "d": 0}
    shown = present_table({part: result(measure, numerator=20, unknown=n) for part, n in unknown.items()}, BOARD)
    assert {part: at.unknown for part, at in shown.items()} == {"a": "c", "b": "c", "c": "30", "d": "0"}
    assert not any(at.suppressed for at in shown.values())


def test_an_officer_sees_every_part() -> None:
    shown = present_table(parts_of(a=3, b=20), OFFICER)
    assert [at.numerator for at in shown.values()] == ["3", "20"]


@pytest.mark.parametrize("measure", all_measures(), ids=lambda measure: measure.slug)
def test_every_measure_with_a_denominator_has_no_value_when_it_is_zero(measure: Measure) -> None:
    nothing = measure.result(DORSET, date(2020, 11, 30), dict.fromkeys(measure.tallies(), 0), [])
    if measure.denominator is not None or nothing.denominator is not None:
        assert nothing.value is None
