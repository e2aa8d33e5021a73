"""The strategy's own forecast. L and the flow of section 1.4 number the strategy's sums."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from placements.models import Child, Episode, EpisodeSpan
from sufficiency.core.dates import OPEN
from sufficiency.core.measure import Result
from sufficiency.core.models import Authority
from sufficiency.measures.registry import measure_named
from sufficiency.strategy.forecast import Asked, Flow, Terms, birthdays, forecast_from, terms_of
from sufficiency.strategy.models import Assumption, Strategy
from tests.placements.council import found_council, load
from tests.returns import episode, header, one_return

from .entries import REFERENCE, entered, point

DAY, END = date(2020, 11, 30), date(2022, 3, 31)
PUBLISHED = Flow(opening=476, turning_18=82, exits_low=40, exits_high=50, entries=90)


def test_flow_of_section_1_4_closes_at_434_to_444_with_440_inside() -> None:
    assert (PUBLISHED.lowest, PUBLISHED.highest, PUBLISHED.midpoint) == (434, 444, 439)
    assert [PUBLISHED.holds(Fraction(aim)) for aim in (433, 434, 440, 444, 445)] == [False, True, True, True, False]


def underlying_change(started: int, left_before_18: int) -> Result:
    measure = measure_named("underlying-change-in-year")
    started_tally, unknown, earlier, ceased = measure.tallies()
    counts = {started_tally: started, earlier: left_before_18, ceased: left_before_18, unknown: 0}
    return measure.result(Authority(code="E06000059"), date(2020, 9, 30), counts, None)


def test_flow_l11_first_half_of_2020_21() -> None:
    started, left, at_18 = 74, 75, 27
    assert (started - left, left - at_18) == (-1, 48)
    assert underlying_change(started, left - at_18).value == 26


def test_flow_l12_of_2018_by_who_was_in_care_at_any_time() -> None:
    at_any_time, started, left = 650, 170, 202
    opening, closing = at_any_time - started, at_any_time - left
    assert (opening, closing, closing - opening) == (480, 448, -32)
    assert Flow(opening, 0, left, left, started).lowest == closing


def test_flow_l14_of_six_months_to_june_2019_is_13_fewer() -> None:
    opening, started, left = 440, 80, 93
    assert Flow(opening, 0, left, left, started).lowest - opening == -13


@given(*(st.integers(0, 900) for _ in range(5)))
@settings(max_examples=10)
def test_flow_is_what_counting_child_by_child_makes_it(
    opening: int, turning: int, exits: int, more: int, entries: int
) -> None:
    closing = []
    for leaving in (exits + more, exits):
        in_care = opening
        for _ in range(turning + leaving):
            in_care -= 1
        for _ in range(entries):
            in_care += 1
        closing.append(in_care)
    flow = Flow(opening, turning, exits, exits + more, entries)
    assert [flow.lowest, flow.highest] == closing


@pytest.fixture
def council(db: None) -> Authority:
    return found_council()


def load_children(authority: Authority, births: list[str]) -> None:
    """Children in care since 1 May 2020, born on these days; one left before the day."""
    names = [f"C{n:02}" for n in range(len(births))]
    rows = [episode("01/05/2020", child=name) for name in names]
    rows.append(episode("01/05/2020", "01/09/2020", child="GONE", rec="E4A"))
    headers = [header(name, born) for name, born in zip(names, births, strict=True) if born]
    load(authority, one_return(*rows, headers=[*headers, header("GONE", "01/01/2003")]))


def test_who_turns_18_is_known_by_the_birthdays_of_those_in_care(council: Authority) -> None:
    births = ["30/11/2002", "01/12/2002", "31/03/2004", "01/04/2004", "29/02/2004", "10/06/2012", ""]
    load_children(council, births)
    found = birthdays(council, DAY, END)
    # 18 on the day itself is no birthday to come, and the one of 1 April 2004 is a day late.
    assert (found.turning_18, found.unknown) == (3, 1)
    assert birthdays(council, DAY, date(2022, 2, 28)).turning_18 == 1
    assert birthdays(council, DAY, date(2022, 3, 1)).turning_18 == 2, "born on 29 February, 18 on 1 March"


def adult_on(born: date) -> date:
    """The 18th birthday, on 1 March for who was born on a 29 February."""
    try:
        return born.replace(year=born.year + 18)
    except ValueError:
        return date(born.year + 18, 3, 1)


LEAP_DAYS = [date(2004, 2, 28), date(2004, 2, 29), date(2004, 3, 1)]


@pytest.mark.django_db
@given(
    st.lists(
        st.one_of(st.none(), st.sampled_from(LEAP_DAYS), st.dates(date(2002, 1, 1), date(2006, 12, 31))), max_size=8
    ),
    st.dates(date(2020, 5, 1), date(2021, 3, 31)),
    st.one_of(st.integers(1, 900), st.just(366)),
)
@settings(max_examples=12)
def test_who_turns_18_is_what_a_plain_loop_finds(births: list[date | None], day: date, ahead: int) -> None:
    until = day + timedelta(days=ahead)
    turning = unknown = 0
    for born in births:
        if born is None:
            unknown += 1
        elif day < adult_on(born) <= until:
            turning += 1
    authority = Authority(code="E06000058")
    file = Episode(pk=1)
    children = [
        Child(authority=authority, identifier=str(n), date_of_birth=b, in_header=True) for n, b in enumerate(births)
    ]
    Child.objects.filter(authority=authority).delete()
    EpisodeSpan.objects.filter(authority=authority).delete()
    Child.objects.bulk_create(children)
    long = dict.fromkeys(("in_care_since", "placed_since", "legal_since"), date(2019, 1, 1))
    stable = dict.fromkeys(("long_term_from", "long_term_until", "stable_from"), OPEN)
    EpisodeSpan.objects.bulk_create(
        EpisodeSpan(
            authority=authority, child=child, episode=file, starts=date(2019, 1, 1), ends=OPEN, **long, **stable
        )
        for child in children
    )
    found = birthdays(authority, day, until)
    assert (found.turning_18, found.unknown) == (turning, unknown)


def assume(authority: Authority, **values: object) -> Assumption:
    stated = {"turning_18": 82, "exits_low": 4, "exits_high": 5, "entries_cap": 9, "source": "section 1.4"} | values
    return entered(Assumption, authority, strategy=REFERENCE, begins_on=DAY, ends_on=END, **stated)


def test_forecast_takes_the_strategys_terms_and_shows_what_it_states_beside_what_is_known(council: Authority) -> None:
    load_children(council, ["01/12/2002", "10/06/2012", "10/06/2013"])
    assume(council)
    point(council, "children-in-care", DAY, 476)
    point(council, "children-in-care", END, 6)
    found = forecast_from(council, DAY, Asked())
    assert found is not None and found.stated is not None
    assert found.flow == Flow(3, 1, 4, 5, 9)
    assert (found.flow.lowest, found.flow.highest, found.aim) == (6, 7, 6)
    assert (found.stated.turning_18, found.stated.opening, found.until) == (82, 3, END)
    assert not found.is_of_another_day
    later = forecast_from(council, date(2021, 1, 31), Asked())
    assert later is not None and later.is_of_another_day
    assert later.stated is None, "the strategy speaks of its own span alone"


def test_what_is_asked_goes_before_what_the_strategy_says_and_is_not_kept(council: Authority) -> None:
    load_children(council, ["01/12/2002", "10/06/2012"])
    assume(council)
    asked = Asked(until=date(2021, 3, 31), exits_low=0, exits_high=1, entries=0, turning_18=0)
    found = forecast_from(council, DAY, asked)
    assert found is not None
    assert (found.until, found.flow) == (date(2021, 3, 31), Flow(2, 0, 0, 1, 0))
    again = forecast_from(council, DAY, Asked())
    assert again is not None and again.flow == Flow(2, 1, 4, 5, 9)


def test_without_a_strategy_all_must_be_asked(db: None) -> None:
    assert terms_of(None, Asked(until=END, exits_low=1, exits_high=2)) is None
    assert terms_of(None, Asked(until=END, exits_low=0, exits_high=2, entries=0)) == Terms(END, 0, 2, 0)
    assert forecast_from(Authority.objects.get(code="E06000054"), DAY, Asked()) is None


def test_assumptions_of_a_draft_do_not_count(council: Authority) -> None:
    load_children(council, ["10/06/2012"])
    assume(council)
    Strategy.objects.update(status=Strategy.Status.DRAFT)
    assert forecast_from(council, DAY, Asked()) is None


def test_queries_do_not_depend_on_the_number_of_children(council: Authority) -> None:
    assume(council)

    def queries(children: int) -> int:
        load_children(council, ["01/12/2002"] * children)
        with CaptureQueriesContext(connection) as captured:
            forecast_from(council, DAY, Asked())
        return len(captured)

    assert queries(1) == queries(12) == 5
