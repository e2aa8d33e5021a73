"""Two loads of one authority at once: one after the other, or told so in one sentence."""

import json
from pathlib import Path

import pytest

from placements.models import Episode
from sufficiency.extracts import actions
from sufficiency.extracts.actions import LoadBusyError, undo_load
from sufficiency.extracts.models import Load
from sufficiency.extracts.outcome import Status
from tests.extracts.files import EPISODES, NEIGHBOUR, csv_bytes, load
from tests.extracts.model import the_model

from .processes import ended, load_command, manage, wait_until, writes_held_up, written

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("committed")]

FILES = {"episodes.csv": csv_bytes("episodes"), "header.csv": csv_bytes("header")}


@pytest.mark.parametrize(
    "second", [FILES, {"episodes.csv": csv_bytes("episodes", EPISODES[:2])}], ids=["same", "other"]
)
def test_second_load_waits_for_the_first(second: dict[str, bytes], tmp_path: Path) -> None:
    with writes_held_up(Episode._meta.db_table) as holder:
        first = manage(*load_command(written(FILES, tmp_path), 2021, "--format", "json"))
        wait_until(holder.is_waited_for, "the first load reached that place")
        directory = tmp_path / "second"
        directory.mkdir()
        waiting = manage(*load_command(written(second, directory), 2021, "--format", "json"))
        wait_until(lambda: holder.commands() == 2, "the second load is there")
        assert waiting.poll() is None
    results = [ended(process) for process in (first, waiting)]
    assert [status for status, _, _ in results] == [0, 0]
    expected = Status.ALREADY_LOADED if second is FILES else Status.COMMITTED
    assert [json.loads(output)["status"] for _, output, _ in results] == [Status.COMMITTED, expected]
    assert Episode.objects.filter(file__current=True).count() == (3 if second is FILES else 2)


def test_second_load_that_has_waited_long_is_told_in_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "PATIENCE", 0.3)
    earlier = Load.objects.get(pk=load({"uasc.csv": csv_bytes("uasc")}).load_id)
    with writes_held_up(Episode._meta.db_table) as holder:
        first = manage(*load_command(written(FILES, tmp_path), 2021))
        wait_until(holder.is_waited_for, "the first load reached that place")
        with pytest.raises(LoadBusyError, match=r"^Another load for .* is running: try again when it has finished\.$"):
            load({"episodes.csv": csv_bytes("episodes", EPISODES[:1])})
        with pytest.raises(LoadBusyError):
            undo_load(load=earlier, by="test")
    assert ended(first)[0] == 0
    assert Load.objects.count() == 2
    assert earlier.standing == Load.Status.COMMITTED


def test_councils_do_not_wait_for_each_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "PATIENCE", 0.3)
    with writes_held_up(Episode._meta.db_table) as holder:
        first = manage(*load_command(written(FILES, tmp_path), 2021))
        wait_until(holder.is_waited_for, "the first load reached that place")
        assert load({"uasc.csv": csv_bytes("uasc")}, authority=NEIGHBOUR).status is Status.COMMITTED
    assert ended(first)[0] == 0
    assert {NEIGHBOUR in line for line in the_model()} == {True, False}
