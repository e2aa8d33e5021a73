"""The file on care leavers (OC3): its codes, and the rules across its cells."""

import pytest

from leavers import codes
from leavers.models import LeaverRecord
from tests.placements.test_extract_rules import HEADER, file_of, load, problems, problems_with


@pytest.mark.django_db
@pytest.mark.parametrize("in_touch", ["DIED", "RHOM"])
def test_activity_and_home_of_those_who_died_or_went_home_are_not_needed(in_touch: str) -> None:
    assert problems_with("oc3", IN_TOUCH=in_touch, ACTIV="F1", ACCOM="B1") == [
        ("warning", "not-needed", 2, "ACTIV", "F1"),
        ("warning", "not-needed", 2, "ACCOM", "B1"),
    ]
    assert problems_with("oc3", IN_TOUCH=in_touch, ACTIV="0", ACCOM="") == []


@pytest.mark.django_db
@pytest.mark.parametrize("in_touch", ["YES", "NO", "REFU", "NREQ", ""])
def test_activity_and_home_of_the_others_are_welcome(in_touch: str) -> None:
    assert problems_with("oc3", IN_TOUCH=in_touch, ACTIV="F1", ACCOM="B1") == []


@pytest.mark.django_db
def test_care_leaver_whom_no_header_holds_is_not_warned_about() -> None:
    assert problems(load({"oc3": file_of("oc3", {})})) == []
    assert LeaverRecord.objects.get().child == "000123"


@pytest.mark.django_db
def test_birth_date_that_differs_from_the_header_is_warned_about() -> None:
    outcome = load({"header": HEADER, "oc3": file_of("oc3", {"DOB": "15/05/2004"})})
    assert problems(outcome) == [("warning", "birth-date-differs", 2, "DOB", "15/05/2004")]


@pytest.mark.django_db
@pytest.mark.parametrize(("cell", "code"), [("01", "unknown-code"), ("B3", "unknown-code")])
def test_unknown_home_is_an_error(cell: str, code: str) -> None:
    assert problems_with("oc3", ACCOM=cell) == [("error", code, 2, "ACCOM", cell)]


def test_every_kind_of_home_can_be_suitable_or_not() -> None:
    assert len(codes.ACCOM) == 33
    assert codes.ACCOM["B1"].label == "With parents or relatives, suitable"
    assert codes.ACCOM["B2"].label == "With parents or relatives, not suitable"


def test_no_fixed_abode_and_custody_can_no_longer_be_suitable() -> None:
    ended = {code for code, entry in codes.ACCOM.items() if entry.last_year}
    assert ended == {"S1", "X1"}


def test_codes_of_work_changed_with_the_return_of_2022() -> None:
    assert {code for code, entry in codes.ACTIV.items() if entry.last_year == 2021} == {"F3", "P3"}
    assert {code for code, entry in codes.ACTIV.items() if entry.first_year == 2022} == {"F4", "P4", "F5", "P5"}
