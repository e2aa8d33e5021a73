"""Published data in the browser: check, preview, commit and undo, who may, and what everybody sees of it."""

import re
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from sufficiency.core.models import AuditEvent, Authority, Population
from sufficiency.core.roles import ROLES, Permission
from sufficiency.extracts.models import Load
from sufficiency.strategy.models import PublishedFigure
from tests.strategy.published import IN_DORSET, PLACE, rates, tidy

from .factory import ADMIN, OFFICER, People, person, signed_in
from .load_pages import act, latest, page
from .test_data_pages import GOOD, bring

RATE = rates("100000,500,50")
MORE = rates("100000,800,80")


def population(children: int) -> bytes:
    """The mid-year population of Dorset for 2019, of the ONS."""
    place = IN_DORSET.replace("2025", "2019", 1)
    return tidy(f"{PLACE},age_group,population_estimate", f"{place},Children aged 0 to 17 years,{children}")


def send(client: Client, *files: bytes) -> str:
    sent: dict[str, Any] = {
        "returns": [SimpleUploadedFile(f"file-{number}.csv", content) for number, content in enumerate(files, 1)]
    }
    return client.post("/data/published/", sent, follow=True).content.decode()


def values() -> list[Decimal | None]:
    return list(PublishedFigure.objects.filter(series="children-in-care").values_list("value", flat=True))


def test_published_file_is_checked_then_loaded_then_taken_back(admin: Client) -> None:
    html = send(admin, RATE)
    assert "Published data: checked, not loaded" in html
    assert "Children looked after, starting and ceasing: numbers and rates" in html
    assert values() == []
    assert "The files are loaded" in act(admin, latest(), "commit")
    assert values() == [500]
    assert "The load is taken back" in act(admin, latest(), "undo")
    assert values() == []


def test_newer_release_replaces_the_older_and_undo_brings_it_back(admin: Client) -> None:
    for content in (RATE, MORE):
        send(admin, content)
        act(admin, latest(), "commit")
    assert values() == [800]
    text = page(admin, f"/data/loads/{latest().pk}/undo/")
    assert "Take the published data back?" in text
    assert "file-1.csv (Children looked after, starting and ceasing: numbers and rates) of load" in text
    act(admin, latest(), "undo")
    assert values() == [500]


def test_same_published_file_again_changes_nothing(admin: Client) -> None:
    send(admin, RATE)
    act(admin, latest(), "commit")
    assert "These files are loaded already. Nothing has changed." in send(admin, RATE)
    assert Load.objects.count() == 1


def test_preview_says_how_a_population_would_move_the_readers_rate(loaded: Authority, readers: People) -> None:
    Population.objects.filter(authority=loaded).delete()
    send(readers.admin, population(36_000))
    text = page(readers.admin, f"/data/loads/{latest().pk}/")
    moved = re.search(r"Children in care per 10,000 (\S+) (\S+)", text)
    assert moved is not None
    assert moved[1] != moved[2]
    act(readers.admin, latest(), "commit")
    assert f"{moved[2]} " in page(readers.admin, "/measures/care-rate-per-10000/")


def test_admin_of_another_authority_sees_the_load_and_none_of_our_figures(loaded: Authority, readers: People) -> None:
    send(readers.admin, population(36_000))
    elsewhere = signed_in(person(Authority.objects.get(code="E10000016"), ADMIN, "kent.admin"))
    assert "The headline figures on" in page(readers.admin, f"/data/loads/{latest().pk}/")
    text = page(elsewhere, f"/data/loads/{latest().pk}/")
    assert "Published data: checked, not loaded" in text
    assert "The headline figures on" not in text


def test_loading_published_data_is_put_on_record(admin: Client) -> None:
    send(admin, RATE)
    act(admin, latest(), "commit")
    act(admin, latest(), "undo")
    events = AuditEvent.objects.filter(action__startswith="extracts.").order_by("pk")
    said = [(each.action, each.actor, each.authority, each.detail.get("status")) for each in events]
    assert said == [
        ("extracts.load", "data.admin", "", "checked"),
        ("extracts.load", "data.admin", "", "committed"),
        ("extracts.undo", "data.admin", "", None),
    ]


def test_officers_neither_load_nor_see_loads_of_published_data(admin: Client, council: Authority) -> None:
    send(admin, RATE)
    officer = signed_in(person(council, OFFICER))
    for address in ("/data/published/", f"/data/loads/{latest().pk}/"):
        assert officer.get(address).status_code == 403
    assert officer.post("/data/published/", {}).status_code == 403
    assert officer.post(f"/data/loads/{latest().pk}/commit/").status_code == 403
    assert values() == []


def test_role_that_loads_returns_alone_meets_no_published_data(admin: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    send(admin, RATE)
    narrow = replace(ROLES[ADMIN], permissions=ROLES[ADMIN].permissions - {Permission.LOAD_PUBLISHED})
    monkeypatch.setitem(ROLES, ADMIN, narrow)
    assert admin.get("/data/published/").status_code == 403
    assert admin.get(f"/data/loads/{latest().pk}/").status_code == 404
    assert admin.post(f"/data/loads/{latest().pk}/commit/").status_code == 404
    assert "ublished data" not in page(admin, "/data/")
    assert values() == []


def test_data_page_lists_published_loads_beside_returns(admin: Client) -> None:
    bring(admin, GOOD)
    send(admin, RATE)
    act(admin, latest(), "commit")
    text = page(admin, "/data/")
    assert "data.admin Published data file-1.csv 1 " in text
    assert "data.admin 2021 header.csv episodes.csv 16 " in text


def test_what_is_in_force_stands_with_the_year_it_goes_up_to(admin: Client) -> None:
    assert "None is loaded." in page(admin, "/data/published/")
    send(admin, RATE, population(36_000))
    act(admin, latest(), "commit")
    for address in ("/data/published/", "/data/quality/"):
        text = page(admin, address)
        assert "Children looked after, starting and ceasing: numbers and rates 2025" in text
        assert "ONS mid-year population estimates 2019" in text
    act(admin, latest(), "undo")
    assert "None is loaded." in page(admin, "/data/published/")


def test_faulty_published_rows_are_set_aside_but_not_mended_on_top(admin: Client) -> None:
    send(admin, tidy(*RATE.decode().splitlines(), IN_DORSET.replace("2025", "20x5", 1) + ",Castle,1,2,3"))
    assert "Load the 1 sound row and set 1 aside" in page(admin, f"/data/loads/{latest().pk}/")
    assert "Load mended rows" not in act(admin, latest(), "sound-rows")
    assert values() == [500]
    assert admin.get(f"/data/loads/{latest().pk}/mended/").status_code == 404


def test_return_file_among_published_data_is_sent_where_it_belongs(admin: Client) -> None:
    html = send(admin, b"CHILD,SEX,DOB,DUC\n1,1,01/01/2010,\n")
    assert "say which authority and which year it belongs to" in html
    assert 'href="/data/load/"' in html


def test_published_form_without_files_says_what_to_do(admin: Client) -> None:
    response = admin.post("/data/published/", {})
    assert response.status_code == 422
    assert "Choose the files to load" in response.content.decode()


def test_failed_check_of_published_data_can_be_tried_again(admin: Client) -> None:
    send(admin, RATE)
    Load.objects.update(status=Load.Status.FAILED)
    assert "Published data: checked, not loaded" in act(admin, latest(), "check-again")
