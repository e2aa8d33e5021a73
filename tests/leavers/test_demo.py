"""The demo's registers of care leavers, read as a stranger would: rows of CSV, recounted by plain loops."""

import csv
from collections import Counter
from datetime import date, datetime
from functools import cache
from io import StringIO

import pytest

from leavers.demo import demo_registers
from placements.demo import demo_returns

NOVEMBER = date(2020, 11, 30)
Row = dict[str, str]


@cache
def _files() -> dict[str, bytes]:
    return demo_registers()


def _rows(name: str) -> list[Row]:
    return list(csv.DictReader(StringIO(_files()[f"{name}.csv"].decode(), newline="")))


def _returned(kind: str) -> dict[str, Row]:
    """By CHILD, the row of the return of 2021."""
    text = demo_returns()[2021][f"2021-{kind}.csv"].decode()
    return {row["CHILD"]: row for row in csv.DictReader(StringIO(text, newline=""))}


def _day(cell: str) -> date | None:
    return datetime.strptime(cell, "%d/%m/%Y").date() if cell else None


def _holds(row: Row, starts: str, ends: str) -> bool:
    first, last = _day(row[starts]), _day(row[ends])
    return first is not None and first <= NOVEMBER and (last is None or last > NOVEMBER)


@pytest.fixture(scope="module")
def active() -> set[str]:
    return {row["REFERENCE"] for row in _rows("care-leavers") if _holds(row, "SERVICE_FROM", "SERVICE_TO")}


@pytest.fixture(scope="module")
def homes(active: set[str]) -> list[Row]:
    """The present homes of those with an active service."""
    rows = [row for row in _rows("leaver-accommodation") if _holds(row, "MOVED_IN", "MOVED_OUT")]
    return [row for row in rows if row["LEAVER"] in active]


def test_262_have_an_active_service(active: set[str]) -> None:
    assert len(active) == 262


def test_257_are_in_touch_and_the_others_are_those_of_the_report(active: set[str]) -> None:
    latest = {row["LEAVER"]: row for row in _rows("leaver-contacts") if row["LEAVER"] in active}
    assert len(latest) == 262
    outcomes = Counter((row["OUTCOME"], row["NOTE"]) for row in latest.values())
    assert sum(count for (outcome, _), count in outcomes.items() if outcome == "IN-TOUCH") == 257
    reasons = [note for (outcome, note), count in outcomes.items() if outcome != "IN-TOUCH" for _ in range(count)]
    assert sorted(note.split()[0] for note in reasons) == ["Has", "Lives", "Lives", "No", "No"]


def test_everybody_has_one_home_and_16_an_unsuitable_one(homes: list[Row]) -> None:
    assert len(homes) == len({row["LEAVER"] for row in homes}) == 262
    assert Counter(row["HOME"] for row in homes if row["SUITABLE"] == "NO") == {
        "CUSTODY": 2, "NOT-KNOWN": 2, "EMERGENCY": 3, "BED-AND-BREAKFAST": 5, "WITH-FRIENDS": 4
    }  # fmt: skip
    assert all(row["REASON_UNSUITABLE"] for row in homes if row["SUITABLE"] == "NO")


@pytest.mark.parametrize(
    ("kinds", "published"),
    [
        ({"STAYING-PUT"}, 20),
        ({"SUPPORTED-LODGINGS"}, 16),
        ({"OWN-TENANCY", "PRIVATE-RENTED"}, 110),
        ({"SUPPORTED-ACCOMMODATION"}, 63),
        ({"EMERGENCY", "BED-AND-BREAKFAST"}, 8),
    ],
)
def test_homes_are_as_published(homes: list[Row], kinds: set[str], published: int) -> None:
    assert sum(row["HOME"] in kinds for row in homes) == published


def test_49_percent_are_in_education_employment_or_training_31_of_them_at_university(active: set[str]) -> None:
    rows = [row for row in _rows("leaver-activities") if _holds(row, "BEGAN_ON", "ENDED_ON")]
    does = Counter(row["ACTIVITY"] for row in rows if row["LEAVER"] in active)
    assert does.total() == 262
    busy = sum(does[each] for each in ("HIGHER-EDUCATION", "EDUCATION", "APPRENTICESHIP", "TRAINING", "WORK"))
    assert (round(100 * busy / 262), does["HIGHER-EDUCATION"]) == (49, 31)


def test_supported_lodgings_are_25_providers_with_26_places_7_on_hold_and_16_used(homes: list[Row]) -> None:
    providers = [row for row in _rows("supported-lodgings") if _holds(row, "APPROVED_FROM", "APPROVED_TO")]
    places = {row["REFERENCE"]: int(row["LODGING_PLACES"]) for row in providers}
    statuses = sorted(_rows("supported-lodgings-statuses"), key=lambda row: _day(row["SINCE"]) or NOVEMBER)
    on_hold = {row["LODGING"]: int(row["PLACES_ON_HOLD"]) for row in statuses}
    used = Counter(row["LODGING"] for row in homes if row["HOME"] == "SUPPORTED-LODGINGS")
    assert (len(places), sum(places.values()), sum(on_hold.values()), used.total()) == (25, 26, 7, 16)
    assert all(used[name] + on_hold.get(name, 0) <= places[name] for name in places)
    assert set(used) <= set(places)


def test_advisers_are_17_people_in_12_and_a_half_posts_each_with_at_most_30_care_leavers(active: set[str]) -> None:
    advisers = {row["ADVISER"]: int(row["WORKING_TIME"]) for row in _rows("personal-advisers")}
    assert (len(advisers), sum(advisers.values())) == (17, 1250)
    before = [row for row in _rows("personal-advisers") if _day(row["WORKS_FROM"]) < date(2020, 8, 1)]  # type: ignore[operator]
    assert sum(int(row["WORKING_TIME"]) for row in before) == 900
    cases = Counter(row["ADVISER"] for row in _rows("care-leavers") if row["REFERENCE"] in active)
    assert cases.total() == 262
    assert set(cases) == set(advisers)
    assert max(cases.values()) <= 30


def test_both_rules_on_the_first_pathway_plan_stand_from_their_own_day() -> None:
    rules = {_day(row["IN_FORCE_FROM"]): row["FIRST_PLAN_MONTHS"] for row in _rows("pathway-plan-rules")}
    assert rules == {date(2011, 4, 1): "6", date(2020, 4, 1): "3"}


def test_children_in_the_register_are_those_of_the_returns() -> None:
    header, told = _returned("header"), _returned("oc3")
    leavers = [row for row in _rows("care-leavers") if row["CHILD"]]
    born = {child: row["DOB"] for child, row in (told | header).items()}
    differing = [row["CHILD"] for row in leavers if row["CHILD"] in born and born[row["CHILD"]] != row["DATE_OF_BIRTH"]]
    assert len(differing) == 1, "one date of birth was misread"
    in_care = [row for row in leavers if not row["SERVICE_FROM"] and row["CHILD"] in header]
    assert len(in_care) >= 110


def test_nothing_lies_after_the_day_of_the_extract_but_what_is_due() -> None:
    ahead = {"PLAN_DUE", "HOUSING_FROM"}
    for name in _files():
        for row in _rows(name.removesuffix(".csv")):
            for column, cell in row.items():
                if column not in ahead and cell.count("/") == 2:
                    assert (_day(cell) or NOVEMBER) <= NOVEMBER, (name, column, row)


def test_no_two_rows_of_a_file_have_the_same_key() -> None:
    for name in _files():
        rows = _rows(name.removesuffix(".csv"))
        size = 1 if name in ("care-leavers.csv", "personal-advisers.csv", "supported-lodgings.csv") else 2
        keys = [tuple(row.values())[:size] for row in rows]
        assert len(keys) == len(set(keys)), name


def test_files_are_the_same_at_every_call() -> None:
    assert demo_registers() == _files()
