"""Supported lodgings on a day, and what is looked for in the files of the registers."""

from datetime import date

import pytest

from leavers import registers
from leavers.lodgings import lodgings_on
from sufficiency.extracts.outcome import Outcome, Status
from tests.registers.council import Row, council, send

from .council import AS_AT, leaver, load_care, load_part

pytestmark = pytest.mark.django_db


def lodging(reference: str, places: int = 1, **cells: str) -> Row:
    return {"REFERENCE": reference, "LODGING_PLACES": str(places), "APPROVED_FROM": "01/04/2018"} | cells


def lives(leaver: str, lodging: str, **cells: str) -> Row:
    row = {"LEAVER": leaver, "MOVED_IN": "01/04/2020", "HOME": "SUPPORTED-LODGINGS", "SUITABLE": "YES"}
    return row | {"LODGING": lodging} | cells


def warnings(outcome: Outcome) -> list[tuple[str, str, str]]:
    return sorted((p.code, p.column, p.value) for _, p in outcome.problems if p.severity == "warning")


def test_places_are_on_hold_used_or_vacant() -> None:
    load_part(
        registers.LODGINGS, lodging("S1", 2), lodging("S2"), lodging("S3"), lodging("S4", APPROVED_TO="30/11/2020")
    )
    load_part(
        registers.LODGING_STATUSES,
        {"LODGING": "S2", "SINCE": "01/05/2020", "PLACES_ON_HOLD": "1", "WHY_ON_HOLD": "Illness"},
        {"LODGING": "S3", "SINCE": "01/05/2020", "PLACES_ON_HOLD": "1", "WHY_ON_HOLD": "Illness"},
        {"LODGING": "S3", "SINCE": "01/11/2020", "PLACES_ON_HOLD": "0"},
    )
    load_part(
        registers.ACCOMMODATION,
        lives("L1", "S1"),
        lives("L2", "S2"),
        lives("L3", "S3", MOVED_OUT="30/11/2020"),
        lives("L4", "S4"),
        lives("L5", "S1", HOME="FOYER"),
    )
    found = lodgings_on(council(), AS_AT)
    assert [(p.lodging.reference, p.places, p.on_hold, p.used, p.vacant, p.is_overfull) for p in found.providers] == [
        ("S1", 2, 0, 1, 1, False),
        ("S2", 1, 1, 1, 0, True),
        ("S3", 1, 0, 0, 1, False),
    ]
    assert (found.places, found.on_hold, found.available, found.used, found.vacant) == (4, 1, 3, 3, 2)
    assert found.elsewhere == 1, "S4 is approved no longer"
    earlier = lodgings_on(council(), date(2020, 10, 31))
    assert (earlier.places, earlier.on_hold, earlier.used) == (5, 2, 4)


def test_care_leaver_without_a_reason_for_an_entitlement_by_hand_is_an_error() -> None:
    outcome = send(leaver(ENTITLEMENT_OVERRIDE="RELEVANT"), register=registers.LEAVERS)
    assert outcome.status is Status.REJECTED
    assert [(p.code, p.column) for _, p in outcome.problems if p.severity == "error"] == [
        ("no-reason", "OVERRIDE_REASON")
    ]


def test_care_leaver_whom_no_return_knows_or_knows_otherwise_is_warned_about() -> None:
    load_care(("L1", "10/06/2001", "01/05/2018", ""))
    outcome = send(leaver("L1", DATE_OF_BIRTH="06/10/2001"), leaver("L9"), register=registers.LEAVERS)
    assert warnings(outcome) == [
        ("birth-date-differs", "DATE_OF_BIRTH", "06/10/2001"),
        ("no-such-child", "CHILD", "L9"),
    ]


def test_homes_that_overlap_or_contradict_themselves_are_warned_about() -> None:
    load_part(registers.LEAVERS, leaver("L1"))
    load_part(registers.LODGINGS, lodging("S1"))
    outcome = send(
        lives("L1", "S1", MOVED_OUT="01/06/2020"),
        lives("L1", "", MOVED_IN="01/06/2020", HOME="CUSTODY", SUITABLE="YES"),
        lives("L1", "", MOVED_IN="02/06/2020", HOME="OWN-TENANCY", SUITABLE="NO"),
        lives("L1", "S9", MOVED_IN="01/05/2020", MOVED_OUT="20/05/2020"),
        register=registers.ACCOMMODATION,
    )
    assert warnings(outcome) == [
        ("leads-nowhere", "LODGING", "S9"),
        ("never-suitable", "SUITABLE", "YES"),
        ("no-reason", "REASON_UNSUITABLE", ""),
        ("overlaps", "MOVED_IN", "01/05/2020"),
        ("overlaps", "MOVED_IN", "02/06/2020"),
    ]


def test_activities_that_overlap_are_warned_about() -> None:
    load_part(registers.LEAVERS, leaver("L1"))
    row = {"LEAVER": "L1", "ACTIVITY": "WORK"}
    rows = [row | {"BEGAN_ON": "01/05/2020"}, row | {"BEGAN_ON": "01/06/2020", "ENDED_ON": "02/06/2020"}]
    assert warnings(send(*rows, register=registers.ACTIVITIES)) == [("overlaps", "BEGAN_ON", "01/06/2020")]
