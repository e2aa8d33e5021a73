"""Who lives in each home on a day, out of the returns and of what the registers say."""

import random
from datetime import date, timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from placements.occupancy import Occupancy, occupancy_on, same_urn, totals
from placements.registers.homes import HOMES, OTHER_RESIDENTS, PROVIDERS, REGISTRATIONS
from placements.registers.quality import RATINGS
from sufficiency.core.models import Authority
from sufficiency.extracts.actions import SourceFile, load_files
from sufficiency.extracts.outcome import Status
from tests.registers.council import csv_of, neighbour, send
from tests.registers.council import load as load_register
from tests.returns import NEIGHBOUR, Row, as_csv, day_of, episode, header, one_return, text

from .council import found_council, load
from .homes import URN, home, load_homes, load_residents, load_statuses

pytestmark = pytest.mark.django_db

DAY = date(2020, 11, 30)
IN_HOME = {"PLACE": "K2", "PLACE_PROVIDER": "PR4"}
UNDER_16, OF_16, OVER_16 = "01/12/2004", "30/11/2004", "15/05/2003"


@pytest.fixture
def council(db: None) -> Authority:
    return found_council()


def live(council: Authority, *children: tuple[str, str], urn: str = URN, **cells: str) -> None:
    """Load a return: children, by identifier and date of birth, who live under a URN since May 2020."""
    rows = [episode("01/05/2020", child=name, **{**IN_HOME, "URN": urn, **cells}) for name, _ in children]
    load(council, one_return(*rows, headers=[header(name, born) for name, born in children]))


def on(council: Authority, reference: str = "H-1", day: date = DAY) -> Occupancy:
    return next(each for each in occupancy_on(council, day).homes if each.home.reference == reference)


def listed(council: Authority, day: date = DAY) -> list[str]:
    return [each.home.reference for each in occupancy_on(council, day).homes]


def test_places_are_the_councils_children_those_of_others_and_vacant_ones(council: Authority) -> None:
    live(council, ("A1", OVER_16), ("A2", OVER_16))
    load_homes(home(), others="1")
    found = on(council)
    assert (found.own, found.others, found.vacant, found.over_by, found.is_flagged) == (2, 1, 1, 0, False)
    before = on(council, day=date(2020, 4, 30))
    assert (before.own, before.others, before.vacant) == (0, 1, 3)


def test_vacancy_is_not_known_while_nobody_says_how_many_others_there_are(council: Authority) -> None:
    live(council, ("A1", OVER_16))
    load_homes(home())
    found = on(council)
    assert (found.own, found.others, found.vacant) == (1, None, None)
    assert totals([found]).unknown == 1


@pytest.mark.parametrize("written", ["SC123456", "sc123456", " SC 123456", "SC-123456", "sc.123 456"])
def test_urn_is_the_same_however_it_is_written(council: Authority, written: str) -> None:
    live(council, ("A1", OVER_16), urn=written.strip())
    load_homes(home(URN="SC 123456"))
    assert on(council).own == 1
    assert same_urn(written) == "SC123456"


def test_homes_without_a_urn_are_not_where_children_without_one_live(council: Authority) -> None:
    live(council, ("A1", OVER_16), urn="")
    load_homes(home(URN=""))
    assert on(council).own == 0


def test_more_children_than_registered_for_are_flagged(council: Authority) -> None:
    live(council, ("A1", OVER_16), ("A2", OVER_16))
    load_homes(home(PLACES="3"), others="2")
    found = on(council)
    assert (found.over_by, found.vacant, found.is_flagged, found.is_urgent) == (1, 0, True, False)


@pytest.mark.parametrize("status", ["APPLIED", "SUSPENDED", "CLOSED", ""])
@pytest.mark.parametrize(("born", "urgent"), [(UNDER_16, True), (OF_16, False), (OVER_16, False), ("", True)])
def test_child_in_a_home_that_is_not_registered_is_flagged_and_under_16_urgent(
    council: Authority, status: str, born: str, urgent: bool
) -> None:
    live(council, ("A1", born))
    load_homes(home(), status=status)
    found = on(council)
    assert (found.is_unregistered, found.is_flagged, found.is_urgent) == (True, True, urgent)
    assert (found.under_16, found.age_unknown) == (int(born == UNDER_16), int(born == ""))


@pytest.mark.parametrize("status", ["REGISTERED", "NOT-REQUIRED"])
def test_child_in_a_home_that_is_registered_or_need_not_be_is_not_flagged(council: Authority, status: str) -> None:
    live(council, ("A1", UNDER_16))
    load_homes(home(), status=status)
    assert not on(council).is_flagged


def test_unregistered_home_without_a_child_is_not_flagged(council: Authority) -> None:
    load_homes(home(), status="APPLIED", others="2")
    assert not on(council).is_flagged


def test_home_is_flagged_on_the_days_on_which_its_registration_is_suspended(council: Authority) -> None:
    live(council, ("A1", OVER_16))
    load_homes(home(), status="")
    load_statuses(
        {"HOME": "H-1", "SINCE": "01/01/2019", "STATUS": "REGISTERED"},
        {"HOME": "H-1", "SINCE": "10/08/2020", "STATUS": "SUSPENDED"},
        {"HOME": "H-1", "SINCE": "01/10/2020", "STATUS": "REGISTERED"},
    )
    days = [date(2020, 8, 9), date(2020, 8, 10), date(2020, 9, 30), date(2020, 10, 1)]
    assert [on(council, day=day).is_unregistered for day in days] == [False, True, True, False]


def test_homes_that_have_closed_or_are_not_there_yet_are_not_listed_unless_a_child_is(council: Authority) -> None:
    live(council, ("A1", OVER_16), urn="9900003")
    load_homes(home("H-1", URN="9900001"), home("H-2", URN="9900002"), home("H-3", URN="9900003"), status="")
    load_statuses(
        {"HOME": "H-1", "SINCE": "01/01/2020", "STATUS": "CLOSED"},
        {"HOME": "H-2", "SINCE": "01/12/2020", "STATUS": "REGISTERED"},
        {"HOME": "H-3", "SINCE": "01/01/2020", "STATUS": "CLOSED"},
    )
    assert listed(council) == ["H-3"]
    assert listed(council, date(2020, 12, 1)) == ["H-3", "H-2"]


def test_entry_says_where_a_child_lives_whom_no_urn_leads_there(council: Authority) -> None:
    live(council, ("A1", UNDER_16), urn="", PLACE="H5")
    load_homes(home(URN=""), status="")
    load_residents({"HOME": "H-1", "CHILD": "A1", "MOVED_IN": "01/05/2020", "MOVED_OUT": "01/12/2020"})
    assert (on(council).own, on(council).is_urgent) == (1, True)
    assert [on(council, day=day).own for day in (date(2020, 4, 30), date(2020, 5, 1), date(2020, 12, 1))] == [0, 1, 0]


def test_entry_does_not_move_a_child_from_where_the_return_says_nor_count_one_who_left_care(
    council: Authority,
) -> None:
    load(
        council,
        one_return(
            episode("01/05/2020", child="A1", **IN_HOME, URN=URN),
            episode("01/05/2020", "01/11/2020", child="A2", rec="E4A", **IN_HOME, URN=""),
        ),
    )
    load_homes(home("H-1"), home("H-2", URN=""))
    load_residents(
        {"HOME": "H-2", "CHILD": "A1", "MOVED_IN": "01/05/2020"},
        {"HOME": "H-2", "CHILD": "A2", "MOVED_IN": "01/05/2020"},
        {"HOME": "H-2", "CHILD": "A3", "MOVED_IN": "01/05/2020"},
    )
    assert (on(council, "H-1").own, on(council, "H-2").own) == (1, 0)
    assert on(council, "H-2", date(2020, 10, 31)).own == 1


def test_children_in_childrens_homes_that_the_register_lacks_are_counted(council: Authority) -> None:
    live(council, ("A1", OVER_16), ("A2", OVER_16), urn="SC999999")
    load_homes(home())
    assert occupancy_on(council, DAY).unlisted == 2
    load_homes(home(), home("H-2", URN="SC999999"))
    assert occupancy_on(council, DAY).unlisted == 0


def test_children_of_a_urn_that_two_homes_have_live_in_the_one_that_is_open(council: Authority) -> None:
    live(council, ("A1", OVER_16))
    load_homes(home("H-1"), home("H-2"), home("H-3"), status="")
    load_statuses({"HOME": "H-1", "SINCE": "01/01/2020", "STATUS": "CLOSED"})
    assert [(each.home.reference, each.own) for each in occupancy_on(council, DAY).homes] == [("H-2", 1), ("H-3", 0)]


def test_second_home_of_a_urn_and_an_authority_that_is_none_are_warned_about(council: Authority) -> None:
    outcome = send(home("H-1"), home("H-2", URN="sc 123 456"), home("H-3", URN="", LOCATED_IN="E99"), register=HOMES)
    assert [(problem.code, problem.line) for _, problem in outcome.problems] == [
        ("urn-twice", 2), ("urn-twice", 3), ("unknown-authority", 4),
    ]  # fmt: skip


def test_homes_are_checked_against_ofsteds_list_once_one_is_loaded(council: Authority) -> None:
    homes = [home("H-1", URN="sc 000001"), home("H-2", URN="SC000002", PLACES="5"), home("H-3", URN="SC000404")]
    assert list(send(*homes, register=HOMES).problems) == []
    text = "URN,Provider type,Local authority,Registration status,Places\n"
    text += "".join(f"SC00000{n},Children's Home,Dorset,Active,4\n" for n in (1, 2))
    listed = load_files(files=[SourceFile("ofsted.csv", BytesIO(text.encode()))], authority=None, year=None, by="test")
    assert listed.status is Status.COMMITTED
    problems = send(*homes, home("H-4", URN=""), register=HOMES).problems
    assert [(problem.code, problem.line, problem.column, problem.value) for _, problem in problems] == [
        ("places-not-as-with-ofsted", 3, "PLACES", "5"), ("not-with-ofsted", 4, "URN", "SC000404"),
    ]  # fmt: skip


def test_another_authoritys_homes_and_children_stay_its_own(council: Authority) -> None:
    live(council, ("A1", OVER_16))
    load_homes(home("H-9"), others="3", code=NEIGHBOUR)
    assert listed(council) == []
    assert occupancy_on(council, DAY).unlisted == 1
    assert on(neighbour(), "H-9").own == 0


def test_registered_childrens_homes_in_the_area_are_what_the_sums_count(council: Authority) -> None:
    live(council, ("A1", OVER_16))
    load_homes(
        home("H-1"),
        home("H-2", URN="1", KIND="SHORT-BREAK", PLACES="6"),
        home("H-3", URN="2", KIND="SCHOOL"),
        home("H-4", URN="3", LOCATED_IN=NEIGHBOUR),
        home("H-5", URN="4"),
        others="2",
    )
    load_statuses(
        *({"HOME": f"H-{n}", "SINCE": "01/01/2015", "STATUS": "REGISTERED"} for n in range(1, 5)),
        {"HOME": "H-5", "SINCE": "01/01/2015", "STATUS": "APPLIED"},
    )
    sums = totals(occupancy_on(council, DAY).childrens_homes_in(council))
    assert (sums.homes, sums.places, sums.own, sums.others, sums.vacant, sums.unknown) == (2, 10, 1, 4, 5, 0)


def test_urgent_homes_come_first_then_those_flagged_then_the_others_by_name(council: Authority) -> None:
    load(
        council,
        one_return(
            episode("01/05/2020", child="A1", **IN_HOME, URN="3"),
            episode("01/05/2020", child="A2", **IN_HOME, URN="4"),
            headers=[header("A1", OVER_16), header("A2", UNDER_16)],
        ),
    )
    load_homes(*(home(f"H-{n}", URN=str(n)) for n in range(1, 5)), status="APPLIED")
    assert listed(council) == ["H-4", "H-3", "H-1", "H-2"]


def test_provider_and_rating_in_force_are_named(council: Authority) -> None:
    load_homes(home(PROVIDER="P-1"), home("H-2", URN="", PROVIDER="P-404"))
    load_register({"REFERENCE": "P-1", "NAME": "Our homes", "KIND": "IN-HOUSE"}, register=PROVIDERS)
    load_register(
        {"HOME": "H-1", "RATED_ON": "01/01/2020", "RATING": "RED", "REASON": "Staff"},
        {"HOME": "H-1", "RATED_ON": "01/11/2020", "RATING": "GREEN", "REASON": "Settled"},
        {"HOME": "H-1", "RATED_ON": "01/12/2020", "RATING": "AMBER", "REASON": "Records"},
        register=RATINGS,
    )
    ours, other = on(council), on(council, "H-2")
    assert (ours.provider, ours.is_own, ours.rating) == ("Our homes", True, "GREEN")
    assert (other.provider, other.is_own, other.rating) == ("P-404", False, "")


def test_one_load_may_bring_the_return_and_the_registers(council: Authority) -> None:
    files = {
        "homes": csv_of(HOMES, [home()]),
        "header": as_csv("header", [header("A1")]),
        "registrations": csv_of(REGISTRATIONS, [{"HOME": "H-1", "SINCE": "01/01/2015", "STATUS": "REGISTERED"}]),
        "episodes": as_csv("episodes", [episode("01/05/2020", **IN_HOME, URN=URN)]),
        "others": csv_of(OTHER_RESIDENTS, [{"HOME": "H-1", "COUNTED_ON": "01/05/2020", "OTHERS": "1"}]),
    }
    sources = [SourceFile(f"{name}.csv", BytesIO(content)) for name, content in files.items()]
    assert load_files(files=sources, authority=council, year=2021, by="test").status is Status.COMMITTED
    assert (on(council).own, on(council).others) == (1, 1)


def test_occupancy_is_what_a_plain_count_of_the_rows_gives(council: Authority) -> None:
    dice = random.Random(20)  # noqa: S311 - made-up rows
    homes = [home(f"H-{n}", URN=f"99000{n:02}", PLACES=str(n % 5)) for n in range(1, 9)]
    rows: list[Row] = []
    for number in range(60):
        starts = date(2020, 4, 1) + timedelta(days=dice.randrange(200))
        ends = starts + timedelta(days=dice.randrange(1, 150)) if dice.random() < 0.5 else None
        ends = ends if ends and ends < date(2021, 3, 1) else None
        urn = dice.choice(homes)["URN"]
        rec = "E4A" if ends else ""
        rows.append(episode(text(starts), text(ends), child=f"C{number:02}", rec=rec, **IN_HOME, URN=urn))
    load(council, one_return(*rows))
    load_homes(*homes, others="1")
    for day in (date(2020, 4, 1), date(2020, 7, 15), DAY, date(2021, 3, 31)):
        lived = [row["URN"] for row in rows if _covers(row, day)]
        expected = {row["REFERENCE"]: lived.count(row["URN"]) for row in homes}
        found = occupancy_on(council, day).homes
        assert {each.home.reference: each.own for each in found} == expected
        for each in found:
            assert each.over_by - (each.vacant or 0) == each.own + 1 - each.home.places


def _covers(row: Row, day: date) -> bool:
    starts, ends = day_of(row["DECOM"]), day_of(row["DEC"])
    return starts is not None and starts <= day and (ends is None or ends > day)


def test_number_of_queries_does_not_grow_with_the_homes(council: Authority) -> None:
    live(council, ("A1", OVER_16))
    load_homes(home())
    with CaptureQueriesContext(connection) as few:
        occupancy_on(council, DAY)
    load_homes(*(home(f"H-{n}", URN=str(n)) for n in range(40)), others="1")
    with CaptureQueriesContext(connection) as many:
        assert len(occupancy_on(council, DAY).homes) == 40
    assert len(many) == len(few) <= 8
