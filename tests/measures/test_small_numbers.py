"""No small number follows from all that somebody gets who may not see children: whoever adds it all up fails."""

import random
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import environ
import pytest
from django.core.exceptions import ImproperlyConfigured
from hypothesis import given, settings
from hypothesis import strategies as st
from pytest_django import DjangoDbBlocker

from sufficiency.core.access import Reader
from sufficiency.core.dates import month_end
from sufficiency.core.measure import Measure, Result
from sufficiency.core.models import Authority
from sufficiency.core.roles import ROLES
from sufficiency.core.small_numbers import smallest_number_shown
from sufficiency.measures import present as presenter
from sufficiency.measures.present import (
    AS_COUNTED,
    SUPPRESSED,
    as_seen,
    present,
    present_amount,
    present_count,
    present_table,
)
from sufficiency.measures.registry import all_measures, measure_named
from sufficiency.measures.small_numbers import bounds, month_end_before, rough, rounded, smallest_of
from sufficiency.strategy.models import Assumption
from tests.placements.council import found_council, load, taken_back
from tests.returns import HOME, NEAR, NOT_IN_DIRECTORY, Returns, Row, episode, header, text
from tests.strategy.entries import REFERENCE, entered

from .attack import SMALLEST, Attack, Outputs, always, outputs
from .drawings import drawings

FIRST, LAST = date(2019, 4, 1), date(2021, 3, 31)
DAYS = (date(2019, 10, 31), date(2019, 11, 30), date(2020, 10, 31), date(2020, 11, 30), date(2021, 2, 28))
YEARS_BEFORE, NEIGHBOURS = (0, 1), (2, 3)
MEASURES = [
    measure_named(slug)
    for slug in (
        "children-in-care",
        "girls-percent",
        "boys-percent",
        "out-of-area-percent",
        "over-20-miles-percent",
        "foster-percent",
        "in-house-foster-percent",
        "agency-foster-percent",
        "connected-foster-percent",
        "own-provision-percent",
        "childrens-home-percent",
        "unregulated-placements",
        "with-parents-percent",
        "started-in-year",
        "ceased-in-year",
        "ceased-at-18-in-year",
        "underlying-change-in-year",
        "in-care-in-year",
        "turning-18-in-coming-year",
        "turning-18-in-6-months",
        "two-plus-placements-percent",
        "three-plus-placements-percent",
    )
]
DIMENSIONS = ("sex", "age-band", "area", "placement-type", "placement-authority", "provider")
# Placement and provider, and how often: a few foster for others than the council and agencies.
HOMES = [
    *[("U4", "PR1")] * 6,
    *[("U4", "PR4")] * 4,
    *[("U1", "PR1")] * 3,
    *[("K2", "PR4")] * 2,
    *[("U6", "PR3"), ("K2", "PR1"), ("H5", "PR5"), ("P1", "PR0"), ("A3", "PR1"), ("R1", "PR4")],
]
LAW = [*["C2"] * 5, *["C1"] * 3, *["V2"] * 3, "E1", "D1"]
ETHNIC = [*["WBRI"] * 9, "WOTH", "MWBC", "MWBC", "AIND", "BAFR", "NOBT"]
POSTS = [*[NEAR] * 6, *["QY1 1AA"] * 4, "QY2 1AA", "QX2 1AB", "QW1 1AA", NOT_IN_DIRECTORY]


def small_council(children: int, seed: int) -> Returns:
    """The returns of 2020 and 2021 of so many children, of whom a third leave again and a fifth move."""
    dice = random.Random(seed)  # noqa: S311 - no secret
    returns: Returns = {year: {"header": [], "episodes": [], "uasc": []} for year in (2020, 2021)}
    for number in range(children):
        name = f"C{number:03}"
        begins = FIRST + timedelta(days=dice.choice([dice.randrange(500), dice.randrange(-2_000, 500)]))
        ends = max(begins, FIRST) + timedelta(days=dice.randrange(30, 600)) if dice.random() < 1 / 3 else LAST
        born = date(2002, 6, 1) + timedelta(days=int(6_500 * dice.random() ** 2))
        child = header(name, dob=text(born), sex=dice.choice("12"), ethnic=dice.choice(ETHNIC))
        law = dice.choice(LAW)
        home = dice.choice([*[HOME] * 4, "QY2 1AA", "QX2 1AA"])
        moves = max(begins, FIRST) + timedelta(days=dice.randrange(10, 200)) if dice.random() < 1 / 5 else ends
        for year, files in returns.items():
            if begins <= date(year, 3, 31) and ends >= date(year - 1, 4, 1):
                files["header"].append(child)
        stays = [(begins, min(moves, ends), ("S", "X1")), (moves, ends, ("P", "E4A"))] if moves < ends else []
        for since, until, (rne, rec) in stays or [(begins, ends, ("S", "E4A"))]:
            place, provider = dice.choice(HOMES)
            row = episode(text(since), child=name, rne=rne, PLACE=place, PLACE_PROVIDER=provider, HOME_POST=home)
            row |= {"PL_POST": dice.choice(POSTS), "LS": law}
            left: Row = {"DEC": text(until), "REC": rec, "REASON_PLACE_CHANGE": "CARPL" if rec == "X1" else ""}
            for year, files in returns.items():
                if since <= date(year, 3, 31) and until >= date(year - 1, 4, 1):
                    files["episodes"].append(row | (left if until < min(LAST, date(year, 3, 31)) else {}))
    return returns


def board(authority: Authority) -> Reader:
    return Reader("board", authority, (ROLES["board-member"],))


SMALL, LARGER = (pytest.param((children, children), id=f"{children} children") for children in (130, 200))


@pytest.fixture(scope="module")
def council(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, request: pytest.FixtureRequest
) -> Iterator[Authority]:
    """A small council: so many children, and what chance begins with."""
    with django_db_blocker.unblock(), taken_back():
        authority = found_council()
        assumes(authority)
        load(authority, small_council(*request.param))
        yield authority


def assumes(authority: Authority) -> None:
    """The strategy takes something for granted, so that there are forecasts to its end."""
    entered(
        Assumption, authority, strategy=REFERENCE, begins_on=DAYS[0], ends_on=date(2022, 3, 31),
        exits_low=4, exits_high=5, entries_cap=9,
    )  # fmt: skip


def everything(
    authority: Authority, measures: Sequence[Measure] = MEASURES, dimensions: Collection[str] = DIMENSIONS
) -> list[Outputs]:
    """What a board member gets of some days; of two month-ends that follow each other the charts too."""
    found = outputs(authority, DAYS, board(authority), measures, dimensions)
    for number, compared in ((NEIGHBOURS[0], None), (NEIGHBOURS[1], DAYS[NEIGHBOURS[0]])):
        drawn = drawings(board(authority), DAYS[number], compared, FIRST, found[number].counts())
        found[number].drawings.append(drawn)
    return found


def recovered(found: list[Outputs]) -> list[str]:
    """The small counts of two days that follow exactly from what is shown, with the identities of all days."""
    identities = always([day.counts() for day in found])
    attack = Attack([found[number] for number in NEIGHBOURS], identities, years_before(found))
    assert len(attack.withheld) > 40, "there is little to find out"
    return [f"{name}: {low}, is {true}" for name, low, _, true in attack.recovered()]


def years_before(found: list[Outputs]) -> list[Outputs]:
    """What was shown a year before the two days that are attacked."""
    return [found[number] for number in YEARS_BEFORE]


@pytest.mark.django_db
@pytest.mark.parametrize("council", [SMALL, LARGER], indirect=True)
def test_no_withheld_count_follows_from_all_figures_and_tables(council: Authority) -> None:
    assert recovered(everything(council)) == []


@pytest.mark.django_db
@pytest.mark.parametrize("council", [SMALL], indirect=True)
def test_without_rounding_and_withholding_beside_small_parts_many_counts_follow(
    council: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The attack is worth something: it succeeds on what the presenter would show without its rules."""
    monkeypatch.setattr(presenter, "rounded", int)
    monkeypatch.setattr("tests.measures.attack.BLUR", 0)
    monkeypatch.setattr(
        presenter, "withheld", lambda column, smallest, _=(): {k for k, n in column.items() if 0 < n < smallest}
    )
    found = recovered(everything(council))
    assert len(found) >= 10


DORSET = Authority(code="E06000059", name="Dorset")
BOARD = board(DORSET)
OFFICER = Reader("officer", DORSET, (ROLES["commissioning-officer"],))


def of_children(measure_slug: str, numerator: int, denominator: int, unknown: int = 0) -> Result:
    """A share of children in care at a month-end."""
    measure = measure_named(measure_slug)
    counted = {measure.numerator: numerator, measure.denominator: denominator, measure.unknown: unknown}
    return measure.result(DORSET, DAYS[3], {tally: counted[tally] for tally in measure.tallies()}, None)


@settings(max_examples=60)
@given(numbers=st.lists(st.integers(0, 60), min_size=1, max_size=7))
def test_one_small_part_of_a_table_may_always_be_three_numbers(numbers: list[int]) -> None:
    """To somebody who knows the whole exactly, every other part as it is shown, and that this one is from 1 to 5."""
    whole = sum(numbers)
    parts = {str(n): of_children("in-house-foster-percent", number, 1000) for n, number in enumerate(numbers)}
    shown = present_table(parts, BOARD)
    hidden = [key for key, at in shown.items() if at.suppressed]
    small = [key for key in hidden if 0 < numbers[int(key)] < SMALLEST]
    assert [int(key) for key in small] == [n for n, number in enumerate(numbers) if 0 < number < SMALLEST]
    assert len(hidden) != 1 or sum(number > 0 for number in numbers) == 1
    if len(small) != len(hidden) or len(hidden) == sum(number > 0 for number in numbers):
        return  # nobody can tell how large a part is that is withheld for the sake of another; or nothing is shown
    limits = [bounds(number, SMALLEST) for key, number in enumerate(numbers) if str(key) not in hidden]
    rest = [(1, SMALLEST - 1)] * (len(hidden) - 1)
    low = max(1, whole - sum(high for _, high in (*limits, *rest)))
    high = min(SMALLEST - 1, whole - sum(low for low, _ in (*limits, *rest)))
    assert not hidden or high - low + 1 >= 3


@settings(max_examples=60)
@given(counted=st.integers(0, 80), unknown=st.integers(0, 20), others=st.integers(0, 80))
def test_share_with_a_few_unknown_tells_neither_them_nor_the_others(counted: int, unknown: int, others: int) -> None:
    shown = present(of_children("in-house-foster-percent", counted, counted + unknown + others, unknown), BOARD)
    if 0 < unknown < SMALLEST or (unknown and 0 < others < SMALLEST):
        assert shown.unknown == SUPPRESSED
    if not shown.suppressed:
        assert not any(0 < each < SMALLEST for each in (counted, counted + unknown + others, unknown + others))
        assert int(shown.numerator) == rounded(counted)
        assert shown.text == (f"{shown.value}%" if shown.value is not None else "\N{EN DASH}")


@settings(max_examples=40)
@given(number=st.integers(0, 2000))
def test_rounded_count_is_the_nearest_five_and_hides_by_how_much(number: int) -> None:
    assert rounded(number) % 5 == 0
    assert abs(rounded(number) - number) <= 2
    assert bounds(number, SMALLEST)[0] <= number <= bounds(number, SMALLEST)[1] or 0 < number < SMALLEST


@pytest.mark.parametrize(
    ("amount", "seen"), [(0, 0), (7.25, 7.3), (14.23, 14), (412, 410), (102286.93, 100000), (995, 1000), (-51, -51)]
)
def test_amounts_have_two_significant_figures(amount: float, seen: float) -> None:
    assert float(rough(Fraction(str(amount)))) == seen


@settings(max_examples=60)
@given(day=st.dates(date(2000, 1, 1), date(2100, 12, 31)))
def test_figures_are_those_of_the_last_month_end(day: date) -> None:
    end = month_end_before(day)
    assert end == month_end(end)
    assert end <= day < month_end(end + timedelta(days=1)) or end == day
    figure = replace(of_children("out-of-area-percent", 194, 476), as_at=day)
    assert present(figure, BOARD).suppressed == (end != day)
    assert not present(figure, OFFICER).suppressed


def test_headlines_of_the_strategy_stay_exact_and_other_figures_are_rounded() -> None:
    assert {slug for slug in AS_COUNTED if smallest_of(measure_named(slug))} == AS_COUNTED
    headline, other = (
        present(of_children(slug, 194, 476), BOARD) for slug in ("out-of-area-percent", "own-provision-percent")
    )
    assert (headline.text, headline.numerator, headline.denominator) == ("40.8%", "194", "476")
    assert (other.text, other.numerator, other.denominator) == ("41%", "195", "475")


def test_numbers_for_further_arithmetic_are_those_that_are_shown() -> None:
    seen = as_seen(of_children("own-provision-percent", 193, 476, 3), BOARD)
    assert (seen.numerator, seen.denominator, seen.value, seen.unknown, seen.groups) == (195, 475, 41, 3, ())
    assert as_seen(of_children("own-provision-percent", 3, 476), BOARD).numerator is None
    assert [present_count(number, BOARD) for number in (0, 3, 82)] == [0, None, 80]
    assert [present_amount(4901, people, BOARD) for people in (5, 20)] == [None, 4900]


def test_smaller_numbers_can_be_withheld_by_a_setting_that_has_a_floor(settings: Any) -> None:
    settings.SMALLEST_NUMBER_SHOWN = 11
    told = [present(of_children("own-provision-percent", number, 476), BOARD).numerator for number in (10, 12, 13, 17)]
    assert told == ["c", "c", "15", "15"]
    assert present(of_children("out-of-area-percent", 11, 476), BOARD).numerator == "11"


def test_five_is_never_shown_because_it_would_stand_for_six_and_seven_alone() -> None:
    numbers = range(1, 30)
    told = [present(of_children("own-provision-percent", number, 476), BOARD).numerator for number in numbers]
    assert told[:7] == ["c"] * 7
    assert all(told.count(each) == 5 for each in ("10", "15", "20", "25"))
    assert [present_count(number, BOARD) for number in (5, 7, 8)] == [None, None, 10]


@pytest.mark.parametrize("said", ["5", "0", "-6", "six", "", "101", "6.5"])
def test_tracker_does_not_start_with_a_smaller_number_than_the_floor(
    said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SMALLEST_NUMBER_SHOWN", said)
    with pytest.raises(ImproperlyConfigured, match="SMALLEST_NUMBER_SHOWN"):
        smallest_number_shown(environ.Env())


def test_every_measure_of_people_is_about_people_or_says_that_it_is_not() -> None:
    assert all(measure.smallest in {0, 1, 6} for measure in all_measures())
