"""The audit trail on a page: whose it is, what it holds, and that looking things up in it is easy."""

import csv
import io

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from sufficiency.core.audit import record
from sufficiency.core.models import AuditEvent, Authority

from .factory import ADMIN, OFFICER, PASSWORD, person, signed_in

AUDITOR = "auditor"


@pytest.fixture
def auditor(loaded: Authority) -> Client:
    return signed_in(person(loaded, AUDITOR))


def test_auditor_sees_the_trail_and_nothing_else(auditor: Client) -> None:
    assert auditor.get("/audit/").status_code == 200
    for address in ("/", "/children/", "/measures/places-gap/", "/data/", "/registers/", "/homes/"):
        assert auditor.get(address).status_code == 403, address


def test_nobody_else_sees_the_trail(loaded: Authority) -> None:
    for role in (OFFICER, "board-member", "data-admin"):
        assert signed_in(person(loaded, role)).get("/audit/").status_code == 403, role
    assert Client().get("/audit/").status_code == 302


def test_auditor_begins_with_the_trail_after_signing_in(loaded: Authority) -> None:
    person(loaded, AUDITOR)
    assert Client().post("/sign-in/", {"username": "auditor", "password": PASSWORD})["Location"] == "/audit/"


def test_a_look_at_children_stands_in_the_trail_with_filter_and_rows(auditor: Client, loaded: Authority) -> None:
    signed_in(person(loaded, OFFICER)).get("/children/?as-at=2020-11-30&place=childrens-home")
    html = auditor.get("/audit/?action=dashboards.children-list").content.decode()
    assert "Audit trail: 1 event" in html
    for part in ("commissioning.officer", "Children list</td>", "rows: 7", "childrens-home"):
        assert part in html


def test_other_authoritys_events_are_not_in_it(auditor: Client, loaded: Authority) -> None:
    record(actor="stranger", action="core.look", authority="E06000060")
    record(actor="manage.py", action="core.replace-postcodes")
    html = auditor.get("/audit/").content.decode()
    assert "stranger" not in html
    assert "Replace postcodes" in html


def test_events_are_found_by_who_when_and_words(auditor: Client, loaded: Authority) -> None:
    record(actor="ann.example", action="core.look", authority=loaded.code, subject="page one")
    record(actor="bob.example", action="core.look", authority=loaded.code, subject="page two")
    assert "page two" not in (found := auditor.get("/audit/?actor=ANN&subject=page").content.decode())
    assert "page one" in found
    assert "Nothing matches" in auditor.get("/audit/?until=1990-01-01").content.decode()
    assert "There is a problem" in auditor.get("/audit/?since=soon").content.decode()


def test_download_holds_what_is_filtered_and_is_an_event_itself(auditor: Client, loaded: Authority) -> None:
    record(actor="ann", action="core.look", authority=loaded.code, subject='=HYPERLINK("x")')
    response = auditor.get("/audit/download/csv/?action=core.look")
    rows = list(csv.DictReader(io.StringIO(response.content.decode())))
    assert [(row["Who"], row["What"], row["About"]) for row in rows] == [("ann", "core.look", '\'=HYPERLINK("x")')]
    event = AuditEvent.objects.get(action="dashboards.audit-download")
    assert event.detail == {"rows": 1, "filters": {"action": "core.look"}}


def test_nothing_that_somebody_sends_keeps_auditors_from_the_file(auditor: Client, loaded: Authority) -> None:
    """A workbook cannot hold every character that a text can."""
    record(actor="eve", action="core.look", authority=loaded.code, subject="a\x01b\x0b", why="\x02")
    book = load_workbook(io.BytesIO(auditor.get("/audit/download/xlsx/?action=core.look").content))
    assert "a?b?" in [cell.value for row in book.active.iter_rows() for cell in row]
    signed_in(person(loaded, ADMIN)).get("/data/quality/download/?rule=%01")
    assert AuditEvent.objects.get(action="dashboards.quality-download").subject == ""


def test_signing_in_and_out_and_failing_to_are_events(loaded: Authority) -> None:
    person(loaded, OFFICER)
    client = Client()
    client.post("/sign-in/", {"username": "commissioning.officer", "password": "wrong"})
    client.post("/sign-in/", {"username": "my secret password", "password": ""})
    client.post("/sign-in/", {"username": "my secret password", "password": "x"})
    client.post("/sign-in/", {"username": "commissioning.officer", "password": PASSWORD})
    client.post("/sign-out/")
    events = AuditEvent.objects.filter(action__startswith="core.sign").order_by("number")
    assert list(events.values_list("actor", "action", "authority")) == [
        ("commissioning.officer", "core.sign-in-failed", loaded.code),
        ("somebody", "core.sign-in-failed", ""),
        ("commissioning.officer", "core.sign-in", loaded.code),
        ("commissioning.officer", "core.sign-out", loaded.code),
    ]


def test_sign_in_of_somebody_without_a_role_is_an_event_of_no_authority(db: None) -> None:
    User.objects.create_user("new", password=PASSWORD)
    Client().post("/sign-in/", {"username": "new", "password": PASSWORD})
    assert AuditEvent.objects.get().authority == ""


def test_trail_asks_the_database_as_often_for_more_events(auditor: Client, loaded: Authority) -> None:
    auditor.get("/audit/")
    with CaptureQueriesContext(connection) as few:
        auditor.get("/audit/")
    for number in range(30):
        record(actor="ann", action="core.look", authority=loaded.code, subject=str(number))
    with CaptureQueriesContext(connection) as many:
        auditor.get("/audit/")
    assert len(many) == len(few)
