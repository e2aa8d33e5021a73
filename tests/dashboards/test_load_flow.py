"""Check, preview, commit, undo, and what was taken away: one load's way through its pages."""

import hashlib
from typing import Any

import pytest
from django.test import Client

from placements.models import EpisodeSpan
from sufficiency.core.models import AuditEvent, Authority
from sufficiency.extracts import actions
from sufficiency.extracts.models import Load, LoadFile
from sufficiency.measures.present import NOT_KNOWN
from tests.extracts.model import the_model

from .factory import ADMIN, OFFICER, person, signed_in
from .load_pages import OUTSIDE, act, latest, page, set_two_aside
from .test_data_pages import BAD, GOOD, bring, send, uploads


def test_preview_counts_rows_and_says_how_the_headlines_would_move(admin: Client) -> None:
    bring(admin, GOOD)
    send(admin, OUTSIDE)
    text = page(admin, f"/data/loads/{latest().pk}/")
    assert "Every row is sound, and nothing is loaded yet." in text
    assert "The headline figures on 31 March 2021" in text
    assert "Placed outside the area 0.0% 50.0%" in text
    assert "episodes.csv Episodes 16 8 0 8 0 0 0" in text
    assert EpisodeSpan.objects.count() == 8


def test_first_preview_has_no_figures_before(admin: Client) -> None:
    send(admin, GOOD)
    assert f"Children in care per 10,000 {NOT_KNOWN} " in page(admin, f"/data/loads/{latest().pk}/")


def test_preview_of_faulty_files_is_that_of_their_sound_rows(admin: Client) -> None:
    send(admin, BAD)
    text = page(admin, f"/data/loads/{latest().pk}/")
    assert "If the 14 sound rows are loaded without the 2 faulty ones:" in text
    assert "Fix and check again" in text
    assert not EpisodeSpan.objects.exists()


def test_commit_comes_to_what_the_preview_said(admin: Client) -> None:
    bring(admin, GOOD)
    send(admin, OUTSIDE)
    shown = latest().effect["after"]  # type: ignore[index]
    act(admin, latest(), "commit")
    committed = latest()
    assert committed.status == "committed"
    assert committed.effect["after"] == shown  # type: ignore[index]
    assert "50.0%" in page(admin, "/")


def test_second_click_on_commit_loads_nothing_twice(admin: Client) -> None:
    send(admin, GOOD)
    load = latest()
    act(admin, load, "commit")
    model = the_model()
    assert "These files are loaded already. Nothing has changed." in act(admin, load, "commit")
    assert Load.objects.count() == 1
    assert the_model() == model


def test_same_files_checked_in_two_tabs_are_loaded_once(admin: Client) -> None:
    send(admin, GOOD)
    send(admin, GOOD)
    second, first = Load.objects.all()
    act(admin, first, "commit")
    assert "These files are loaded already. Nothing has changed." in act(admin, second, "commit")
    assert Load.objects.committed().count() == 1


def test_commit_is_put_off_when_something_else_was_loaded_in_between(admin: Client) -> None:
    send(admin, OUTSIDE)
    checked = latest()
    bring(admin, GOOD)
    html = act(admin, checked, "commit")
    assert "Something else was loaded since these files were checked" in html
    checked.refresh_from_db()
    assert checked.status == "checked"
    assert EpisodeSpan.objects.count() == 8
    assert "episodes.csv Episodes 16 8 0 8" in page(admin, f"/data/loads/{checked.pk}/")
    act(admin, checked, "commit")
    assert EpisodeSpan.objects.count() == 16


def test_load_committed_after_a_later_check_is_the_one_an_undo_brings_back(admin: Client) -> None:
    send(admin, GOOD)
    first = latest()
    bring(admin, OUTSIDE)
    act(admin, first, "commit")  # it says that something was loaded in between
    act(admin, first, "commit")
    bring(admin, OUTSIDE[:12])
    assert EpisodeSpan.objects.count() == 12
    act(admin, latest(), "undo")
    assert EpisodeSpan.objects.count() == 8


def test_pages_that_only_look_change_nothing(admin: Client) -> None:
    bring(admin, GOOD)
    load = latest()
    model = the_model()
    for address in ("commit", "sound-rows", "check-again"):
        assert admin.get(f"/data/loads/{load.pk}/{address}/").status_code == 405
    assert admin.get(f"/data/loads/{load.pk}/undo/").status_code == 200
    assert the_model() == model
    load.refresh_from_db()
    assert load.status == "committed"


def test_undo_says_what_it_changes_and_does_just_that(admin: Client) -> None:
    bring(admin, GOOD)
    before = the_model()
    bring(admin, OUTSIDE)
    load = latest()
    text = page(admin, f"/data/loads/{load.pk}/undo/")
    assert "Placed outside the area 50.0% 0.0%" in text
    assert "episodes.csv (Episodes): its 16 rows no longer count." in text
    assert f"episodes.csv (Episodes) of load {load.pk - 1} counts again." in text
    assert "The load is taken back" in act(admin, load, "undo")
    assert the_model() == before
    assert "is not in force" in act(admin, load, "undo")


def test_load_taken_back_can_be_checked_and_loaded_again(admin: Client) -> None:
    bring(admin, GOOD)
    model = the_model()
    load = latest()
    act(admin, load, "undo")
    assert "Check the files again" in admin.get(f"/data/loads/{load.pk}/").content.decode()
    act(admin, load, "check-again")
    assert latest() != load
    act(admin, latest(), "commit")
    assert the_model() == model


def test_abandoned_load_shows_as_failed_and_can_be_tried_again(admin: Client) -> None:
    send(admin, GOOD)
    Load.objects.update(status="checking")
    load = latest()
    text = page(admin, f"/data/loads/{load.pk}/")
    assert "2021 return: failed" in text
    assert "Try again" in text
    assert "Failed" in page(admin, "/data/")
    act(admin, load, "check-again")
    assert latest().status == "checked"


def test_busy_database_is_said_in_a_sentence(admin: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    send(admin, GOOD)
    monkeypatch.setattr(actions, "PATIENCE", 0.0)
    monkeypatch.setattr(actions.locks, "try_lock", lambda _: False)
    html = act(admin, latest(), "commit")
    assert "is running" in html
    assert not EpisodeSpan.objects.exists()


def test_load_shows_who_when_and_the_digest_of_each_file(admin: Client) -> None:
    bring(admin, GOOD)
    html = admin.get(f"/data/loads/{latest().pk}/").content.decode()
    for file in LoadFile.objects.all():
        assert file.sha256 in html
    assert "by data.admin" in html


def test_original_file_comes_back_byte_for_byte_and_is_put_on_record(admin: Client) -> None:
    bring(admin, GOOD)
    load = latest()
    for file in load.files.all():
        response = admin.get(f"/data/loads/{load.pk}/files/{file.pk}/original/")
        assert hashlib.sha256(response.content).hexdigest() == file.sha256
        assert file.name in response["Content-Disposition"]
        assert AuditEvent.objects.filter(action="dashboards.original-download", detail__file=file.pk).exists()


def test_officers_take_nothing_away_and_undo_nothing(admin: Client, council: Authority) -> None:
    load = set_two_aside(admin)
    officer = signed_in(person(council, OFFICER))
    file = load.files.get(kind="episodes")
    for address in ("undo", "mended", f"files/{file.pk}/original", f"files/{file.pk}/to-mend"):
        assert officer.get(f"/data/loads/{load.pk}/{address}/").status_code == 403
    for address in ("undo", "commit", "check-again"):
        assert officer.post(f"/data/loads/{load.pk}/{address}/").status_code == 403
    load.refresh_from_db()
    assert load.status == "committed"


def test_other_authoritys_files_do_not_exist(admin: Client) -> None:
    load = set_two_aside(admin)
    file = load.files.get(kind="episodes")
    elsewhere = signed_in(person(Authority.objects.get(code="E10000016"), ADMIN, "kent.admin"))
    for address in ("undo", "mended", f"files/{file.pk}/original", f"files/{file.pk}/to-mend"):
        assert elsewhere.get(f"/data/loads/{load.pk}/{address}/").status_code == 404
    assert elsewhere.post(f"/data/loads/{load.pk}/undo/").status_code == 404


def test_script_is_sent_on_to_the_preview(admin: Client) -> None:
    sent: dict[str, Any] = {"year": "2021", "returns": uploads(GOOD)}
    response = admin.post("/data/load/", sent, headers={"HX-Request": "true"})
    assert response["HX-Redirect"] == f"/data/loads/{latest().pk}/"
