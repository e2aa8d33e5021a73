"""How care leavers stand on a day: what the registers and the returns say together."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from leavers import registers
from leavers.models import Activity, Entitlement, Home
from leavers.plans import PlanState
from leavers.reading import known_until
from leavers.standing import Group, Standing, standings
from leavers.tallies import caseloads, eligible_without_entry, full_time_posts, homes
from sufficiency.core.models import Authority
from sufficiency.registers.actions import edit_record
from tests.registers.council import Row, council, neighbour

from .council import AS_AT, leaver, load_care, load_leavers, load_part

pytestmark = pytest.mark.django_db


def standing(reference: str = "L1", day: date = AS_AT) -> Standing:
    (found,) = [one for one in standings(council(), day) if one.leaver.reference == reference]
    return found


def home(moved_in: str, kind: str = "OWN-TENANCY", **cells: str) -> Row:
    return {"LEAVER": "L1", "MOVED_IN": moved_in, "HOME": kind, "SUITABLE": "YES"} | cells


def contact(on: str, outcome: str = "IN-TOUCH") -> Row:
    return {"LEAVER": "L1", "CONTACTED_ON": on, "OUTCOME": outcome}


def test_entitlement_follows_from_the_care_that_the_returns_tell_of() -> None:
    load_care(("L1", "10/06/2001", "01/05/2018", "10/06/2019"))
    load_leavers(leaver())
    found = standing()
    assert (found.entitlement, found.is_by_hand, found.group) == (Entitlement.FORMER_RELEVANT, False, Group.ACTIVE)
    assert standing(day=date(2019, 6, 9)).entitlement is Entitlement.ELIGIBLE


def test_entitlement_by_hand_holds_until_25_and_says_why() -> None:
    load_leavers(leaver(CHILD="", ENTITLEMENT_OVERRIDE="FORMER-RELEVANT", OVERRIDE_REASON="In care elsewhere"))
    found = standing()
    assert (found.entitlement, found.why, found.is_by_hand) == (
        Entitlement.FORMER_RELEVANT, "In care elsewhere", True
    )  # fmt: skip
    assert found.by_rules.entitlement is None
    assert standing(day=date(2026, 6, 10)).entitlement is None


def test_groups_tell_what_the_service_does() -> None:
    load_care(
        ("L1", "10/06/2001", "01/05/2018", "10/06/2019"),
        ("L2", "10/06/2003", "01/05/2018", ""),
        ("L3", "10/06/2001", "01/05/2018", "10/06/2019"),
        ("L4", "10/06/2001", "01/05/2019", "10/06/2019"),
        ("L5", "10/06/2001", "01/05/2015", "10/06/2016"),
    )
    load_leavers(
        leaver("L1"),
        leaver("L2", DATE_OF_BIRTH="10/06/2003", SERVICE_FROM=""),
        leaver("L3", SERVICE_TO="30/11/2020"),
        leaver("L4", SERVICE_FROM=""),
        leaver("L5", SERVICE_FROM=""),
    )
    groups = {one.leaver.reference: one.group for one in standings(council(), AS_AT)}
    assert groups == {
        "L1": Group.ACTIVE,
        "L2": Group.IN_CARE,
        "L3": Group.IN_TOUCH,
        "L4": Group.ADVICE,
        "L5": Group.NONE,
    }
    assert standing("L3", date(2020, 11, 29)).group is Group.ACTIVE, "the service ends on the day it ends"
    assert standing("L1", date(2026, 6, 9)).group is Group.ACTIVE
    assert standing("L1", date(2026, 6, 10)).group is Group.NONE, "at 25 it ends though nobody has said so"


def test_home_is_the_last_that_began_and_has_not_ended() -> None:
    load_leavers(leaver())
    load_part(
        registers.ACCOMMODATION,
        home("10/06/2019", "STAYING-PUT", MOVED_OUT="01/03/2020"),
        home("01/03/2020", "BED-AND-BREAKFAST", MOVED_OUT="30/11/2020", SUITABLE="NO", REASON_UNSUITABLE="No lease"),
        home("01/12/2020"),
    )
    days = (date(2020, 2, 29), date(2020, 11, 29), AS_AT, date(2020, 12, 1))
    found = [standing(day=day) for day in days]
    assert [one.lives for one in found] == [
        Home.STAYING_PUT, Home.BED_AND_BREAKFAST, Home.NOT_KNOWN, Home.OWN_TENANCY
    ]  # fmt: skip
    assert [one.suitable.value for one in found] == ["YES", "NO", "NOT-KNOWN", "YES"]


def test_in_touch_is_what_the_latest_contact_came_to() -> None:
    load_leavers(leaver())
    load_part(registers.CONTACTS, contact("05/10/2020"), contact("01/12/2020", "REFUSED"))
    assert standing().is_in_touch
    assert not standing().is_visit_overdue, "eight weeks to the day"
    assert standing(day=date(2020, 12, 1)).is_visit_overdue
    assert not standing(day=date(2020, 12, 1)).is_in_touch
    assert not standing(day=date(2020, 10, 4)).is_in_touch


def test_activity_and_plan_are_those_of_the_day() -> None:
    load_care(("L1", "10/06/2001", "01/05/2016", "10/06/2019"))
    load_leavers(leaver())
    load_part(
        registers.ACTIVITIES,
        {"LEAVER": "L1", "BEGAN_ON": "01/09/2019", "ENDED_ON": "31/07/2020", "ACTIVITY": "EDUCATION"},
        {"LEAVER": "L1", "BEGAN_ON": "01/09/2020", "ACTIVITY": "NEET-OTHER"},
    )
    load_part(registers.PLANS, {"LEAVER": "L1", "PLAN_DUE": "10/09/2017", "COMPLETED_ON": "01/06/2020"})
    found = standing()
    assert (found.does, found.is_educated_employed_or_trained) == (Activity.Doing.NEET_OTHER, False)
    assert standing(day=date(2020, 7, 30)).is_educated_employed_or_trained
    assert standing(day=date(2020, 8, 1)).does is Activity.Doing.NOT_KNOWN
    assert (found.plan.first_due, found.plan.next_due) == (date(2017, 9, 10), date(2020, 12, 1))
    assert standing(day=date(2020, 12, 2)).plan.state is PlanState.REVIEW_OVERDUE


def test_anothers_care_leavers_are_never_among_them() -> None:
    load_leavers(leaver(), code=neighbour().code)
    assert standings(council(), AS_AT) == []
    assert known_until(council()) is None


def test_number_of_queries_does_not_depend_on_the_number_of_care_leavers() -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            standings(council(), AS_AT)
        return len(captured)

    load_care(*((f"L{n}", "10/06/2001", "01/05/2018", "10/06/2019") for n in range(30)))
    load_leavers(leaver("L0"))
    one = queries()
    load_leavers(*(leaver(f"L{n}") for n in range(30)))
    assert queries() == one
    assert len(standings(council(), AS_AT)) == 30


def test_registers_speak_for_the_days_to_their_file_or_the_last_change_by_hand() -> None:
    load_leavers(leaver(), extracted=AS_AT)
    assert known_until(council()) == AS_AT
    held = standing().leaver
    edit_record(
        register=registers.LEAVERS, authority=council(), record=held.pk, version=held.version,
        values={"adviser": "PA1"}, by="officer",
    )  # fmt: skip
    known = known_until(council())
    assert known is not None
    assert known > AS_AT


def test_caseload_weighs_care_leavers_against_working_time() -> None:
    adviser: Row = {"TEAM": "East", "WORKS_FROM": "01/04/2018"}
    load_part(
        registers.ADVISERS,
        adviser | {"ADVISER": "PA1", "WORKING_TIME": "50"},
        adviser | {"ADVISER": "PA2", "WORKING_TIME": "100"},
        adviser | {"ADVISER": "PA3", "WORKING_TIME": "100", "WORKS_TO": "30/11/2020"},
    )
    load_leavers(leaver("L1", ADVISER="PA1"), leaver("L2", ADVISER="PA1"), leaver("L3", ADVISER="PA3"))
    found = caseloads(council(), standings(council(), AS_AT), AS_AT)
    assert [(one.reference, one.cases, one.for_full_time) for one in found] == [
        ("PA1", 2, 4.0), ("PA2", 0, 0.0), ("PA3", 1, None)
    ]  # fmt: skip
    assert full_time_posts(found) == 1.5


def test_homes_are_counted_with_whom_they_suit() -> None:
    load_leavers(leaver("L1"), leaver("L2"))
    load_part(registers.ACCOMMODATION, home("10/06/2019", SUITABLE="NO", REASON_UNSUITABLE="Damp"))
    found = {row.home: (row.suitable, row.unsuitable, row.not_known) for row in homes(standings(council(), AS_AT))}
    assert found == {Home.OWN_TENANCY: (0, 1, 0), Home.NOT_KNOWN: (0, 0, 1)}


def test_eligible_child_whom_the_register_does_not_hold_is_named() -> None:
    ours: Authority = load_care(
        ("A1", "10/06/2003", "01/05/2018", ""),
        ("A2", "10/06/2003", "01/05/2018", ""),
        ("A3", "10/06/2003", "01/11/2020", ""),
        ("A4", "10/06/2009", "01/05/2018", ""),
    )
    load_leavers(leaver("A2", DATE_OF_BIRTH="10/06/2003", SERVICE_FROM=""))
    assert eligible_without_entry(ours, standings(ours, AS_AT), AS_AT) == ["A1"]
