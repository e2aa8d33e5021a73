"""The page of an entry, and the pages that change it."""

from dataclasses import replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from carers.models import Approval, Household
from carers.registers import APPROVALS, HOUSEHOLDS, STATUSES
from sufficiency.core.models import Authority
from sufficiency.core.roles import ROLES, Permission
from sufficiency.extracts.models import Load
from sufficiency.registers import register as declared
from tests.dashboards.factory import OFFICER, People, person, signed_in

from .council import entries, entry, household, load, neighbour, take_back

pytestmark = pytest.mark.django_db
LIST = "/registers/fostering-households/"


def address(reference: str = "F-001", then: str = "") -> str:
    return f"{LIST}{entry(reference).pk}/{then}"


def as_sent(reference: str = "F-001", **changes: Any) -> dict[str, Any]:
    """What a browser sends of the form of an entry that somebody has opened and changed."""
    held = entry(reference)
    values: dict[str, Any] = {
        "version": held.version,
        "kind": held.kind,
        "locality": held.locality,
        "hub": held.hub,
        "approved_from": held.approved_from,
        "approved_to": held.approved_to or "",
        "reason_ended": held.reason_ended,
        "retained": {True: "yes", False: "no", None: ""}[held.retained],
        "delegated_authority": {True: "yes", False: "no", None: ""}[held.delegated_authority],
        "review_due": held.review_due or "",
        "why": "",
    }
    return values | changes


NEW = {"reference": "F-900", "kind": "MAINSTREAM", "approved_from": "2020-01-07", "why": "panel of January"}


def page(client: Client, where: str) -> str:
    response = client.get(where)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("then", ["", "edit/", "remove/", "versions/1/restore/"])
def test_pages_of_an_entry_are_for_officers_of_its_council_alone(readers: People, then: str) -> None:
    readers.officer.post(address(then="edit/"), as_sent(hub="North"))
    assert readers.officer.get(address(then=then)).status_code == 200
    assert readers.board.get(address(then=then)).status_code == 403
    assert readers.admin.get(address(then=then)).status_code == 403
    stranger = signed_in(person(neighbour(), OFFICER, "next"))
    assert stranger.get(address(then=then)).status_code == 404


@pytest.mark.parametrize("then", ["edit/", "remove/", "versions/1/restore/"])
def test_nobody_else_changes_an_entry(readers: People, then: str) -> None:
    readers.officer.post(address(then="edit/"), as_sent(hub="North"))
    before = entries()
    stranger = signed_in(person(neighbour(), OFFICER, "next"))
    for client in (readers.board, readers.admin, stranger):
        assert client.post(address(then=then), as_sent(hub="Stolen")).status_code in (403, 404)
    assert entries() == before


def test_reader_who_may_not_edit_sees_no_way_to_and_has_none(readers: People, monkeypatch: pytest.MonkeyPatch) -> None:
    board = replace(ROLES["board-member"], permissions=frozenset({Permission.SEE_REGISTERS}))
    monkeypatch.setitem(ROLES, "board-member", board)
    html = page(readers.board, address()) + page(readers.board, LIST)
    assert "/edit/" not in html
    assert "/new/" not in html
    for where in (f"{LIST}new/", *(address(then=then) for then in ("edit/", "remove/"))):
        assert readers.board.get(where).status_code == 403
        assert readers.board.post(where, as_sent(hub="Mine")).status_code == 403
    assert entry().hub == ""


def test_page_says_what_is_worked_out_from_elsewhere(readers: People, monkeypatch: pytest.MonkeyPatch) -> None:
    worked_out = lambda record, day: [("Children here", f"2 of {record.reference} on {day:%Y}")]  # noqa: E731
    monkeypatch.setitem(declared._REGISTERS, HOUSEHOLDS.slug, replace(HOUSEHOLDS, worked_out=worked_out))
    assert f"2 of F-001 on {timezone.localdate():%Y}" in page(readers.officer, address())


def test_entry_says_what_is_known_and_where_it_comes_from(readers: People) -> None:
    html = page(readers.officer, address("F-002"))
    for text in ("Connected person", "Sea Town", "31 March 2020", "Resigned", "fostering-households.csv, line 3"):
        assert text in html
    assert "Review overdue" in page(readers.officer, address())


def test_parts_stand_on_the_page_and_in_the_timeline_of_the_whole(readers: People) -> None:
    load({"HOUSEHOLD": "F-001", "APPROVED_ON": "01/04/2015", "CHILDREN": "2", "KINDS": "RESPITE"}, register=APPROVALS)
    load(
        {"HOUSEHOLD": "F-001", "SINCE": "01/05/2019", "STATUS": "ON-HOLD", "REASON": "Bereavement"},
        {"HOUSEHOLD": "F-002", "SINCE": "01/05/2018", "STATUS": "FULL"},
        register=STATUSES,
    )
    shown = readers.officer.get(address()).context["entry"]
    assert [(part.register.slug, len(part.table.rows)) for part in shown.parts] == [
        ("fostering-approvals", 1), ("fostering-statuses", 1), ("foster-placements", 0), ("fostering-allegations", 0)
    ]  # fmt: skip
    assert [(moment.day, moment.what, moment.detail) for moment in shown.moments] == [
        (date(2020, 10, 1), "Review due", ""),
        (date(2019, 5, 1), "Status", "status: On hold; reason: Bereavement"),
        (date(2015, 4, 1), "Approved from", ""),
        (date(2015, 4, 1), "Approval", "number of children: 2; kinds: Respite"),
    ]
    assert "/registers/fostering-approvals/new/?household=F-001" in page(readers.officer, address())


def test_part_leads_to_its_whole_or_says_that_there_is_none(readers: People) -> None:
    load(
        {"HOUSEHOLD": "F-001", "SINCE": "01/05/2019", "STATUS": "FULL"},
        {"HOUSEHOLD": "F-404", "SINCE": "01/05/2018", "STATUS": "FULL"},
        register=STATUSES,
    )
    part = "/registers/fostering-statuses/"
    assert f'href="{address()}">F-001</a>' in page(readers.officer, f"{part}{entry('F-001', STATUSES).pk}/")
    assert "Not in the register" in page(readers.officer, f"{part}{entry('F-404', STATUSES).pk}/")


def test_new_entry_is_entered_with_its_reason(readers: People) -> None:
    response = readers.officer.post(f"{LIST}new/", NEW, follow=True)
    assert "The fostering household is entered." in response.content.decode()
    assert "commissioning.officer: panel of January" in response.content.decode()
    assert entries()["F-900"] | {"locality": "", "retained": None, "approved_to": None} == entries()["F-900"]


def test_new_part_begins_with_its_whole_and_offers_the_others(readers: People) -> None:
    html = page(readers.officer, f"/registers/fostering-approvals/new/?{urlencode({'household': 'F-001'})}")
    assert 'value="F-001"' in html
    assert '<datalist id="offers-household"><option value="F-001"></option><option value="F-002"></option>' in html
    sent = {"household": "F-404", "approved_on": "01/02/2020", "children": "2", "kinds": ["EMERGENCY", "SHORT-TERM"]}
    response = readers.officer.post("/registers/fostering-approvals/new/", sent, follow=True)
    assert "No fostering household F-404 is in the register yet." in response.content.decode()
    assert Approval.objects.get().kinds == ["SHORT-TERM", "EMERGENCY"]


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"reference": ""}, "reference", "Enter the reference"),
        ({"reference": "F-001"}, "reference", "The register has this fostering household already."),
        ({"reference": "<b>"}, "reference", "It holds one of < > & \" { } \\, which a key may not"),
        ({"reference": "F\x1f1"}, "reference", "It holds characters that cannot be shown: type it again"),
        ({"kind": ""}, "kind", "Choose the kind"),
        ({"approved_from": "31/02/2020"}, "approved_from", "Approved from must be a real date, like 30 11 2020"),
        ({"approved_to": "06/01/2020"}, "approved_to", "Approved to is before Approved from: correct one of them."),
    ],
)  # fmt: skip
def test_faults_stand_beside_their_field_and_in_the_summary(
    readers: People, changes: dict[str, str], field: str, message: str
) -> None:
    response = readers.officer.post(f"{LIST}new/", NEW | changes)
    assert response.status_code == 422
    assert response.context["form"].errors[field] == [message]
    html = response.content.decode()
    assert "There is a problem" in html
    leads_to = html.partition('<li><a href="#')[2].partition('"')[0]
    assert leads_to.startswith(f"id_{field}")
    assert f'id="{leads_to}"' in html
    assert len(entries()) == 2


def test_bounds_the_wrong_way_round_and_out_of_range_are_named(readers: People) -> None:
    sent = {"household": "F-001", "approved_on": "01/02/2020", "children": "21", "age_from": "9", "age_to": "3"}
    errors = readers.officer.post("/registers/fostering-approvals/new/", sent).context["form"].errors
    assert errors["age_to"] == ["Age to is less than Age from: correct one of them."]
    assert errors["children"] == ["Number of children must be from 0 to 20"]


def test_text_keeps_to_one_line(readers: People) -> None:
    readers.officer.post(address(then="edit/"), as_sent(locality="  Sea\r\n Town "))
    assert entry().locality == "Sea Town"


def test_change_is_saved_and_told_in_the_history(readers: People) -> None:
    response = readers.officer.post(address(then="edit/"), as_sent(locality="Sea Town", why="moved"), follow=True)
    html = " ".join(response.content.decode().split())
    assert "Your changes are saved." in html
    assert "Locality: <del>Hill Town</del> → Sea Town" in html
    assert "commissioning.officer: moved" in html
    assert "Load " in html
    assert 'value="F-001"' not in page(readers.officer, address(then="edit/")), "the key cannot be changed"


def test_dates_that_a_change_would_contradict_are_named_even_against_the_key(readers: People) -> None:
    response = readers.officer.post(address(then="edit/"), as_sent(approved_to="2015-03-31"))
    assert response.status_code == 422
    assert response.context["form"].errors["approved_to"] == [
        "Approved to is before Approved from: correct one of them."
    ]


def test_second_of_two_editors_sees_the_difference_and_can_choose(readers: People, town: Authority) -> None:
    first, second = as_sent(locality="First Town", hub="North"), as_sent(locality="Second Town", retained="no")
    readers.officer.post(address(then="edit/"), first)
    other = signed_in(person(town, OFFICER, "other"))
    response = other.post(address(then="edit/"), second)
    assert response.status_code == 409
    conflict = response.context["conflict"]
    assert [(each.label, each.opened, each.now, each.yours, each.is_contested) for each in conflict.fields] == [
        ("Locality", "Hill Town", "First Town", "Second Town", True),
        ("Constellation", "", "North", "", False),
    ]
    assert "commissioning.officer changed it on" in " ".join(response.content.decode().split())
    assert entry().locality == "First Town"
    form = response.context["form"]
    merged = {name: form.initial[name] for name in ("locality", "hub", "retained", "version")}
    assert merged == {"locality": "Second Town", "hub": "North", "retained": "no", "version": 2}
    assert other.post(address(then="edit/"), as_sent(**merged)).status_code == 302
    assert (entry().locality, entry().hub, entry().retained) == ("Second Town", "North", False)


def test_editor_whom_a_load_overtook_is_told_of_the_load(readers: People) -> None:
    opened = as_sent(hub="Mine")
    load(household(LOCALITY="By file", REVIEW_DUE="01/10/2020", RETAINED="Yes"), year=2022)
    response = readers.officer.post(address(then="edit/"), opened)
    assert response.status_code == 409
    assert f"Load {Load.objects.order_by('-pk')[0].pk} changed it on" in " ".join(response.content.decode().split())
    assert response.context["form"].initial["hub"] == "Mine"


def test_editor_of_what_is_gone_is_shown_what_was(readers: People) -> None:
    where, opened = address(), as_sent(hub="Mine")
    take_back(Load.objects.get())
    response = readers.officer.post(f"{where}edit/", opened, follow=True)
    assert "is no longer in the register" in response.content.decode()
    assert Household.objects.count() == 0


def test_earlier_version_is_shown_and_restored(readers: People) -> None:
    readers.officer.post(address(then="edit/"), as_sent(locality="Sea Town"))
    where = address(then="versions/1/restore/")
    html = " ".join(page(readers.officer, where).split())
    assert "<del>Sea Town</del> → Hill Town" in html
    assert entry().locality == "Sea Town", "looking changes nothing"
    readers.officer.post(where, {"version": 1})
    assert entry().locality == "Sea Town", "somebody else was first"
    response = readers.officer.post(where, {"version": 2}, follow=True)
    assert "Version 1 is back." in response.content.decode()
    assert (entry().locality, entry().version) == ("Hill Town", 3)
    assert readers.officer.get(address(then="versions/3/restore/")).status_code == 404


def test_entry_is_removed_once_confirmed_and_can_be_brought_back(readers: People) -> None:
    where = address()
    assert "Remove F-001 from the register?" in page(readers.officer, f"{where}remove/")
    response = readers.officer.post(f"{where}remove/", {"version": 1, "why": "a mistake"}, follow=True)
    assert "The fostering household is removed." in response.content.decode()
    assert "commissioning.officer: a mistake" in response.content.decode()
    assert entries().keys() == {"F-002"}
    readers.officer.post(f"{where}versions/1/restore/", {"version": 2})
    assert entries().keys() == {"F-001", "F-002"}


def test_odd_versions_and_ids_are_refused_calmly(readers: People) -> None:
    readers.officer.post(address(then="remove/"), {"version": "x"})
    readers.officer.post(address(then="edit/"), as_sent(version="", hub="X"))
    assert (entry().version, entry().hub) == (1, "")
    for odd in ("00000000-0000-0000-0000-000000000000/", "12/", "versions/"):
        assert readers.officer.get(f"{LIST}{odd}").status_code == 404


def test_entry_takes_as_many_queries_for_many_parts_and_changes_as_for_few(readers: People) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as counted:
            page(readers.officer, address())
        return len(counted)

    rows = [{"HOUSEHOLD": "F-001", "SINCE": f"0{n}/04/2015", "STATUS": "FULL"} for n in range(1, 9)]
    load(*rows[:1], register=STATUSES)
    few = queries()
    load(*rows, register=STATUSES)
    for hub in "ABCDEF":
        readers.officer.post(address(then="edit/"), as_sent(hub=hub))
    page(readers.officer, address())  # which says that the changes are saved, once
    assert queries() == few
