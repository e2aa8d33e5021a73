"""The second implementation itself, on examples worked out by hand."""

from datetime import date
from fractions import Fraction

import pytest

from .edge_cases import EDGE_CASES
from .oracle import Answer, Oracle
from .returns import OURS, POPULATIONS, POSTCODES, TARGETS, Returns, episode, header, one_return


def oracle(returns: Returns) -> Oracle:
    return Oracle(authority=OURS, returns=returns, postcodes=POSTCODES, populations=POPULATIONS, targets=TARGETS)


FOUR_CHILDREN = one_return(
    episode("01/05/2020", child="A1"),
    episode("01/05/2020", child="B2", PLACE="K2", PLACE_PROVIDER="PR4", PL_POST="QY2 1AA"),
    episode("01/05/2020", child="C3", PLACE="H5", PL_POST=""),
    episode("01/05/2017", "30/11/2020", child="D4", rec="E4A"),
)


@pytest.mark.parametrize(
    ("slug", "answer"),
    [
        ("children-in-care", Answer(3, None, 3, 0)),
        ("care-rate-per-10000", Answer(3, 68_250, Fraction(30_000, 68_250), 0)),
        ("started-in-year", Answer(3, None, 3, 0)),
        ("ceased-in-year", Answer(1, None, 1, 0)),
        ("underlying-change-in-year", Answer(2, None, 2, 0)),
        ("returned-home-percent", Answer(1, 1, Fraction(100), 0)),
        ("out-of-area-percent", Answer(1, 3, Fraction(100, 3), 1)),
        ("over-20-miles-percent", Answer(1, 3, Fraction(100, 3), 1)),
        ("in-house-foster-percent", Answer(1, 3, Fraction(100, 3), 0)),
        ("long-term-stability-percent", Answer(0, 0, None, 0)),
        ("unregulated-placements", Answer(1, None, 1, 0)),
        ("places-gap", Answer(Fraction(1, 10), None, 0, 1)),
        ("places-gap-strict", Answer(1, None, 1, 1)),
    ],
)
def test_oracle_counts_four_children(slug: str, answer: Answer) -> None:
    assert oracle(FOUR_CHILDREN).answer(slug, date(2020, 11, 30)) == answer


@pytest.mark.parametrize(
    ("case", "slug", "day", "value"),
    [
        ("leaves_on_1_march_born_on_29_february", "ceased-at-18-in-year", date(2022, 3, 31), 1),
        ("leaves_on_28_february_born_on_29_february", "ceased-at-18-in-year", date(2022, 3, 31), 0),
        ("ends_on_31_march", "children-in-care", date(2021, 3, 30), 1),
        ("ends_on_31_march", "children-in-care", date(2021, 3, 31), 0),
        ("starts_on_1_april", "started-in-year", date(2021, 3, 31), 1),
        ("starts_on_1_april", "started-in-year", date(2021, 4, 1), 0),
        ("decom_is_dec", "ceased-in-year", date(2020, 11, 15), 1),
        ("decom_is_dec", "children-in-care", date(2020, 11, 15), 0),
        ("stale_open_across_years", "children-in-care", date(2019, 3, 31), 2),
        ("stale_open_across_years", "children-in-care", date(2019, 4, 1), 1),
        ("stale_open_across_years", "ceased-in-year", date(2019, 4, 1), 1),
        ("back_on_the_day_of_leaving", "started-in-year", date(2020, 11, 30), 1),
        ("back_the_next_day", "children-in-care", date(2020, 11, 15), 0),
        ("placed_in_our_area_20_miles_away", "over-20-miles-percent", date(2020, 11, 30), 0),
        ("placed_in_our_area_20_point_1_miles_away", "over-20-miles-percent", date(2020, 11, 30), 100),
        ("three_episodes_with_rne_P", "three-plus-placements-percent", date(2020, 7, 1), 0),
        ("temporary_move_to_another_home", "three-plus-placements-percent", date(2020, 12, 31), 0),
        ("placed_for_adoption_after_a_long_spell", "long-term-stability-percent", date(2020, 11, 30), 100),
        ("placed_for_adoption_after_a_short_spell", "long-term-stability-percent", date(2020, 11, 30), 0),
        ("uasc_until_a_day", "uasc-in-care", date(2020, 11, 29), 1),
        ("uasc_until_a_day", "uasc-in-care", date(2020, 11, 30), 0),
        ("care_becomes_a_short_break_and_care_again", "started-in-year", date(2021, 3, 31), 1),
    ],
)
def test_oracle_reads_an_edge_case(case: str, slug: str, day: date, value: int) -> None:
    assert oracle(EDGE_CASES[case]).answer(slug, day).value == value


def test_oracle_knows_no_value_without_children() -> None:
    empty = oracle({2021: {"header": [header()], "episodes": [], "uasc": []}})
    assert empty.answer("out-of-area-percent", date(2020, 11, 30)) == Answer(0, 0, None, 0)
