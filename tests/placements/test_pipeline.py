"""How far place schemes are on a day, and the places there are and are to come."""

from datetime import date
from fractions import Fraction

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from placements.models import Scheme
from placements.occupancy import occupancy_on
from placements.pipeline import Pipeline, Progress, pipeline_on
from sufficiency.core.models import Authority
from tests.returns import NEIGHBOUR

from .council import found_council
from .homes import home, load_homes, load_schemes, load_statuses, scheme, step

pytestmark = pytest.mark.django_db

DAY = date(2020, 11, 30)
LIFE = [
    step("01/02/2019", "IDEA"),
    step("01/06/2019", "APPROVED", "01/09/2020"),
    step("01/03/2020", "BUILDING", "01/12/2020", why="Winter"),
    step("01/08/2020", "BUILDING", "01/12/2020"),
    step("01/10/2020", "REGISTERING", "01/11/2020", why="Quick"),
    step("15/01/2021", "OPEN"),
]


@pytest.fixture
def council(db: None) -> Authority:
    return found_council()


def pipeline(council: Authority, day: date = DAY) -> Pipeline:
    return pipeline_on(council, day, occupancy_on(council, day))


def of(council: Authority, day: date = DAY) -> Progress:
    (found,) = pipeline(council, day).schemes
    return found


def homes_of(council: Authority, day: date = DAY) -> tuple[int, int, Fraction]:
    """Places in children's homes: available, in development, and assumed in use."""
    supply = pipeline(council, day).supplies[0]
    return supply.available.places, supply.in_development.places, supply.total.in_use


def test_scheme_is_at_the_stage_of_its_last_step_and_unknown_before_its_first(council: Authority) -> None:
    load_schemes([scheme()], LIFE)
    assert pipeline(council, date(2019, 1, 31)).schemes == ()
    stages = {
        date(2019, 2, 1): "IDEA",
        date(2019, 5, 31): "IDEA",
        date(2019, 6, 1): "APPROVED",
        date(2020, 9, 30): "BUILDING",
        date(2020, 10, 1): "REGISTERING",
        date(2021, 1, 14): "REGISTERING",
        date(2021, 1, 15): "OPEN",
    }
    assert {day: of(council, day).stage for day in stages} == stages


def test_expected_date_is_the_one_last_said(council: Authority) -> None:
    load_schemes([scheme()], LIFE)
    assert of(council, date(2019, 5, 31)).expected_on is None
    assert of(council, date(2019, 6, 1)).expected_on == date(2020, 9, 1)
    assert of(council).expected_on == date(2020, 11, 1)
    assert of(council, date(2021, 1, 15)).expected_on is None


def test_slips_are_the_changes_of_the_expected_date_with_their_reasons(council: Authority) -> None:
    load_schemes([scheme()], LIFE)
    assert of(council, date(2020, 2, 29)).slips == ()
    assert [(s.said_on, s.before, s.after, s.days, s.reason) for s in of(council).slips] == [
        (date(2020, 3, 1), date(2020, 9, 1), date(2020, 12, 1), 91, "Winter"),
        (date(2020, 10, 1), date(2020, 12, 1), date(2020, 11, 1), -30, "Quick"),
    ]
    assert of(council).slipped_days == 61


def test_scheme_is_overdue_when_its_day_has_gone_by_and_it_is_not_open(council: Authority) -> None:
    load_schemes([scheme()], LIFE)
    days = (date(2020, 11, 1), date(2020, 11, 2), date(2021, 1, 14), date(2021, 1, 15))
    assert [of(council, day).is_overdue for day in days] == [False, True, True, False]


def test_places_move_from_development_to_available_when_the_home_is_registered(council: Authority) -> None:
    load_schemes([scheme(HOME="H-1", UTILISATION="80")], LIFE)
    assert homes_of(council, date(2020, 12, 31)) == (0, 5, 4)
    load_homes(home(PLACES="5", UTILISATION="60"), status="")
    load_statuses({"HOME": "H-1", "SINCE": "10/01/2021", "STATUS": "REGISTERED"})
    assert homes_of(council, date(2021, 1, 9)) == (0, 5, 4)
    # Registered before it is said to be open: counted once, as the home says.
    assert homes_of(council, date(2021, 1, 10)) == (5, 0, 3)
    assert homes_of(council, date(2021, 1, 15)) == (5, 0, 3)


def test_scheme_that_is_open_without_a_registered_home_counts_nowhere_and_is_flagged(council: Authority) -> None:
    load_schemes([scheme()], LIFE)
    assert homes_of(council, date(2021, 1, 15)) == (0, 0, 0)
    assert [of(council, day).lacks_home for day in (DAY, date(2021, 1, 15))] == [False, True]


def test_home_of_a_scheme_counts_wherever_it_stands_and_others_only_in_the_area(council: Authority) -> None:
    load_homes(home("H-1", LOCATED_IN=NEIGHBOUR), home("H-2", URN="", LOCATED_IN=NEIGHBOUR), home("H-3", URN="1"))
    assert homes_of(council)[0] == 4
    load_schemes(
        [scheme(HOME="H-2"), scheme("S-2", HOME="H-3")],
        [step("01/01/2019", "OPEN"), step("01/01/2019", "OPEN", of="S-2")],
    )
    assert homes_of(council)[0] == 8


def test_abandoned_schemes_count_nowhere(council: Authority) -> None:
    load_schemes([scheme()], [step("01/01/2019", "IDEA"), step("01/01/2020", "ABANDONED")])
    assert homes_of(council, date(2019, 12, 31)) == (0, 5, 5)
    assert homes_of(council) == (0, 0, 0)


def test_flats_and_fostering_are_available_once_open_and_never_lack_a_home(council: Authority) -> None:
    load_schemes(
        [scheme("S-1", KIND="FLATS", PLACES="12"), scheme("S-2", KIND="FOSTERING", PLACES="20", UTILISATION="85")],
        [step("01/01/2019", "APPROVED"), step("01/01/2020", "OPEN"), step("01/01/2020", "APPROVED", of="S-2")],
    )
    homes, fostering, flats = pipeline(council).supplies
    assert (homes.total.places, fostering.available.places, fostering.in_development.places) == (0, 0, 20)
    assert (fostering.total.in_use, flats.available.places, flats.in_development.places) == (17, 12, 0)
    assert not any(each.lacks_home for each in pipeline(council).schemes)


def test_planned_places_are_those_in_development_expected_by_a_day(council: Authority) -> None:
    load_schemes(
        [scheme("S-1", UTILISATION="50"), scheme("S-2", KIND="FLATS"), scheme("S-3"), scheme("S-4")],
        [
            step("01/01/2020", "BUILDING", "01/02/2021"),
            step("01/01/2020", "IDEA", "01/03/2021", of="S-2"),
            step("01/01/2020", "IDEA", of="S-3"),
            step("01/01/2020", "ABANDONED", "01/02/2021", of="S-4"),
        ],
    )
    found = pipeline(council)
    days = (date(2021, 1, 31), date(2021, 2, 1), date(2021, 3, 1))
    assert [found.planned(day) for day in days] == [0, Fraction(5, 2), Fraction(15, 2)]
    assert [found.planned(day, Scheme.Kind.FLATS) for day in days] == [0, 0, 5]
    assert found.days_expected == [date(2021, 2, 1), date(2021, 3, 1)]


def test_schemes_stand_by_stage_and_expected_date(council: Authority) -> None:
    load_schemes(
        [scheme(f"S-{n}") for n in range(1, 5)],
        [
            step("01/01/2020", "OPEN"),
            step("01/01/2020", "BUILDING", of="S-2"),
            step("01/01/2020", "BUILDING", "01/03/2022", of="S-3"),
            step("01/01/2020", "BUILDING", "01/02/2022", of="S-4"),
        ],
    )
    assert [each.scheme.reference for each in pipeline(council).schemes] == ["S-4", "S-3", "S-2", "S-1"]


def test_number_of_queries_does_not_grow_with_the_schemes(council: Authority) -> None:
    occupied = occupancy_on(council, DAY)
    load_schemes([scheme()], LIFE)
    with CaptureQueriesContext(connection) as few:
        pipeline_on(council, DAY, occupied)
    names = [f"S-{n}" for n in range(30)]
    load_schemes([scheme(name) for name in names], [step("01/01/2020", "IDEA", of=name) for name in names])
    with CaptureQueriesContext(connection) as many:
        assert len(pipeline_on(council, DAY, occupied).schemes) == 30
    assert len(many) == len(few) == 2
