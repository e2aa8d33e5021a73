"""Loading in the browser: the form, the preview, the result, the list of faults, and who may."""

import csv
import io
from collections.abc import Sequence

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from placements.models import EpisodeSpan
from sufficiency.core.models import AuditEvent, Authority
from sufficiency.dashboards import forms
from sufficiency.extracts.models import Load
from tests.returns import Row, as_csv, episode, header

from .factory import ADMIN, BOARD, OFFICER, People, person, signed_in

GOOD = [episode("01/05/2020", child=f"G{n}") for n in range(8)]
BAD = [*GOOD[:6], episode("31/02/2020", child="G6"), episode("01/05/2020", child="G7", PLACE="Q9")]


def uploads(episodes: Sequence[Row]) -> list[SimpleUploadedFile]:
    headers = [header(row["CHILD"]) for row in episodes]
    return [
        SimpleUploadedFile("header.csv", as_csv("header", headers)),
        SimpleUploadedFile("episodes.csv", as_csv("episodes", list(episodes))),
    ]


def send(client: Client, episodes: Sequence[Row], **fields: str) -> HttpResponse:
    return client.post("/data/load/", {"year": "2021", **fields, "returns": uploads(episodes)}, follow=True)  # type: ignore[return-value]


def bring(client: Client, episodes: Sequence[Row], **fields: str) -> HttpResponse:
    """Check files and load them."""
    send(client, episodes, **fields)
    return client.post(f"/data/loads/{Load.objects.latest('pk').pk}/commit/", follow=True)  # type: ignore[return-value]


def test_good_files_are_checked_and_nothing_is_loaded_yet(admin: Client) -> None:
    response = send(admin, GOOD)
    load = Load.objects.get()
    assert response.redirect_chain == [(f"/data/loads/{load.pk}/", 302)]  # type: ignore[attr-defined]
    html = response.content.decode()
    assert "2021 return: checked, not loaded" in html
    assert "Load these files" in html
    assert not EpisodeSpan.objects.exists()
    assert "No returns are loaded yet" in admin.get("/").content.decode()


def test_good_files_are_loaded_and_counted(admin: Client) -> None:
    response = bring(admin, GOOD)
    load = Load.objects.get()
    html = response.content.decode()
    assert "The files are loaded, and the figures are up to date." in html
    assert "2021 return: loaded" in html
    assert "16 rows, up to 31 March 2021" in html
    assert (load.by, load.status) == ("data.admin", "committed")
    assert "On 31 March 2021, 8 children were in our care." in admin.get("/").content.decode()


def test_faulty_files_change_nothing_and_every_fault_is_named(admin: Client) -> None:
    html = send(admin, BAD).content.decode()
    assert "2021 return: rejected" in html
    assert "Nothing was loaded." in html
    for cell in ("episodes.csv", "31/02/2020", "DECOM", ">8<", "Q9", "PLACE", ">9<"):
        assert cell in html, cell
    assert not EpisodeSpan.objects.exists()
    assert "No returns are loaded yet" in admin.get("/").content.decode()


def test_list_of_faults_downloads_with_lines_values_and_advice(admin: Client) -> None:
    send(admin, BAD)
    load = Load.objects.get()
    response = admin.get(f"/data/loads/{load.pk}/problems/")
    assert f'filename="problems-load-{load.pk}-' in response["Content-Disposition"]
    rows = list(csv.DictReader(io.StringIO(response.content.decode())))
    errors = [row for row in rows if row["Kind"] == "Error"]
    assert [(row["File"], row["Line"], row["Column"], row["Value"]) for row in errors] == [
        ("episodes.csv", "8", "DECOM", "31/02/2020"),
        ("episodes.csv", "9", "PLACE", "Q9"),
    ]
    assert all(row["What to do"] for row in rows)
    assert AuditEvent.objects.filter(action="dashboards.problems-download", detail__rows=len(rows)).exists()


def test_values_of_faults_are_harmless_in_the_download(admin: Client) -> None:
    send(admin, [*GOOD[:7], episode("01/05/2020", child="G7", PLACE="=1+1")])
    response = admin.get(f"/data/loads/{Load.objects.get().pk}/problems/")
    values = [row["Value"] for row in csv.DictReader(io.StringIO(response.content.decode()))]
    assert "'=1+1" in values


def test_sound_rows_load_when_the_admin_says_so(admin: Client) -> None:
    send(admin, BAD)
    rejected = Load.objects.get()
    assert "Load the 14 sound rows and set 2 aside" in admin.get(f"/data/loads/{rejected.pk}/").content.decode()
    assert admin.get(f"/data/loads/{rejected.pk}/sound-rows/").status_code == 405
    html = admin.post(f"/data/loads/{rejected.pk}/sound-rows/", follow=True).content.decode()
    assert "2021 return: loaded" in html
    overview = admin.get("/").content.decode()
    assert "6 children were in our care" in overview
    assert "2 rows set aside" in overview


def test_sound_rows_cannot_be_loaded_from_a_load_that_is_loaded(admin: Client) -> None:
    bring(admin, GOOD)
    load = Load.objects.get()
    assert admin.post(f"/data/loads/{load.pk}/sound-rows/").status_code == 302
    assert Load.objects.count() == 1


def test_same_files_again_change_nothing_and_the_page_says_so(admin: Client) -> None:
    bring(admin, GOOD)
    html = send(admin, GOOD).content.decode()
    assert "These files are loaded already. Nothing has changed." in html
    assert Load.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "fault"),
    [
        ({"year": ""}, "Enter the year in which the return ends"),
        ({"year": "twenty"}, "The return year must be a number, like 2021"),
        ({"year": "1066"}, "The return year must be 2010 or later"),
        ({"year": "3000"}, "or earlier"),
        ({"extracted": "31/02/2021"}, "The day of extraction must be a real date"),
        ({"extracted": "2999-01-01"}, "The day of extraction must be today or earlier"),
        ({"extracted": "2019-01-01"}, "lies before 1 April 2020"),
    ],
)
def test_form_names_what_is_wrong_and_keeps_what_was_right(admin: Client, fields: dict[str, str], fault: str) -> None:
    response = send(admin, GOOD, **fields)
    html = response.content.decode()
    assert response.status_code == 422
    assert "There is a problem" in html
    assert fault in html
    assert not Load.objects.exists()


def test_form_asks_for_files(admin: Client) -> None:
    response = admin.post("/data/load/", {"year": "2021"})
    assert response.status_code == 422
    assert "Choose the files to load" in response.content.decode()


def test_form_takes_at_most_twenty_files(admin: Client) -> None:
    many = [SimpleUploadedFile(f"{n}.csv", b"CHILD\n1\n") for n in range(21)]
    response = admin.post("/data/load/", {"year": "2021", "returns": many})
    assert response.status_code == 422
    assert "Choose at most 20 files at a time" in response.content.decode()
    assert not Load.objects.exists()


def test_form_names_a_file_that_is_too_large(admin: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forms, "MOST_MEGABYTES", 1)
    large = SimpleUploadedFile("large.csv", b"CHILD\n" * 200_000)
    response = admin.post("/data/load/", {"year": "2021", "returns": [large]})
    assert response.status_code == 422
    assert "large.csv is larger than 1 MB" in response.content.decode()


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02", b"PK\x03\x04 a spreadsheet", b"<html></html>", b"\xff\xfe"])
def test_files_that_are_no_csv_are_named_and_never_a_server_error(admin: Client, content: bytes) -> None:
    sent = {"year": "2021", "returns": [SimpleUploadedFile("strange.csv", content)]}
    html = admin.post("/data/load/", sent, follow=True).content.decode()
    assert "rejected" in html
    assert "strange.csv" in html
    assert "sound rows" not in html


def test_extraction_day_bounds_the_default_day(admin: Client) -> None:
    bring(admin, GOOD, extracted="2020-11-30")
    html = admin.get("/").content.decode()
    assert "On 30 November 2020, 8 children" in html
    assert "Returns loaded to 30 November 2020." in html


def test_loads_are_listed_with_who_when_and_what(admin: Client) -> None:
    send(admin, BAD)
    bring(admin, GOOD)
    html = admin.get("/data/").content.decode()
    for cell in ("data.admin", "header.csv<br>episodes.csv", "Rejected", "Loaded", ">16<", ">2021<"):
        assert cell in html, cell


def test_list_without_loads_says_what_to_do(admin: Client) -> None:
    assert "Nothing is loaded yet" in admin.get("/data/").content.decode()


@pytest.mark.parametrize("role", [OFFICER, BOARD])
def test_only_data_admins_load(loaded: Authority, role: str) -> None:
    client = signed_in(person(loaded, role))
    load = Load.objects.get()
    for address in ("/data/", "/data/load/", f"/data/loads/{load.pk}/", f"/data/loads/{load.pk}/problems/"):
        assert client.get(address).status_code == 403
    assert send(client, GOOD).status_code == 403
    assert client.post(f"/data/loads/{load.pk}/sound-rows/").status_code == 403
    assert Load.objects.count() == 1
    assert 'href="/data/"' not in client.get("/").content.decode()


def test_other_authoritys_loads_do_not_exist(readers: People) -> None:
    kent = Authority.objects.get(code="E10000016")
    elsewhere = signed_in(person(kent, ADMIN, "kent.admin"))
    load = Load.objects.get()
    for address in (f"/data/loads/{load.pk}/", f"/data/loads/{load.pk}/problems/"):
        assert readers.admin.get(address).status_code == 200
        assert elsewhere.get(address).status_code == 404
    assert elsewhere.post(f"/data/loads/{load.pk}/sound-rows/").status_code == 404
    assert "Nothing is loaded yet" in elsewhere.get("/data/").content.decode()
