"""Who turns 18, 21 and 25 in the coming months, and what housing they will need."""

from datetime import date

import pytest

from leavers import registers
from leavers.birthdays import NOT_KNOWN, NOT_PLANNED, STAYS, Turning, needs, turning
from tests.registers.council import council, neighbour

from .council import AS_AT, leaver, load_care, load_leavers, load_part

pytestmark = pytest.mark.django_db


def found(months: int = 12) -> dict[str, Turning]:
    return {one.reference: one for one in turning(council(), AS_AT, months)}


def test_children_in_care_turn_18_whether_the_register_holds_them_or_not() -> None:
    load_care(
        ("A1", "30/11/2002", "01/05/2018", ""),
        ("A2", "01/12/2002", "01/05/2018", ""),
        ("A3", "28/02/2003", "01/05/2018", ""),
        ("A4", "01/03/2003", "01/05/2018", ""),
    )
    load_leavers(
        leaver("A3", DATE_OF_BIRTH="28/02/2003", SERVICE_FROM="", HOUSING_NEXT="STAYING-PUT", HOUSING_FROM="01/03/2021")
    )
    people = found(months=3)
    assert {name: (one.age, one.on, one.leaver is None) for name, one in people.items()} == {
        "A2": (18, date(2020, 12, 1), True),
        "A3": (18, date(2021, 2, 28), False),
    }, "18 already on the day is no birthday to come; three months end on 28 February"
    assert (people["A2"].need, people["A2"].lives) == (NOT_PLANNED, "Foster care with another carer, long-term")
    assert (people["A3"].need, people["A3"].needed_from) == (
        "Staying put with former foster carers", date(2021, 3, 1)
    )  # fmt: skip


def test_care_leavers_turn_21_and_25_while_there_is_a_service_or_a_duty_to_keep_in_touch() -> None:
    by_hand = {"ENTITLEMENT_OVERRIDE": "FORMER-RELEVANT", "OVERRIDE_REASON": "Made up", "CHILD": ""}
    load_leavers(
        leaver("B1", DATE_OF_BIRTH="10/01/2000", **by_hand),
        leaver("B2", DATE_OF_BIRTH="10/01/2000", **by_hand),
        leaver("B3", DATE_OF_BIRTH="10/01/1996", SERVICE_FROM="", **by_hand),
        leaver("B4", DATE_OF_BIRTH="10/01/2000", SERVICE_FROM="", CHILD=""),
        leaver("B5", DATE_OF_BIRTH="30/11/2000", **by_hand),
        leaver("B6", DATE_OF_BIRTH="01/12/2000", **by_hand),
    )
    home = {"MOVED_IN": "01/05/2019", "SUITABLE": "YES"}
    load_part(
        registers.ACCOMMODATION,
        home | {"LEAVER": "B1", "HOME": "OWN-TENANCY"},
        home | {"LEAVER": "B2", "HOME": "STAYING-PUT"},
    )
    assert {name: (one.age, one.need) for name, one in found().items()} == {
        "B1": (21, STAYS),
        "B2": (21, NOT_PLANNED),
        "B3": (25, NOT_KNOWN),
        "B5": (21, NOT_PLANNED),
    }


def test_housing_that_is_not_planned_16_weeks_before_it_is_needed_is_late() -> None:
    load_care(("A1", "21/03/2003", "01/05/2018", ""), ("A2", "22/03/2003", "01/05/2018", ""))
    people = found()
    assert {name: (one.on - AS_AT).days for name, one in people.items()} == {"A1": 111, "A2": 112}
    assert {name: one.is_late(AS_AT) for name, one in people.items()} == {"A1": True, "A2": False}


def test_needs_count_each_kind_of_home_by_age() -> None:
    load_care(*((f"A{n}", "21/03/2003", "01/05/2018", "") for n in range(4)))
    row = {"DATE_OF_BIRTH": "21/03/2003", "SERVICE_FROM": ""}
    load_leavers(
        leaver("A0", HOUSING_NEXT="FOYER", **row),
        leaver("A1", HOUSING_NEXT="SUPPORTED-LODGINGS", **row),
        leaver("A2", HOUSING_NEXT="SUPPORTED-LODGINGS", **row),
    )
    assert needs(turning(council(), AS_AT, 12)) == [
        ("Supported lodgings", [2, 0, 0]),
        ("Foyer", [1, 0, 0]),
        (NOT_PLANNED, [1, 0, 0]),
    ]
    assert turning(neighbour(), AS_AT, 12) == []
