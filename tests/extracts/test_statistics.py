"""After a large load the planner knows the tables that it filled, and does not wait for autovacuum."""

from datetime import date, timedelta

import pytest
from django.db import connection
from pytest_django import DjangoCaptureOnCommitCallbacks

from sufficiency.extracts import storing
from sufficiency.extracts.actions import undo_load
from sufficiency.extracts.models import Load
from sufficiency.extracts.storing import ENOUGH_TO_ANALYZE

from .files import EPISODES, YEAR, csv_bytes, load

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("directory")]
FILLED = ("placements_child", "placements_careperiod", "placements_placementspell", "placements_episodespan")


def children(count: int) -> bytes:
    first = date(YEAR - 1, 4, 1)
    days = [(first + timedelta(days=n % 300)).strftime("%d/%m/%Y") for n in range(count)]
    rows = [
        {**EPISODES[0], "CHILD": f"N{n}", "DECOM": day, "DEC": "", "REC": "", "RNE": "S"} for n, day in enumerate(days)
    ]
    return csv_bytes("episodes", rows)


def known_rows() -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname, reltuples FROM pg_class WHERE relname = ANY(%s)", [list(FILLED)])
        return dict(cursor.fetchall())


def test_what_a_large_load_filled_is_analysed_once_it_is_committed_and_a_small_one_is_not_worth_it(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    count = ENOUGH_TO_ANALYZE + 1
    with django_capture_on_commit_callbacks(execute=True) as after_small:
        load({"episodes.csv": csv_bytes("episodes", EPISODES[:1])}, year=YEAR - 1)
    with django_capture_on_commit_callbacks(execute=True) as after_large:
        load({"episodes.csv": children(count)})
    assert (len(after_small), len(after_large)) == (0, 1)
    assert known_rows() == dict.fromkeys(FILLED, 1 + count)


def test_room_of_many_deleted_rows_is_freed_once_that_is_committed(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks, monkeypatch: pytest.MonkeyPatch
) -> None:
    freed: list[str] = []
    monkeypatch.setattr(storing, "_reclaim", freed.append)
    for count in (10, 600):
        assert freed == []
        loaded = load({"episodes.csv": children(count)})
        with django_capture_on_commit_callbacks(execute=True):
            undo_load(load=Load.objects.get(pk=loaded.load_id), by="test")
    (tables,) = freed
    assert set(FILLED) <= set(tables.split(", "))
