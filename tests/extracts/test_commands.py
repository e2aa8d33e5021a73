"""The command line: the same engine, in words or as JSON, with exit statuses that scripts rely on."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from sufficiency.extracts import actions
from sufficiency.extracts.models import Load

from .files import NEIGHBOUR, OURS, SOUND, changed, csv_bytes
from .model import the_model

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("directory")]


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    for kind in SOUND:
        (tmp_path / f"{kind}.csv").write_bytes(csv_bytes(kind))
    return [str(tmp_path / f"{kind}.csv") for kind in SOUND]


@pytest.fixture
def faulty(tmp_path: Path) -> str:
    path = tmp_path / "faulty.csv"
    path.write_bytes(csv_bytes("episodes", changed("episodes", 2, PLACE="XX")))
    return str(path)


def run(*arguments: str) -> tuple[int, str]:
    """Exit status and output of a command."""
    out = StringIO()
    try:
        call_command(*arguments, stdout=out)
    except SystemExit as stop:
        return int(stop.code or 0), out.getvalue()
    except CommandError as fault:
        return fault.returncode, str(fault)
    return 0, out.getvalue()


def load(*arguments: str, authority: str = OURS, year: str = "2021") -> tuple[int, str]:
    return run("load_extract", *arguments, "--authority", authority, "--year", year)


def load_as_json(*arguments: str) -> tuple[int, dict[str, Any]]:
    status, output = load(*arguments, "--format", "json")
    return status, json.loads(output)


def test_sound_files_are_committed_with_status_0(files: list[str]) -> None:
    status, outcome = load_as_json(*files)
    assert (status, outcome["status"]) == (0, "committed")
    assert outcome["load"] == Load.objects.get().pk
    assert outcome["files"][1] == {
        **{"file": "episodes.csv", "kind": "episodes", "rows": 3, "new": 3, "changed": 0},
        **{"unchanged": 0, "gone": 0, "set_aside": 0},
    }


def test_the_same_files_again_are_already_loaded_with_status_0(files: list[str]) -> None:
    load(*files)
    status, outcome = load_as_json(*files)
    assert (status, outcome["status"]) == (0, "already-loaded")


def test_a_dry_run_changes_nothing_and_ends_with_status_0(files: list[str]) -> None:
    status, outcome = load_as_json(*files, "--dry-run")
    assert (status, outcome["status"], outcome["load"]) == (0, "checked", None)
    assert the_model() == []


def test_a_fault_rejects_the_load_with_status_1(faulty: str) -> None:
    status, outcome = load_as_json(faulty)
    assert (status, outcome["status"]) == (1, "rejected")
    error = next(problem for problem in outcome["problems"] if problem["severity"] == "error")
    assert {key: error[key] for key in ("file", "line", "column", "value", "code")} == {
        **{"file": "faulty.csv", "line": 2, "column": "PLACE", "value": "XX", "code": "unknown-code"},
    }


def test_a_faulty_row_can_be_set_aside(faulty: str) -> None:
    status, outcome = load_as_json(faulty, "--set-aside")
    assert (status, outcome["status"], outcome["files"][0]["set_aside"]) == (0, "committed", 1)


def test_the_text_names_each_fault_and_counts_each_file(faulty: str) -> None:
    status, output = load(faulty)
    assert status == 1
    assert "error: faulty.csv, line 2, PLACE 'XX': It is not a code of PLACE" in output
    assert output.strip().endswith("Rejected: nothing was loaded.")


@pytest.mark.parametrize(
    "arguments",
    [
        ["load_extract", "missing.csv", "--authority", OURS, "--year", "2021"],
        ["load_extract", "FILE", "--authority", "E99999999", "--year", "2021"],
        ["load_extract", "FILE", "--authority", OURS, "--year", "1021"],
        ["load_extract", "FILE", "--authority", OURS, "--year", "last"],
        ["load_extract", "FILE", "--authority", OURS],
        ["load_extract", "FILE", "--authority", OURS, "--year", "2021", "--extracted", "30/11/2020"],
        ["load_extract", "FILE", "--authority", OURS, "--year", "2021", "--extracted", "2019-11-30"],
        ["load_extract", "FILE", "--year", "2021"],
        ["undo_load", "99999"],
    ],
)
def test_wrong_usage_is_one_line_with_status_2(arguments: list[str], files: list[str]) -> None:
    status, message = run(*[files[0] if argument == "FILE" else argument for argument in arguments])
    assert status == 2
    assert "\n" not in message.strip()
    assert not Load.objects.exists()


def test_loads_are_listed_latest_first(files: list[str], faulty: str) -> None:
    load(*files)
    load(faulty)
    load(files[1], authority=NEIGHBOUR)
    listed = json.loads(run("loads", "--format", "json")[1])
    assert [(entry["status"], entry["authority"], entry["year"]) for entry in listed] == [
        ("committed", NEIGHBOUR, 2021),
        ("rejected", OURS, 2021),
        ("committed", OURS, 2021),
    ]
    assert listed[1]["files"][0]["errors"] == 1
    assert len(listed[2]["files"][0]["sha256"]) == 64
    assert len(run("loads")[1].splitlines()) == 3


def test_no_loads_are_said_in_words() -> None:
    assert run("loads")[1].strip() == "Nothing has been loaded yet."
    assert json.loads(run("loads", "--format", "json")[1]) == []


def test_undo_takes_a_load_back_and_says_what_counts_again(files: list[str]) -> None:
    load(files[1])
    first = Load.objects.get()
    Path(files[1]).write_bytes(csv_bytes("episodes", changed("episodes", 3, PLACE="U4")))
    load(files[1])
    status, output = run("undo_load", str(Load.objects.first().pk))
    assert status == 0
    assert f"episodes.csv of load {first.pk}" in output
    assert run("undo_load", str(first.pk))[0] == 0
    assert the_model() == []


def test_a_load_that_is_not_in_force_cannot_be_taken_back(faulty: str) -> None:
    load(faulty)
    status, message = run("undo_load", str(Load.objects.get().pk))
    assert (status, "not in force" in message) == (1, True)


def test_a_busy_authority_is_said_in_one_line(files: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "PATIENCE", 0.0)
    monkeypatch.setattr("sufficiency.extracts.locks.try_lock", lambda _: False)
    status, message = load(*files)
    assert status == 1
    assert message.startswith("Another load for") and "\n" not in message
