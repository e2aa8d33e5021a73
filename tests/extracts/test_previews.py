"""Check, commit and the check of an undo: what they come to, and that they change nothing else."""

from io import BytesIO
from typing import Any

import pytest

from placements.models import Episode
from sufficiency.extracts import previews
from sufficiency.extracts.actions import LoadRefusedError, SourceFile, undo_load
from sufficiency.extracts.models import Load, LoadProblem
from sufficiency.extracts.outcome import Outcome
from sufficiency.extracts.previews import check_files, check_undo, commit_load

from .files import EPISODES, YEAR, changed, council, csv_bytes, load
from .model import the_model

pytestmark = pytest.mark.usefixtures("directory")
FAULTY = changed("episodes", 3, PLACE="Q9")


def counted(_: Load) -> int:
    """An effect: the episodes that count."""
    return Episode.objects.filter(file__current=True).count()


def check(files: dict[str, bytes], **options: Any) -> Outcome:
    sources = [SourceFile(name, BytesIO(content)) for name, content in files.items()]
    return check_files(files=sources, authority=council(), year=YEAR, by="checker", effect=counted, **options)


def commit(outcome: Outcome, **options: Any) -> Outcome:
    checked = Load.objects.get(pk=outcome.load_id)
    return commit_load(load=checked, by="committer", effect=counted, **options)


def record(outcome: Outcome) -> Load:
    return Load.objects.get(pk=outcome.load_id)


def test_check_keeps_counts_problems_and_effect_and_leaves_the_model() -> None:
    outcome = check({"e.csv": csv_bytes("episodes")})
    kept = record(outcome)
    assert (outcome.status, kept.status, kept.effect) == ("checked", "checked", {"before": 0, "after": 3})
    file = kept.files.get()
    assert (file.kind, file.rows, file.new, file.current) == ("episodes", 3, 3, False)
    assert file.problems.exists()
    assert the_model() == []


def test_check_of_faulty_rows_is_rejected_and_counts_the_sound_ones() -> None:
    outcome = check({"e.csv": csv_bytes("episodes", FAULTY)})
    file = record(outcome).files.get()
    assert outcome.status == "rejected"
    assert (file.rows, file.new, file.set_aside) == (3, 2, 1)
    assert record(outcome).effect == {"before": 0, "after": 2}


def test_check_without_a_sound_row_has_no_effect_to_tell() -> None:
    outcome = check({"e.csv": csv_bytes("episodes", [row | {"PLACE": "Q9"} for row in EPISODES])})
    assert outcome.status == "rejected"
    assert record(outcome).effect is None


def test_commit_comes_to_the_same_model_as_a_load_at_once() -> None:
    commit(check({"e.csv": csv_bytes("episodes"), "h.csv": csv_bytes("header")}))
    model = the_model()
    undo_load(load=Load.objects.get(), by="test")
    load({"e.csv": csv_bytes("episodes"), "h.csv": csv_bytes("header")})
    assert the_model() == model


def test_commit_names_who_committed_and_keeps_each_problem_once() -> None:
    checked = check({"e.csv": csv_bytes("episodes")})
    problems = LoadProblem.objects.count()
    commit(checked)
    assert record(checked).by == "committer"
    assert LoadProblem.objects.count() == problems > 0


def test_faulty_rows_are_never_loaded_unless_set_aside() -> None:
    checked = check({"e.csv": csv_bytes("episodes", FAULTY)})
    assert commit(checked).status == "rejected"
    assert the_model() == []
    assert commit(checked, set_aside=True).status == "committed"
    assert Episode.objects.filter(file__current=True).count() == 2


def test_commit_that_would_come_to_something_else_says_what_instead() -> None:
    checked = check({"e.csv": csv_bytes("episodes")})
    load({"e.csv": csv_bytes("episodes", EPISODES[:2])})
    model = the_model()
    assert commit(checked).status == "checked"
    assert the_model() == model
    file = record(checked).files.get()
    assert (file.new, file.unchanged, record(checked).effect) == (1, 2, {"before": 2, "after": 3})
    assert commit(checked).status == "committed"


def test_commit_of_files_that_were_loaded_in_between_is_already_loaded() -> None:
    checked = check({"e.csv": csv_bytes("episodes")})
    load({"e.csv": csv_bytes("episodes")})
    assert commit(checked).status == "already-loaded"


def test_load_taken_back_cannot_be_committed_again() -> None:
    checked = check({"e.csv": csv_bytes("episodes")})
    commit(checked)
    undo_load(load=record(checked), by="test")
    with pytest.raises(LoadRefusedError, match="cannot be loaded as it stands"):
        commit(checked)


@pytest.mark.parametrize("stage", ["finish", "_try"])
def test_commit_that_breaks_off_leaves_the_load_as_it_was_checked(stage: str, monkeypatch: pytest.MonkeyPatch) -> None:
    checked = check({"e.csv": csv_bytes("episodes")})

    def breaks(*_: object) -> None:
        raise RuntimeError("power cut")

    with monkeypatch.context() as patch, pytest.raises(RuntimeError):
        patch.setattr(previews, stage, breaks)
        commit(checked)
    assert the_model() == []
    assert record(checked).status == "checked"
    assert record(checked).files.get().new == 3
    assert commit(checked).status == "committed"


def test_check_that_breaks_off_has_failed(monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(*_: object) -> None:
        raise RuntimeError("power cut")

    monkeypatch.setattr(previews, "_try", breaks)
    with pytest.raises(RuntimeError):
        check({"e.csv": csv_bytes("episodes")})
    assert Load.objects.get().status == "failed"


def test_check_of_an_undo_tells_what_it_comes_to_and_changes_nothing() -> None:
    load({"e.csv": csv_bytes("episodes", EPISODES[:2])})
    commit(check({"e.csv": csv_bytes("episodes")}))
    model = the_model()
    latest = Load.objects.latest("pk")
    restored, effect = check_undo(load=latest, effect=counted)
    assert effect == {"before": 3, "after": 2}
    assert [file.load_id for file in restored] == [latest.pk - 1]
    assert latest.status == "committed"
    assert the_model() == model


def test_mended_rows_of_a_kind_that_the_load_does_not_hold_are_refused() -> None:
    below = commit(check({"e.csv": csv_bytes("episodes")}))
    outcome = check({"h.csv": csv_bytes("header")}, on_top_of=record(below))
    assert [problem.code for _, problem in outcome.problems] == ["nothing-to-add-to"]


def test_mended_rows_reach_no_further_than_the_load_below() -> None:
    below = commit(check({"e.csv": csv_bytes("episodes", EPISODES[:2])}))
    outcome = check({"m.csv": csv_bytes("episodes", EPISODES[2:])}, on_top_of=record(below))
    assert (outcome.status, record(outcome).reaches) == ("checked", record(below).reaches)
    commit(outcome)
    assert Episode.objects.filter(file__current=True).count() == 3


def test_mended_row_with_the_key_of_one_that_is_loaded_is_an_error() -> None:
    below = commit(check({"e.csv": csv_bytes("episodes")}))
    outcome = check({"m.csv": csv_bytes("episodes", EPISODES[2:])}, on_top_of=record(below))
    # It is the only row, so that nothing sound is left either.
    assert sorted(problem.code for _, problem in outcome.problems) == ["held-already", "no-sound-rows"]
    assert record(outcome).status == "rejected"
