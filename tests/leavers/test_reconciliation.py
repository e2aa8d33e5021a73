"""The return on care leavers against the registers: every kind of difference, and none where they agree."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from leavers import codes, registers
from leavers.models import Accommodation, CareLeaver, LeaverRecord
from leavers.reconciliation import ACTIVITIES, HOMES, OUTCOMES, About, Reconciliation, reconcile, years_with_rows
from tests.placements.test_extract_rules import file_of
from tests.placements.test_extract_rules import load as load_files_of
from tests.registers.council import Row, council

from .council import AS_AT, leaver, load_care, load_leavers, load_part

pytestmark = pytest.mark.django_db
BIRTHDAY = date(2020, 6, 10)  # the 19th
AGREEING: dict[str, Row] = {
    "contact": {"LEAVER": "L1", "CONTACTED_ON": "01/06/2020", "OUTCOME": "IN-TOUCH"},
    "home": {"LEAVER": "L1", "MOVED_IN": "10/06/2019", "HOME": "OWN-TENANCY", "SUITABLE": "YES"},
    "activity": {"LEAVER": "L1", "BEGAN_ON": "01/09/2019", "ACTIVITY": "WORK", "HOURS": "FULL-TIME"},
}
PARTS = {"contact": registers.CONTACTS, "home": registers.ACCOMMODATION, "activity": registers.ACTIVITIES}


def load_oc3(**cells: str) -> None:
    row = {"CHILD": "L1", "DOB": "10/06/2001", "IN_TOUCH": "YES", "ACTIV": "F3", "ACCOM": "U1"} | cells
    load_files_of({"oc3": file_of("oc3", row)}, year=2021)


def load_registers(**changed: Any) -> None:
    """The care leaver, whom the return agrees with but for what is changed; a part that is None is left out."""
    load_leavers(leaver(**changed.pop("leaver", {})))
    for part, register in PARTS.items():
        if changed.get(part, {}) is not None:
            load_part(register, AGREEING[part] | changed.get(part, {}))


def compared(day: date = AS_AT) -> Reconciliation:
    return reconcile(council(), 2021, day)


def differences(day: date = AS_AT) -> list[tuple[About, str, str]]:
    return [(each.about, each.in_return, each.in_register) for each in compared(day).differences]


def test_return_and_registers_that_agree_have_no_differences() -> None:
    load_oc3()
    load_registers()
    found = compared()
    assert (found.differences, found.compared, found.agreeing) == ([], 1, 1)


@pytest.mark.parametrize(
    ("oc3", "changed", "expected"),
    [
        (
            {"DOB": "11/06/2001"}, {}, (About.BIRTH, "11 June 2001", "10 June 2001")
        ),
        (
            {"IN_TOUCH": "NO", "ACTIV": "0", "ACCOM": "0"}, {}, (About.TOUCH, "Not in touch", "In touch")
        ),
        (
            {}, {"contact": {"CONTACTED_ON": "09/03/2020"}}, (About.TOUCH, "In touch", "No contact about that day")
        ),
        (
            {}, {"contact": {"OUTCOME": "REFUSED"}}, (About.TOUCH, "In touch", "Does not want to be in touch")
        ),
        (
            {"ACCOM": "W2"}, {},
            (About.HOME, "Bed and breakfast", "Council or housing association tenancy"),
        ),
        (
            {}, {"home": {"MOVED_IN": "11/06/2020"}}, (About.HOME, "Independent living", "Not known")
        ),
        (
            {"ACCOM": "U2"}, {}, (About.SUITABLE, "Not suitable", "Suitable")
        ),
        (
            {"ACTIV": "G5"}, {},
            (About.ACTIVITY, "Not in education, employment or training: other circumstances", "Work, full-time"),
        ),
        (
            {"ACTIV": "P3"}, {}, (About.ACTIVITY, "Training or employment, part-time", "Work, full-time")
        ),
        (
            {"CHILD": "L9"}, {}, (About.NOT_IN_REGISTER, "In the return", "No care leaver of this CHILD")
        ),
    ],
)  # fmt: skip
def test_difference_is_listed_as_each_side_says_it(
    oc3: dict[str, str], changed: dict[str, Row], expected: tuple[About, str, str]
) -> None:
    load_oc3(**oc3)
    load_registers(**changed)
    assert differences() == [expected]
    assert compared().agreeing == 0


def test_neither_side_is_changed_for_the_other() -> None:
    load_oc3(ACCOM="W2")
    load_registers()
    before = [list(model.objects.order_by("pk").values()) for model in (LeaverRecord, CareLeaver, Accommodation)]
    compared()
    assert before == [
        list(model.objects.order_by("pk").values()) for model in (LeaverRecord, CareLeaver, Accommodation)
    ]


@pytest.mark.parametrize("code", ["", "0"])
def test_what_the_return_leaves_open_differs_from_nothing(code: str) -> None:
    load_oc3(ACTIV=code, ACCOM=code)
    load_registers(home=None, activity=None)
    assert differences() == []


def test_contact_up_to_a_month_after_the_birthday_counts() -> None:
    load_oc3()
    load_registers(contact={"CONTACTED_ON": "10/07/2020"})
    assert differences() == []


def test_birthdays_after_the_day_or_beyond_the_registers_are_not_compared() -> None:
    load_oc3(ACCOM="W2")
    load_registers()
    assert compared(date(2020, 6, 9)).compared == 0
    assert compared(date(2020, 6, 10)).compared == 1


def test_registers_that_end_before_the_birthday_are_not_blamed_for_it() -> None:
    load_oc3()
    load_leavers(leaver(), extracted=date(2020, 6, 9))
    assert (compared().compared, differences()) == (0, [])


def test_care_leaver_of_whom_the_return_says_nothing_is_listed() -> None:
    load_care(("L1", "10/06/2001", "01/05/2016", "10/06/2019"), ("L2", "10/06/2001", "01/05/2019", "10/06/2019"))
    load_leavers(leaver("L1"), leaver("L2"))
    assert differences() == [(About.NOT_IN_RETURN, "No row", "Former relevant")], "L2 qualifies only: no row is due"
    load_part(registers.CONTACTS, AGREEING["contact"] | {"OUTCOME": "DIED"})
    assert differences() == []


def test_every_code_of_the_return_is_understood() -> None:
    assert set(OUTCOMES) == set(codes.IN_TOUCH)
    assert set(HOMES) == set(codes.KINDS_OF_HOME)
    asked = {code for code in codes.ACTIV if code != "0"}
    assert {code for code in asked if code in ACTIVITIES or code[1] in ACTIVITIES} == asked


def test_years_are_those_of_which_rows_count_and_queries_stay_few() -> None:
    assert years_with_rows(council()) == []
    load_oc3()
    load_registers()
    assert years_with_rows(council()) == [2021]
    with CaptureQueriesContext(connection) as queries:
        compared()
    assert len(queries) <= 16
