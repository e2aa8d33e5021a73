"""The list of a register: who sees it, what narrows it, what it costs, and how it comes out as a file."""

import csv
import io
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from carers.registers import APPROVALS, HOUSEHOLDS, STATUSES
from sufficiency.core.models import AuditEvent, Authority
from sufficiency.extracts.actions import SourceFile, load_files
from sufficiency.extracts.models import Load
from sufficiency.registers.models import SavedView
from sufficiency.registers.periods import in_force
from tests.dashboards.factory import OFFICER, People, person, signed_in

from .council import YEAR, entries, entry, household, load, neighbour

pytestmark = pytest.mark.django_db
LIST = "/registers/fostering-households/"


def page(client: Client, address: str = LIST) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def names(client: Client, **asked: Any) -> list[str]:
    """The references in the list that an address asks for, in its order."""
    table = client.get(LIST, asked).context["listing"].table
    return [row.record.reference for row in table.paginated_rows]


def as_csv(client: Client, **asked: Any) -> list[dict[str, str]]:
    text = client.get(f"{LIST}download/csv/", asked).content.decode()
    return list(csv.DictReader(io.StringIO(text, newline="")))


@pytest.mark.parametrize("address", ["/registers/", LIST, f"{LIST}download/csv/", f"{LIST}template/", f"{LIST}new/"])
def test_only_those_whose_role_includes_registers_get_in(readers: People, address: str) -> None:
    assert readers.officer.get(address).status_code == 200
    assert [client.get(address).status_code for client in (readers.board, readers.admin)] == [403, 403]
    assert Client().get(address)["Location"] == f"/sign-in/?next={address}"


def test_another_councils_entries_are_not_there(town: Authority) -> None:
    load(household("N-001", LOCALITY="Next Door"), code=neighbour().code)
    ours, theirs = signed_in(person(town, OFFICER)), signed_in(person(neighbour(), OFFICER, "next"))
    assert (names(ours), names(theirs)) == (["F-001", "F-002"], ["N-001"])
    assert "Next Door" not in page(ours)
    assert "Hill Town" not in theirs.get(f"{LIST}download/file/").content.decode()


def test_unknown_register_is_not_found(readers: People) -> None:
    assert readers.officer.get("/registers/nothing/").status_code == 404


def test_registers_are_listed_with_their_numbers_each_with_its_parts_below_it(readers: People) -> None:
    listed = readers.officer.get("/registers/").context["registers"]
    parts = {register.slug: (number, {part.slug: count for part, count in parts}) for register, number, parts in listed}
    number, below = parts["fostering-households"]
    assert (number, below["fostering-approvals"], "fostering-approvals" in parts) == (2, 0, False)
    assert [register.title for register, _, _ in listed] == sorted(register.title for register, _, _ in listed)


def test_list_says_how_many_and_of_what(readers: People) -> None:
    html = page(readers.officer)
    assert "2 fostering households" in html
    assert "Mainstream: 1" in html
    assert "Connected person: 1" in html
    assert "Review overdue: 1" in html
    assert "1 fostering household<" in page(readers.officer, f"{LIST}?kind=CONNECTED")


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"q": "sea"}, ["F-002"]),
        ({"q": "F-00"}, ["F-001", "F-002"]),
        ({"kind": "MAINSTREAM"}, ["F-001"]),
        ({"locality": "Sea Town"}, ["F-002"]),
        ({"retained": "yes"}, ["F-001"]),
        ({"retained": "not-given"}, ["F-002"]),
        ({"reason_ended": "not-given"}, ["F-001"]),
        ({"as-at": "2020-03-30"}, ["F-001", "F-002"]),
        ({"as-at": "2020-03-31"}, ["F-001"]),
        ({"as-at": "2015-03-31"}, []),
        ({"flag": "review-overdue"}, ["F-001"]),
        ({"flag": "review-overdue", "as-at": "2020-10-01"}, []),
        ({"sort": "-reference"}, ["F-002", "F-001"]),
        ({"sort": "review_due"}, ["F-001", "F-002"]),
        ({"sort": "-review_due"}, ["F-001", "F-002"]),
        ({"kind": "castle"}, ["F-001", "F-002"]),
        ({"page": "99"}, ["F-001", "F-002"]),
    ],
)
def test_address_narrows_and_orders_the_list(readers: People, asked: dict[str, str], expected: list[str]) -> None:
    assert names(readers.officer, **asked) == expected


def test_empty_list_says_what_to_do(readers: People) -> None:
    assert "This register is empty. Enter its first status" in page(readers.officer, "/registers/fostering-statuses/")
    assert "No fostering household matches. Choose fewer filters" in page(readers.officer, f"{LIST}?q=nobody")


def test_choice_that_cannot_be_read_is_named(readers: People) -> None:
    assert "The date must be a real date, like 30 11 2020" in page(readers.officer, f"{LIST}?as-at=soon")


def test_columns_are_the_readers_choice(readers: People) -> None:
    table = readers.officer.get(LIST, {"columns": ["reference", "retained", "nonsense"]}).context["listing"].table
    assert [column.header for column in table.columns] == ["Reference", "Retained", "Needs attention"]


def test_several_kinds_of_an_approval_are_each_found(readers: People) -> None:
    load(
        {"HOUSEHOLD": "F-001", "APPROVED_ON": "01/04/2015", "CHILDREN": "2", "KINDS": "RESPITE;EMERGENCY"},
        {"HOUSEHOLD": "F-002", "APPROVED_ON": "01/04/2016", "CHILDREN": "1", "KINDS": "RESPITE"},
        {"HOUSEHOLD": "F-404", "APPROVED_ON": "01/04/2016", "CHILDREN": "1"},
        register=APPROVALS,
    )
    address = "/registers/fostering-approvals/"

    def found(kind: str) -> list[str]:
        table = readers.officer.get(address, {"kinds": kind}).context["listing"].table
        return [row.record.household for row in table.paginated_rows]

    assert (found("RESPITE"), found("EMERGENCY"), found("not-given")) == (["F-001", "F-002"], ["F-001"], ["F-404"])
    html = page(readers.officer, address)
    assert "Respite, Emergency" in html
    assert html.count("Not in the register") == 1


def test_status_is_in_force_until_the_households_next(town: Authority) -> None:
    load(
        {"HOUSEHOLD": "F-001", "SINCE": "01/04/2015", "STATUS": "AVAILABLE"},
        {"HOUSEHOLD": "F-001", "SINCE": "01/04/2018", "STATUS": "ON-HOLD"},
        {"HOUSEHOLD": "F-002", "SINCE": "01/04/2016", "STATUS": "FULL"},
        register=STATUSES,
    )
    load({"HOUSEHOLD": "F-001", "SINCE": "01/04/2017", "STATUS": "FULL"}, register=STATUSES, code=neighbour().code)

    def on(*day: int) -> list[tuple[str, str]]:
        ours = STATUSES.model._default_manager.filter(in_force(STATUSES, date(*day)), authority=town)
        return list(ours.order_by("household").values_list("household", "status"))

    assert on(2015, 3, 31) == []
    assert on(2018, 3, 31) == [("F-001", "AVAILABLE"), ("F-002", "FULL")]
    assert on(2018, 4, 1) == [("F-001", "ON-HOLD"), ("F-002", "FULL")]


@pytest.mark.parametrize("address", [LIST, f"{LIST}?q=F&as-at=2020-01-01&sort=-kind", "/registers/fostering-statuses/"])
def test_list_takes_as_many_queries_for_many_entries_as_for_few(readers: People, address: str) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as counted:
            page(readers.officer, address)
        return len(counted)

    statuses = [{"HOUSEHOLD": f"M-{n}", "SINCE": "01/04/2015", "STATUS": "FULL"} for n in range(120)]
    load(*statuses[:2], register=STATUSES)
    few = queries()
    load(*(household(f"M-{n}") for n in range(120)), year=2022)
    load(*statuses, register=STATUSES, year=2022)
    assert queries() == few
    assert few <= 14


def test_downloads_say_what_the_list_says_and_run_no_formulas(readers: People) -> None:
    load(household("F-003", LOCALITY="=cmd|' /C calc'!A0"), year=2022)
    rows = as_csv(readers.officer, columns=["reference", "locality", "approved_from", "retained"])
    assert rows[0] == {
        "Reference": "F-001", "Locality": "Hill Town", "Approved from": "2015-04-01", "Retained": "Yes",
        "Needs attention": "Review overdue",
    }  # fmt: skip
    assert rows[2]["Locality"] == "'=cmd|' /C calc'!A0"
    sheet = load_workbook(io.BytesIO(readers.officer.get(f"{LIST}download/xlsx/").content)).active
    assert sheet is not None
    assert [[cell.value for cell in row][2] for row in sheet.rows][3] == "'=cmd|' /C calc'!A0"
    assert readers.officer.get(f"{LIST}download/pdf/").status_code == 404


def test_download_holds_what_the_filters_leave_and_is_audited(readers: People) -> None:
    assert [row["Reference"] for row in as_csv(readers.officer, kind="CONNECTED")] == ["F-002"]
    event = AuditEvent.objects.get(action="registers.download")
    assert (event.actor, event.subject) == ("commissioning.officer", "fostering-households")
    assert event.detail == {"rows": 1, "filters": {"kind": "CONNECTED"}, "kind": "csv"}
    readers.officer.get(LIST, {"q": "F-002", "kind": "CONNECTED"})
    looked = AuditEvent.objects.filter(action="registers.list").latest("number")
    assert looked.detail == {"rows": 1, "filters": {"kind": "CONNECTED", "q": "some words"}}


def test_file_that_comes_out_can_go_in_again_and_changes_nothing(readers: People, town: Authority) -> None:
    load(household("F-003", LOCALITY="-Odd; 'Town'", DELEGATED_AUTHORITY="No", REVIEW_DUE="29/02/2024"), year=2022)
    before = entries()
    content = readers.officer.get(f"{LIST}download/file/").content
    outcome = load_files(
        files=[SourceFile("again.csv", io.BytesIO(content))], authority=town, year=YEAR + 2, by="data.admin"
    )
    assert list(outcome.problems) == []
    assert entries() == before
    assert HOUSEHOLDS.model._default_manager.filter(version__gt=1).count() == 0


def test_view_is_saved_under_a_name_for_its_owner_alone(readers: People, town: Authority) -> None:
    sent = {"name": "Connected", "query": "kind=CONNECTED&sort=-reference"}
    response = readers.officer.post(f"{LIST}views/save/", sent)
    assert response["Location"] == f"{LIST}?kind=CONNECTED&sort=-reference"
    assert f'href="{LIST}?kind=CONNECTED&amp;sort=-reference">Connected</a>' in page(readers.officer)
    other = signed_in(person(town, OFFICER, "other"))
    assert "Connected</a>" not in page(other)
    view = SavedView.objects.get()
    assert other.post(f"{LIST}views/{view.pk}/forget/").status_code == 404
    readers.officer.post(f"{LIST}views/save/", {"name": "Connected", "query": "kind=MAINSTREAM"})
    assert SavedView.objects.get().query == "kind=MAINSTREAM"
    readers.officer.post(f"{LIST}views/{view.pk}/forget/")
    assert SavedView.objects.count() == 0


def test_view_without_a_name_is_not_saved(readers: People) -> None:
    for name in ("", "x" * 61):
        response = readers.officer.post(f"{LIST}views/save/", {"name": name, "query": ""}, follow=True)
        assert "Give the view a name of at most 60 characters." in response.content.decode()
    assert SavedView.objects.count() == 0
    assert readers.officer.get(f"{LIST}views/save/").status_code == 405


def test_removed_entries_are_listed_with_who_took_them_out(readers: People) -> None:
    load(household("F-003"), year=2022)
    gone = entry("F-003").pk
    load(household("F-004"), year=2022)
    readers.officer.post(f"{LIST}{entry('F-002').pk}/remove/", {"version": 1, "why": "twice"})
    latest = Load.objects.order_by("-pk")[0].pk
    listed = [(each.name, each.state.said) for each in readers.officer.get(f"{LIST}removed/").context["gone"]]
    assert listed == [
        ("F-002", "commissioning.officer: twice"),
        ("F-003", f"Load {latest}, by data.admin"),
    ]
    assert f"{LIST}{gone}/" in page(readers.officer, f"{LIST}removed/")
    load(household("F-003"), year=2023)
    assert "F-003" not in page(readers.officer, f"{LIST}removed/")
    assert readers.board.get(f"{LIST}removed/").status_code == 403
