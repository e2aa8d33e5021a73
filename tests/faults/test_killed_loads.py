"""kill -9 of the loading process, wherever it is: the model is as before and the next load works at once."""

import io
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection, models

from placements.models import ChildRecord, Episode, UascRecord
from sufficiency.core.models import AuditEvent
from sufficiency.extracts.actions import undo_load
from sufficiency.extracts.models import Load, LoadContent, LoadFile, LoadProblem
from sufficiency.extracts.outcome import Outcome, Status
from sufficiency.extracts.replay import replay_load
from tests.extracts.files import changed, csv_bytes, load
from tests.extracts.model import DERIVED, FACTS, OF_RETURN, the_model

from .processes import Watcher, ended, load_command, manage, wait_until, watcher, writes_held_up, written

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("committed")]

FILES = {
    "header.csv": csv_bytes("header"),
    "episodes.csv": csv_bytes("episodes", changed("episodes", 3, PLACE="k2")),  # a warning, to be kept
    "uasc.csv": csv_bytes("uasc"),
}
# What a load writes, in its order: it is killed when it is about to write there first.
RECORD: tuple[type[models.Model], ...] = (Load, LoadFile, LoadContent)
WORK: tuple[type[models.Model], ...] = (ChildRecord, Episode, UascRecord, *OF_RETURN, LoadProblem, AuditEvent)


def everything() -> list[str]:
    """All rows of facts and derived facts with their ids, and which files count."""
    tables = [model._meta.db_table for model in (*FACTS, *DERIVED)]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(f"SELECT '{table} ' || row_::text FROM {table} AS row_" for table in tables))
        rows = [row for (row,) in cursor.fetchall()]
    return sorted(
        [*rows, *(f"current {pk}" for pk in LoadFile.objects.filter(current=True).values_list("pk", flat=True))]
    )


@pytest.fixture
def before() -> list[str]:
    """A council whose year is loaded; what its tables hold."""
    load({"episodes.csv": csv_bytes("episodes", changed("episodes", 4, LS="C1"))})
    found = everything()
    assert found
    return found


def kill_when_held_up(holder: Watcher, paths: list[str]) -> None:
    """Load in another process, and kill it when it waits for the holder."""
    loader = manage(*load_command(paths, 2021))
    wait_until(holder.is_waited_for, "the load reached that place")
    loader.kill()
    assert ended(loader)[0] == -9


def assert_next_load_is_whole(outcome: Outcome) -> None:
    assert outcome.status is Status.COMMITTED
    found = the_model()
    for record in Load.objects.committed():
        undo_load(load=record, by="test")
    assert the_model() == []
    load(FILES)
    assert the_model() == found


@pytest.mark.parametrize("model", RECORD, ids=lambda model: model.__name__)
def test_load_killed_before_it_is_on_record_leaves_nothing(
    model: type[models.Model], before: list[str], tmp_path: Path
) -> None:
    with writes_held_up(model._meta.db_table) as holder:
        kill_when_held_up(holder, written(FILES, tmp_path))
    with watcher() as session:
        wait_until(lambda: not session.commands(), "the killed load's session ended")
    assert everything() == before
    assert Load.objects.count() == 1
    assert_next_load_is_whole(load(FILES))


@pytest.mark.parametrize("model", WORK, ids=lambda model: model.__name__)
def test_load_killed_at_work_leaves_the_model_as_before_and_can_be_replayed(
    model: type[models.Model], before: list[str], tmp_path: Path
) -> None:
    with writes_held_up(model._meta.db_table) as holder:
        kill_when_held_up(holder, written(FILES, tmp_path))
        # Postgres itself finds out that nobody waits for the answer, although the lock is not free yet.
        wait_until(lambda: not holder.commands(), "the killed load's session ended")
    assert_abandoned(before)


def test_load_killed_while_it_commits_leaves_the_model_as_before(before: list[str], tmp_path: Path) -> None:
    with watcher() as holder:
        holder.execute("""
            CREATE FUNCTION linger() RETURNS trigger LANGUAGE plpgsql AS
                $$ BEGIN PERFORM pg_advisory_xact_lock(1); RETURN NULL; END $$;
            CREATE CONSTRAINT TRIGGER linger AFTER INSERT ON core_auditevent
                DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION linger()""")
        try:
            holder.hold("SELECT pg_advisory_xact_lock(1)")
            kill_when_held_up(holder, written(FILES, tmp_path))
            wait_until(lambda: not holder.commands(), "the killed load's session ended")
        finally:
            holder.execute("DROP FUNCTION linger CASCADE")
    assert_abandoned(before)


def assert_abandoned(before: list[str]) -> None:
    """The load that was killed is known for what it is, and its kept files load at once."""
    assert everything() == before
    killed = Load.objects.latest("pk")
    assert (killed.status, killed.standing) == (Load.Status.CHECKING, Load.Status.FAILED)
    listed = io.StringIO()
    call_command("loads", stdout=listed)
    assert f"  {killed.year}  failed  header.csv" in listed.getvalue()
    assert_next_load_is_whole(replay_load(load=killed, by="test"))
    killed.refresh_from_db()
    assert killed.status == Load.Status.FAILED
    assert killed.finished_at is not None


def test_load_that_still_runs_is_not_taken_for_a_killed_one(before: list[str], tmp_path: Path) -> None:
    with writes_held_up(Episode._meta.db_table) as holder:
        loader = manage(*load_command(written(FILES, tmp_path), 2021))
        wait_until(holder.is_waited_for, "the load reached that place")
        assert Load.objects.latest("pk").standing == Load.Status.CHECKING
    assert ended(loader)[0] == 0
    assert Load.objects.latest("pk").standing == Load.Status.COMMITTED
    assert everything() != before


def test_undo_killed_at_work_leaves_the_load_in_force(before: list[str]) -> None:
    record = Load.objects.get()
    with writes_held_up(Episode._meta.db_table) as holder:
        process = manage("undo_load", str(record.pk))
        wait_until(holder.is_waited_for, "the undo reached that place")
        process.kill()
        ended(process)
        wait_until(lambda: not holder.commands(), "its session ended")
    assert everything() == before
    undo_load(load=record, by="test")
    assert everything() == []
