"""The places gap of a council with a plan, schemes and homes, month by month to the end of its strategy."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from placements.models import Contract, Provider
from sufficiency.core.models import Authority
from sufficiency.strategy.delivered import Delivered, Kind, delivered_between
from sufficiency.strategy.models import PlannedPlaces
from sufficiency.strategy.places_gap import (
    Month,
    PlacesGap,
    PlanOfKind,
    Scenario,
    places_gap_on,
)
from tests.carers.fostering import approval, load_fostering
from tests.placements.council import found_council, load
from tests.placements.homes import home, load_homes, load_schemes, load_statuses, scheme, step
from tests.registers.council import household
from tests.returns import NEIGHBOUR, episode, one_return

from .entries import REFERENCE, entered, strategy

DAY, END = date(2020, 11, 30), date(2023, 3, 31)
THIRTY = Fraction(30)


@pytest.fixture
def council(db: None) -> Authority:
    """Ten children in care, six of them out of area; a target of 30% at most; a strategy until 31 March 2023."""
    authority = found_council()
    here = [episode("01/05/2020", child=f"H{n}") for n in range(4)]
    there = [episode("01/05/2020", child=f"T{n}", PL_POST="QY1 1AA") for n in range(6)]
    load(authority, one_return(*here, *there))
    return authority


def plan(authority: Authority, kind: Kind, number: int, due: date = date(2022, 3, 31), counted: str = "PLACES") -> None:
    entered(PlannedPlaces, authority, strategy=REFERENCE, kind=kind, counted_in=counted, due=due, number=number)


def on(authority: Authority, day: date = DAY, **scenario: object) -> PlacesGap:
    return places_gap_on(authority, day, Scenario(**scenario))  # type: ignore[arg-type]


def at(found: PlacesGap, day: date) -> Month:
    return next(each for each in found.months if each.day == day)


def test_months_run_from_the_day_to_the_end_of_the_strategy(council: Authority) -> None:
    months = [each.day for each in on(council).months]
    assert (months[0], months[1], months[-1], len(months)) == (DAY, date(2020, 12, 31), END, 29)
    after = on(council, date(2023, 6, 1))
    assert [each.day for each in after.months] == [date(2023, 6, 1)]
    assert after.strategy is not None, "the last strategy still says what was planned"


def test_each_month_has_the_target_in_force_then(council: Authority) -> None:
    found = on(council)
    assert (found.now.share, found.now.required, found.now.required_strictly) == (30, 3, 3)
    assert (found.end.share, found.end.exact) == (Fraction("12.5"), Fraction("4.75"))
    assert (found.end.required, found.end.required_strictly) == (5, 5)


def test_places_gap_g8_planned_places_count_from_the_day_they_are_due_and_carers_are_no_places(
    council: Authority,
) -> None:
    plan(council, Kind.RESIDENTIAL, 20)
    plan(council, Kind.IN_HOUSE_FOSTERING, 20, due=date(2021, 3, 31))
    plan(council, Kind.IN_HOUSE_FOSTERING, 15, counted="CARERS")
    found = on(council)
    planned = [at(found, day).planned for day in (DAY, date(2021, 3, 31), date(2022, 2, 28), date(2022, 3, 31))]
    assert planned == [0, 20, 20, 40]
    assert [each.planned for each in found.kinds] == [20, 20, 0]
    assert (found.planned, found.headroom) == (40, 37)


def test_schemes_count_from_their_month_by_kind_and_flats_do_not(council: Authority) -> None:
    load_schemes(
        [
            scheme(PLACES="4", UTILISATION="50"),
            scheme("S-2", KIND="FOSTERING", PLACES="3"),
            scheme("S-3", KIND="FLATS", PLACES="12"),
            scheme("S-4"),
        ],
        [
            step("01/06/2020", "BUILDING", "31/01/2021"),
            step("01/06/2020", "APPROVED", "01/06/2021", of="S-2"),
            step("01/06/2020", "APPROVED", "01/06/2021", of="S-3"),
            step("01/06/2020", "IDEA", of="S-4"),
        ],
    )
    found = on(council)
    coming = [list(at(found, day).coming.values()) for day in (DAY, date(2021, 1, 31), date(2021, 6, 30))]
    assert coming == [[0, 0, 0], [2, 0, 0], [2, 3, 0]]
    assert (at(found, date(2021, 1, 31)).residual, found.end.residual, found.end.surplus) == (1, 0, 0)
    assert [each.scheme.reference for each in found.undated] == ["S-4"]
    slipped = on(council, slip=6, utilisation=100)
    coming = [list(at(slipped, day).coming.values()) for day in (date(2021, 6, 30), date(2021, 7, 31), END)]
    assert coming == [[0, 0, 0], [4, 0, 0], [4, 3, 0]]


def test_scenario_changes_what_is_asked_and_nothing_else(council: Authority) -> None:
    found = on(council, in_care=20, share=Fraction(10))
    assert (found.in_care, found.now.exact, found.end.exact) == (20, 4, 4)
    assert on(council).now.exact == 3, "nothing was stored"


def test_delivered_places_are_net_of_closures_by_kind(council: Authority) -> None:
    load_homes(home(), home("H-2", PLACES="3", URN="SC2"), home("H-3", LOCATED_IN=NEIGHBOUR, URN="SC3"), status="")
    load_statuses(
        {"HOME": "H-1", "SINCE": "01/01/2015", "STATUS": "REGISTERED"},
        {"HOME": "H-1", "SINCE": "01/06/2020", "STATUS": "CLOSED"},
        {"HOME": "H-2", "SINCE": "01/07/2020", "STATUS": "REGISTERED"},
        {"HOME": "H-3", "SINCE": "01/07/2020", "STATUS": "REGISTERED"},
    )
    load_fostering(
        household("F-1", APPROVED_TO="30/06/2020", REASON_ENDED="RESIGNED"),
        household("F-2"),
        household("F-3", KIND="CONNECTED"),
        approvals=(approval("F-1", 3), approval("F-2", 1), approval("F-2", 3, "01/08/2020"), approval("F-3", 2)),
    )
    for reference, kind in (("P-1", "AGENCY"), ("P-2", "PRIVATE")):
        entered(Provider, council, reference=reference, name=reference, kind=kind)
        entered(
            Contract, council, reference=f"C-{reference}", provider=reference, route="BLOCK", places=5,
            starts_on=date(2020, 9, 1), ends_on=DAY,
        )  # fmt: skip
    then = date(2020, 4, 1)
    assert delivered_between(council, then, DAY) == {
        Kind.RESIDENTIAL: Delivered(4, 3),
        Kind.IN_HOUSE_FOSTERING: Delivered(4, 3),
        Kind.AGENCY_FOSTERING: Delivered(0, 5),
    }
    assert delivered_between(council, then, DAY + timedelta(days=1))[Kind.AGENCY_FOSTERING].net == 0
    assert delivered_between(council, then, DAY)[Kind.RESIDENTIAL].net == -1


def test_planned_without_a_scheme_is_what_neither_stands_nor_comes() -> None:
    def left(planned: int, delivered: Delivered | None, coming: str) -> Fraction:
        return PlanOfKind(Kind.RESIDENTIAL, planned, delivered, Fraction(coming)).without_scheme

    assert left(20, None, "13.6") == Fraction("6.4")
    assert left(20, Delivered(19, 21), "13.6") == Fraction("4.4")
    assert left(20, Delivered(19, 17), "13.6") == Fraction("8.4")
    assert left(5, Delivered(0, 6), "0") == 0


def test_without_a_target_nothing_is_needed_that_could_be_said(db: None) -> None:
    authority = Authority.objects.get(code=NEIGHBOUR)
    load(authority, one_return(episode("01/05/2020")))
    found = on(authority)
    assert (found.strategy, found.now.exact, found.now.residual, found.headroom) == (None, None, None, None)
    asked = on(authority, share=Fraction(0))
    assert (asked.now.required, asked.most_needed) == (0, 1), "where the child lives is not known"


def test_queries_depend_neither_on_months_nor_on_schemes(council: Authority) -> None:
    def queries(day: date) -> int:
        with CaptureQueriesContext(connection) as captured:
            on(council, day)
        return len(captured)

    few = queries(date(2023, 3, 1))
    plan(council, Kind.RESIDENTIAL, 20)
    load_schemes(
        [scheme(f"S-{n}") for n in range(5)],
        [step("01/06/2020", "BUILDING", "31/01/2021", of=f"S-{n}") for n in range(5)],
    )
    assert queries(DAY) == few <= 30


def test_what_was_needed_when_the_strategy_began_is_counted_on_its_eve(db: None) -> None:
    authority = found_council()
    strategy(authority, "2020-2023", starts=date(2020, 10, 1))
    here = [episode("01/05/2020", child=f"H{n}") for n in range(4)]
    came = {"T1": "01/05/2020", "T2": "01/05/2020", "T3": "01/10/2020", "T4": "01/10/2020"}
    there = [episode(day, child=child, PL_POST="QY1 1AA") for child, day in came.items()]
    load(authority, one_return(*here, *there))
    found = places_gap_on(authority, DAY, Scenario())
    # 2 of 6 were out of area on 30 September; 4 of 8 are now. 30% of them may be.
    assert found.beginning is not None and found.beginning.outside.as_at == date(2020, 9, 30)
    assert (found.beginning.exact, found.now.exact) == (2 - 6 * THIRTY / 100, 4 - 8 * THIRTY / 100)
    before = places_gap_on(authority, date(2020, 9, 15), Scenario())
    assert before.strategy is not None and before.beginning is None, "nothing is loaded of that strategy's eve"
