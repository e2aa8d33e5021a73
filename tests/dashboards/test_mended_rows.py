"""Rows set aside, mended and loaded on top: each row counts once, from the file and line it came from."""

from django.test import Client

from placements.models import EpisodeSpan
from sufficiency.core.models import Authority
from sufficiency.extracts.quality import set_aside_by_kind
from tests.extracts.model import the_model
from tests.returns import episode

from .load_pages import OUTSIDE, act, latest, mended, page, send_mended, set_two_aside, to_mend
from .test_data_pages import GOOD, bring, send


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
