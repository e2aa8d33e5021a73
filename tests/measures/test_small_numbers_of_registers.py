"""Small numbers of registers, of events and of sums: no few households, care leavers or children follow from them."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leavers.measures import OF_REGISTERS as OF_LEAVERS
from placements.dimensions import PROVIDER
from placements.rates import UnderlyingChange
from sufficiency.core.measure import Number, Result, Tally
from sufficiency.core.models import Authority
from sufficiency.core.tally import evaluate
from sufficiency.dashboards.topics.declared import TOPICS
from sufficiency.dashboards.topics.mixing import mixed_chart
from sufficiency.dashboards.topics.topic import Asked, Mixed
from sufficiency.measures import small_numbers
from sufficiency.measures.present import Shown, present, present_table
from sufficiency.measures.registry import all_measures, measure_named
from sufficiency.measures.small_numbers import bounds, few, leaves_few
from tests.carers.fostering import allegation, load_fostering
from tests.leavers.drawn import drawn, load_drawn
from tests.registers.council import council, household

from .attack import SMALLEST, Attack, Cell, always, of_people, outputs
from .test_small_numbers import BOARD, DORSET, board

DAY = date(2020, 11, 30)
DAYS = (date(2020, 3, 31), date(2020, 6, 30), date(2020, 10, 31), DAY)
NOT_SHOWN = 8  # of what is rounded


def named(slug: str) -> Tally:
    return measure_named(slug).numerator


SUPPORTED = ((named("leavers-supported-now"), "", ""), tuple(
    (named(f"leavers-{who}-now"), "", "") for who in ("active-service", "eligible", "keep-in-touch")
))  # fmt: skip


@pytest.fixture
def care_leavers(db: None) -> Authority:
    """A council with twenty young people in its register, by lot."""
    load_drawn(drawn(0, 20))
    return council()


def recovered(authority: Authority) -> list[str]:
    """The few of whom a board member learns how many they are, from all figures and tables about care leavers."""
    measures = [measure for measure in OF_LEAVERS if of_people(measure)]
    dimensions = {dimension.slug for measure in measures for dimension in measure.dimensions}
    found = outputs(authority, DAYS, board(authority), measures, dimensions)
    known: list[tuple[Cell, tuple[Cell, ...]]] = [SUPPORTED, *always([day.counts() for day in found])]
    attack = Attack(found[2:], known)
    assert len(attack.withheld) > 200, "there is little to find out"
    return [name for name, *_ in attack.recovered()]


def test_no_few_care_leavers_follow_from_all_figures_and_tables(
    care_leavers: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert recovered(care_leavers) == []
    monkeypatch.setattr(small_numbers, "smallest_rounded", lambda smallest: smallest)
    monkeypatch.setattr("tests.measures.attack.SMALLEST_ROUNDED", SMALLEST)
    assert recovered(care_leavers), "where a 5 stands for 6 and 7 alone, it gives others away"


def test_every_number_of_a_register_of_people_goes_through_the_presenter() -> None:
    """What is never withheld says nothing of who lives where: what there is, is to come, or could be had."""
    shown_as_it_is = {measure.slug for measure in all_measures() if measure.smallest <= 1}
    assert shown_as_it_is == {
        "places-planned",
        "places-in-development",
        "places-in-development-in-use",
        "childrens-homes-in-area",
        "childrens-home-places-in-area",
        "homes-over-number",
        "supported-lodgings-places",
        "supported-lodgings-places-on-hold",
    }


def told(slug: str, counts: Mapping[Tally, Number], others: Number = 40) -> Shown:
    """What a board member gets of a measure when so many are counted, and ``others`` of all else."""
    measure = measure_named(slug)
    tallies = (*measure.tallies(), *measure.withheld_with())
    return present(measure.result(DORSET, DAY, {tally: counts.get(tally, others) for tally in tallies}, {}), BOARD)


def test_events_of_few_people_are_withheld_however_many_events_there_are() -> None:
    of_events = [measure for measure in all_measures() if any(tally.relation.people for tally in measure.tallies())]
    assert {measure.slug for measure in of_events} == {
        "missing-incidents-in-month",
        "placements-begun-in-month",
        "placements-begun-out-of-area-in-month",
        "new-placements-out-of-area-percent",
        "review-participation-percent",
        "return-interviews-offered-percent",
        "return-interviews-completed-percent",
        "return-interviews-in-72-hours-percent",
        "visits-on-time-percent",
        "visits-late-percent",
        "fostering-allegations-in-year",
        "fostering-allegations-substantiated-in-year",
        "fostering-allegations-substantiated-percent",
        "fostering-allegations-on-going",
    }
    for measure in of_events:
        (people,) = measure.withheld_with()
        counts = {**dict.fromkeys(measure.tallies(), 0), measure.numerator: 20}
        if measure.denominator:
            counts[measure.denominator] = 40
        of_few, of_many = (
            present(measure.result(DORSET, DAY, {**counts, people: number}, {DORSET.code: set()}), BOARD)
            for number in (5, 12)
        )
        assert of_few.suppressed, measure.slug
        assert not of_many.suppressed, measure.slug


@pytest.mark.django_db
def test_allegations_against_one_household_are_those_of_one() -> None:
    """Eleven allegations, of one household or of nine."""
    rows = [allegation(f"A-{number:02}", f"{1 + number:02}/10/2020") for number in range(11)]
    load_fostering(household(), allegations=tuple(rows))
    measure = measure_named("fostering-allegations-in-year")
    (of_one,) = evaluate([measure], council(), [DAY])[measure.slug]
    assert (of_one.value, of_one.groups) == (11, (11, 1))
    assert present(of_one, BOARD).suppressed
    load_fostering(allegations=tuple(row | {"HOUSEHOLD": f"F-{n % 9}"} for n, row in enumerate(rows)))
    (of_nine,) = evaluate([measure], council(), [DAY])[measure.slug]
    assert (of_nine.value, of_nine.groups) == (11, (11, 9))
    assert present(of_nine, BOARD).text == "10"


def test_vacant_places_are_told_no_better_than_the_children_in_the_others() -> None:
    residents = measure_named("childrens-home-occupancy-percent").numerator
    places, vacant = named("childrens-home-places-in-area"), named("vacant-home-places-in-area")
    told_of = [
        told("vacant-home-places-in-area", {places: 40, residents: taken, vacant: 40 - taken}, 0).text
        for taken in (3, 12, 22, 38, 40)
    ]
    assert told_of == ["c", "30", "20", "c", "0"]


def test_who_came_and_who_left_are_withheld_together() -> None:
    """They differ by what the number in care has changed by, which is exact."""
    started, ceased, ever = (named(slug) for slug in ("started-in-year", "ceased-in-year", "in-care-in-year"))
    for counts in ({started: 21, ceased: 1}, {started: 3, ceased: 0}, {started: 1, ceased: 12}):
        for slug in ("started-in-year", "ceased-in-year", "in-care-in-year", "missing-percent", "adopted-percent"):
            assert told(slug, {**counts, ever: 120}).suppressed, (slug, counts)
    assert not told("started-in-year", {started: 21, ceased: 12}).suppressed
    change = measure_named("underlying-change-in-year")
    assert isinstance(change, UnderlyingChange)
    assert told(change.slug, {started: 30, ceased: 25, change.ceased_earlier: 22}).suppressed, "3 left at 18"
    assert not told(change.slug, {started: 30, ceased: 35, change.ceased_earlier: 22}).suppressed


def costs(of: Number, everybody: Number, in_care: Number) -> tuple[Shown, Shown]:
    """The weekly cost inside the area of so many of everybody with an amount, and the mean of all of them."""
    inside, mean = measure_named("weekly-cost-in-area"), measure_named("weekly-cost-mean")
    return present(_cost(inside, of, everybody, in_care), BOARD), present(
        _cost(mean, everybody, everybody, in_care), BOARD
    )


def _cost(measure: Any, of: Number, everybody: Number, in_care: Number) -> Result:
    counts: dict[Tally, Number] = {measure.numerator: 987 * of, measure.people: of}
    if measure.unknown:
        counts[measure.unknown] = 0
    if measure.all_people:
        counts[measure.all_people] = everybody
    if measure.among:
        counts[measure.among] = in_care
    result: Result = measure.result(DORSET, DAY, counts, None)
    return result


@settings(max_examples=40)
@given(of=st.integers(0, 60), others=st.integers(0, 60), without=st.integers(0, 30))
def test_costs_tell_neither_of_few_children_nor_of_the_few_that_are_left(of: int, others: int, without: int) -> None:
    inside, mean = costs(of, of + others, of + others + without)
    assert inside.suppressed == (few(of, NOT_SHOWN) or few(others, NOT_SHOWN))
    assert mean.suppressed == few(of + others, NOT_SHOWN)
    if few(without, NOT_SHOWN):
        assert mean.denominator in ("c", "\N{EN DASH}"), "from how many are left the others follow"


@settings(max_examples=200)
@given(whole=st.integers(20, 60), one=st.integers(8, 30), rest=st.integers(1, 5))
def test_few_that_are_left_of_a_whole_may_be_three_numbers_unless_it_is_withheld(
    whole: int, one: int, rest: int
) -> None:
    """To whoever sees the whole and two parts of it, each as it is shown."""
    other = whole - one - rest
    if other < NOT_SHOWN or leaves_few(whole, [one, other], NOT_SHOWN):
        return
    (least, most), *parts = (bounds(each, NOT_SHOWN) for each in (whole, one, other))
    low, high = least - sum(high for _, high in parts), most - sum(low for low, _ in parts)
    assert min(NOT_SHOWN - 1, high) - max(1, low) + 1 >= 3


@pytest.mark.parametrize(("with_others", "withheld"), [(1, True), (0, False)])
def test_no_part_tells_what_the_whole_is_withheld_for(with_others: int, withheld: bool) -> None:
    """Of 62 or 61 children with foster carers 38 are with the council's and 23 with an agency's."""
    measure = measure_named("agency-foster-percent")
    foster, in_house = measure.told_with

    def fostered(everybody: int, *, ours: int = 0, agency: int = 0) -> Result:
        counts = dict.fromkeys(measure.tallies(), 0)
        counts |= {measure.denominator: 120, foster: everybody, in_house: ours, measure.numerator: agency}
        return measure.result(DORSET, DAY, counts, None)

    assert present(fostered(61 + with_others, ours=38, agency=23), BOARD).suppressed is withheld
    parts = {"PR1": fostered(38, ours=38), "PR3": fostered(with_others), "PR4": fostered(23, agency=23)}
    shown = present_table(parts, BOARD, PROVIDER)
    assert {part.suppressed for part in shown.values()} == {withheld}


def test_share_of_what_is_shown_is_of_all_there_are_when_something_is_withheld() -> None:
    """Of 100 children 60 live with the council's own, 40 in several kinds of provision of which a few are withheld."""
    (panel,) = (each for each in TOPICS["where-children-live"].panels
                if isinstance(each, Mixed) and each.dimension is PROVIDER)  # fmt: skip
    day = date(2020, 11, 30)
    counts = {"PR1": 60, "PR4": 37, "PR0": 3}
    parts = {key: [panel.measure.result(DORSET, day, {panel.measure.numerator: number}, None)]
             for key, number in counts.items()}  # fmt: skip
    chart = mixed_chart(panel, parts, Asked(reader=BOARD, day=day, compared=day, days=(day,)))
    assert chart is not None
    assert "60%" in str(chart.table) and "100%" not in str(chart.table)
