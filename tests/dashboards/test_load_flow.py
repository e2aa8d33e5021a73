"""Check, preview, commit, undo, mended rows on top, and what was taken away: one load's way through its pages."""

import csv
import hashlib
import io
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from placements.models import EpisodeSpan
from sufficiency.core.models import AuditEvent, Authority
from sufficiency.extracts import actions
from sufficiency.extracts.models import Load, LoadFile
from sufficiency.extracts.quality import Latest, coverage, latest_by_kind, set_aside_by_kind
from sufficiency.measures.present import NOT_KNOWN
from tests.extracts.model import the_model
from tests.returns import episode

from .factory import ADMIN, OFFICER, person, signed_in
from .test_data_pages import BAD, GOOD, bring, send, uploads

OUTSIDE = [*GOOD, *(episode("01/06/2020", child=f"T{n}", PL_POST="QY1 1AA") for n in range(8))]


@pytest.fixture
def admin(council: Authority) -> Client:
    return signed_in(person(council, ADMIN))


def page(client: Client, address: str) -> str:
    """The text of a page: tags out, spaces evened."""
    text = re.sub(r"<[^>]+>", " ", client.get(address).content.decode())
    return " ".join(text.split())


def act(client: Client, load: Load, action: str) -> str:
    return client.post(f"/data/loads/{load.pk}/{action}/", follow=True).content.decode()


def latest() -> Load:
    return Load.objects.latest("pk")


def set_two_aside(client: Client) -> Load:
    """Load faulty episodes without their two faulty rows."""
    send(client, BAD)
    act(client, latest(), "sound-rows")
    return latest()


def to_mend(client: Client, load: Load) -> list[dict[str, str]]:
    file = load.files.get(kind="episodes")
    response = client.get(f"/data/loads/{load.pk}/files/{file.pk}/to-mend/")
    return list(csv.DictReader(io.StringIO(response.content.decode())))


def as_file(rows: list[dict[str, str]]) -> SimpleUploadedFile:
    text = io.StringIO()
    writer = csv.DictWriter(text, rows[0].keys())
    writer.writeheader()
    writer.writerows(rows)
    return SimpleUploadedFile("mended.csv", text.getvalue().encode())


def mended(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    return [row | {"DECOM": "03/05/2020", "PLACE": "U4"} for row in rows]


def send_mended(client: Client, load: Load, rows: list[dict[str, str]]) -> HttpResponse:
    return client.post(f"/data/loads/{load.pk}/mended/", {"returns": [as_file(rows)]}, follow=True)  # type: ignore[return-value]


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


def test_rows_to_mend_come_as_sent_with_their_line_and_what_to_do(admin: Client) -> None:
    rows = to_mend(admin, set_two_aside(admin))
    assert [(row["CHILD"], row["DECOM"], row["PLACE"], row["Line"]) for row in rows] == [
        ("G6", "31/02/2020", "U4", "8"),
        ("G7", "01/05/2020", "Q9", "9"),
    ]
    assert rows[0]["What to do"].startswith("DECOM: ")
    assert rows[1]["What to do"].startswith("PLACE: ")


def test_cells_that_run_as_formulas_are_harmless_among_rows_to_mend(admin: Client) -> None:
    send(admin, [*GOOD[:7], episode("01/05/2020", child="G7", PLACE="=1+1")])
    act(admin, latest(), "sound-rows")
    assert to_mend(admin, latest())[0]["PLACE"] == "'=1+1"


def test_mended_rows_come_on_top_and_the_model_is_that_of_sound_files(admin: Client, council: Authority) -> None:
    load = set_two_aside(admin)
    assert set_aside_by_kind(council) == {"episodes": 2}
    html = send_mended(admin, load, mended(to_mend(admin, load))).content.decode()
    assert "checked, not loaded" in html
    act(admin, latest(), "commit")
    assert EpisodeSpan.objects.count() == 8
    assert set_aside_by_kind(council) == {}
    assert "set aside" not in page(admin, "/")
    assert not latest().files.get().problems.filter(code="unknown-column").exists()
    model = the_model()
    bring(admin, [*GOOD[:6], *(episode("03/05/2020", child=f"G{n}") for n in (6, 7))])
    assert latest().files.get(kind="episodes").unchanged == 8
    assert the_model() == model


def test_untouched_rows_keep_the_file_and_line_they_came_from(admin: Client) -> None:
    load = set_two_aside(admin)
    whole = load.files.get(kind="episodes")
    send_mended(admin, load, mended(to_mend(admin, load)))
    act(admin, latest(), "commit")
    origins = dict(EpisodeSpan.objects.values_list("child__identifier", "episode__file_id"))
    added = latest().files.get()
    assert origins == {f"G{n}": whole.pk for n in range(6)} | {"G6": added.pk, "G7": added.pk}
    assert added.adds_to == whole


def test_rows_mended_in_part_leave_the_rest_set_aside(admin: Client, council: Authority) -> None:
    load = set_two_aside(admin)
    rows = to_mend(admin, load)
    send_mended(admin, load, [mended(rows)[0], rows[1]])
    act(admin, latest(), "sound-rows")
    assert set_aside_by_kind(council) == {"episodes": 1}
    again = latest()
    assert [row["CHILD"] for row in to_mend(admin, again)] == ["G7"]
    send_mended(admin, again, mended(to_mend(admin, again)))
    act(admin, latest(), "commit")
    assert set_aside_by_kind(council) == {}
    assert EpisodeSpan.objects.count() == 8


def test_rows_not_sent_yet_are_the_only_ones_left_to_mend(admin: Client) -> None:
    load = set_two_aside(admin)
    rows = to_mend(admin, load)
    send_mended(admin, load, [mended(rows)[0]])
    act(admin, latest(), "commit")
    assert [(row["CHILD"], row["Line"]) for row in to_mend(admin, load)] == [("G7", "9")]
    text = page(admin, "/data/quality/")
    assert "1 of episodes.csv (Episodes, 2021)" in text
    assert "unknown-code Set aside" in text
    assert "impossible-date Set aside" not in text
    assert "Load mended rows" in page(admin, f"/data/loads/{load.pk}/")
    act(admin, latest(), "undo")
    assert [row["CHILD"] for row in to_mend(admin, load)] == ["G6", "G7"]


def test_rows_set_aside_again_wait_in_the_mended_file_alone(admin: Client) -> None:
    load = set_two_aside(admin)
    rows = to_mend(admin, load)
    send_mended(admin, load, [mended(rows)[0], rows[1]])
    act(admin, latest(), "sound-rows")
    assert to_mend(admin, load) == []
    assert "Load mended rows" not in page(admin, f"/data/loads/{load.pk}/")
    assert [row["CHILD"] for row in to_mend(admin, latest())] == ["G7"]
    assert "Load mended rows" in page(admin, f"/data/loads/{latest().pk}/")
    assert "1 of mended.csv (Episodes, 2021)" in page(admin, "/data/quality/")


def test_all_rows_are_left_to_mend_when_a_mended_file_does_not_name_its_lines(admin: Client) -> None:
    load = set_two_aside(admin)
    rows = mended(to_mend(admin, load))
    nameless = [{name: cell for name, cell in row.items() if name != "Line"} for row in rows]
    send_mended(admin, load, nameless[:1])
    act(admin, latest(), "commit")
    assert [row["CHILD"] for row in to_mend(admin, load)] == ["G6", "G7"]
    send_mended(admin, load, nameless[1:])
    act(admin, latest(), "commit")
    assert to_mend(admin, load) == []


def test_undo_of_mended_rows_takes_them_alone(admin: Client, council: Authority) -> None:
    load = set_two_aside(admin)
    before = the_model()
    send_mended(admin, load, mended(to_mend(admin, load)))
    act(admin, latest(), "commit")
    act(admin, latest(), "undo")
    assert the_model() == before
    assert set_aside_by_kind(council) == {"episodes": 2}


def test_undo_of_the_load_below_takes_its_mended_rows_too(admin: Client) -> None:
    nothing = the_model()
    load = set_two_aside(admin)
    send_mended(admin, load, mended(to_mend(admin, load)))
    act(admin, latest(), "commit")
    act(admin, load, "undo")
    assert the_model() == nothing


def test_undo_of_a_later_load_brings_mended_rows_back(admin: Client) -> None:
    load = set_two_aside(admin)
    send_mended(admin, load, mended(to_mend(admin, load)))
    act(admin, latest(), "commit")
    before = the_model()
    bring(admin, OUTSIDE)
    act(admin, latest(), "undo")
    assert the_model() == before


def test_mended_row_that_is_loaded_already_is_an_error(admin: Client) -> None:
    load = set_two_aside(admin)
    rows = to_mend(admin, load)
    html = send_mended(admin, load, [rows[0] | {"CHILD": "G1", "DECOM": "01/05/2020"}]).content.decode()
    assert "rejected" in html
    assert "Line 3 of episodes.csv, which is loaded, has the same CHILD and DECOM" in html


def test_mended_rows_of_a_replaced_load_are_refused(admin: Client) -> None:
    load = set_two_aside(admin)
    rows = mended(to_mend(admin, load))
    bring(admin, GOOD)
    html = send_mended(admin, load, rows).content.decode()
    assert f"No episodes file of load {load.pk} counts any longer" in html
    assert EpisodeSpan.objects.count() == 8


def test_rows_set_aside_are_counted_beside_each_measure_they_could_move(admin: Client) -> None:
    set_two_aside(admin)
    overview = page(admin, "/")
    assert overview.count("2 rows set aside could move it.") == 3
    assert "2 rows of the returns were set aside" in page(admin, "/measures/care-rate-per-10000/")


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


def test_quality_page_lists_rules_rows_freshness_and_years(admin: Client) -> None:
    load = set_two_aside(admin)
    bring(admin, [episode("01/05/2018", child="G1", RNE="P")], year="2019")
    text = page(admin, "/data/quality/")
    latest = {kind: (covered, covered.latest.load) for kind, covered in coverage(load.authority).items()}
    assert latest_by_kind(load.authority) == {
        kind: Latest(max(covered.by_year), last.reaches, last.finished_at) for kind, (covered, last) in latest.items()
    }
    assert "2 rows set aside" in text
    assert "2 of episodes.csv (Episodes, 2021)" in text
    assert "Rows of 2019 Rows of 2020 Rows of 2021" in text
    assert "by data.admin 1 Not loaded 6" in text
    assert "impossible-date Set aside" in text
    assert "first-episode-not-start Warning" in text
    assert "Never loaded:" in text
    rows = page(admin, "/data/quality/?rule=unknown-code")
    assert "Q9" in rows
    assert "31/02/2020" not in rows
    act(admin, load, "undo")
    assert "No rows are set aside" in page(admin, "/data/quality/")


def test_quality_rows_download_as_csv(admin: Client) -> None:
    set_two_aside(admin)
    response = admin.get("/data/quality/download/?rule=unknown-code")
    rows: list[dict[str, Any]] = list(csv.DictReader(io.StringIO(response.content.decode())))
    assert [(row["Return year"], row["Line"], row["Value"]) for row in rows] == [("2021", "9", "Q9")]


def test_quality_page_without_loads_says_what_to_do(admin: Client) -> None:
    assert "Nothing is loaded yet" in page(admin, "/data/quality/")


def test_each_kind_offers_its_template(admin: Client) -> None:
    html = admin.get("/data/kinds/").content.decode()
    slugs = re.findall(r"/data/kinds/([a-z0-9-]+)/template/", html)
    assert {"header", "episodes", "uasc"} <= set(slugs)
    for slug in slugs:
        response = admin.get(f"/data/kinds/{slug}/template/")
        assert response.status_code == 200
        assert len(list(csv.reader(io.StringIO(response.content.decode())))) == 2
    assert admin.get("/data/kinds/castle/template/").status_code == 404


def test_kinds_stand_in_the_order_of_the_return_and_published_data_comes_last(admin: Client) -> None:
    html = admin.get("/data/kinds/").content.decode()
    slugs = re.findall(r'<details class="govuk-details" id="([a-z0-9-]+)"', html)
    assert slugs[:6] == ["header", "episodes", "reviews", "uasc", "oc2", "ad1"]
    assert slugs.index("missing") < slugs.index("oc3") < slugs.index("ofsted-providers")
    assert slugs.index("oc3") < slugs.index("published-figures")
    assert "/data/kinds/ofsted-providers/template/" not in html


def test_script_is_sent_on_to_the_preview(admin: Client) -> None:
    sent: dict[str, Any] = {"year": "2021", "returns": uploads(GOOD)}
    response = admin.post("/data/load/", sent, headers={"HX-Request": "true"})
    assert response["HX-Redirect"] == f"/data/loads/{latest().pk}/"
