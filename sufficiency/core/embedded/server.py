"""Starts, finds and stops the checkout's PostgreSQL. One file lock makes two processes start one server."""

import fcntl
import os
import shutil
import signal
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import psycopg2
import psycopg2.errors
from psycopg2.extensions import quote_ident

from sufficiency.core.local import open_private

from .home import EmbeddedError, Home, Owner, require_private
from .processes import is_alive, is_postmaster, workers_of

PORT = 5432
USER = "sufficiency"
DATABASE = "sufficiency"

# For a laptop with two cores that also runs the web server and a browser.
SETTINGS = {
    "listen_addresses": "",
    "port": PORT,
    "unix_socket_permissions": "0700",
    "shared_buffers": "256MB",
    "effective_cache_size": "1GB",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "max_connections": 60,
    "max_wal_size": "1GB",
    "random_page_cost": 1.1,
    "jit": "off",
    # The tables of a council are too small to be read by two at once; those of England are not. Hash tables that
    # workers share would need more shared memory than containers give.
    "max_parallel_workers_per_gather": 1,
    "enable_parallel_hash": "off",
    # What each has counted is a row for each pair of asked days: cheap to pass on, where PostgreSQL expects thousands.
    "parallel_tuple_cost": 0.01,
    # One server, no replicas: a bulk load need not write everything twice. fsync stays on.
    "wal_level": "minimal",
    "max_wal_senders": 0,
    # A failing statement or its detail can hold a child's record; the log must not.
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
}
UNCLEAN_STOP_SECONDS = 5.0
STARTING_SECONDS = 60
LOG_BYTES = 5_000_000


@dataclass(frozen=True)
class Running:
    """A server that runs: its process and the directory of its socket."""

    pid: int
    socket_directory: Path


class Server:
    """The PostgreSQL server of one checkout."""

    def __init__(self, checkout: Path) -> None:
        self.home = Home(checkout)

    def socket_directory(self) -> Path:
        """Where to connect: what the running server says, else where it will be. Takes no lock.

        Raises EmbeddedError when somebody else holds the directory: their server is not ours.
        """
        running, owner = self.running(), self.home.owner
        directory = running.socket_directory if running else self.home.socket_directory(owner)
        if os.path.lexists(directory):
            require_private(directory, owner)
        return directory

    def running(self) -> Running | None:
        """The running server; None when it is stopped, or died and left its pid file."""
        data = self.home.data
        if data is None:
            return None
        try:
            lines = (data / "postmaster.pid").read_text().splitlines()
            pid, started_on, sockets = int(lines[0]), Path(lines[1]), Path(lines[4])
        except FileNotFoundError:
            return None
        except PermissionError:
            raise EmbeddedError(f"{data} belongs to another user; run this as its owner.") from None
        except (ValueError, IndexError):
            return None  # it has only begun to write the file
        # A copied checkout has the other's pid file; a moved one has its own server still, under the old path.
        if started_on.exists() and not started_on.samefile(data):
            return None
        return Running(pid, sockets) if is_postmaster(pid, str(started_on)) else None

    def ensure_running(self) -> None:
        """Start the server unless it runs and answers. Raises EmbeddedError when it cannot."""
        with self._lock():
            running = self.running()
            if running is not None:
                if running.socket_directory.exists() and self._answers(running, STARTING_SECONDS):
                    return
                self._stop(running)  # it runs, but its socket was cleaned away: nobody can reach it
            if self.home.data is None:
                self._make_data()
            self._start()

    def ensure_database(self, name: str) -> None:
        """Make an empty database of this name unless there is one. The server must run."""
        connection = self._connect(self.socket_directory())
        try:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute("SELECT FROM pg_database WHERE datname = %s", [name])
                if cursor.rowcount == 0:
                    # Another process may make it in the same moment.
                    with suppress(psycopg2.errors.DuplicateDatabase, psycopg2.errors.UniqueViolation):
                        cursor.execute(f"CREATE DATABASE {quote_ident(name, cursor)}")
        finally:
            connection.close()

    def stop(self) -> bool:
        """Stop the server, ending its connections; False when it did not run."""
        with self._lock():
            running = self.running()
            if running is None:
                return False
            self._stop(running)
            return True

    def reset(self) -> None:
        """Stop the server and delete its data; the next connection begins anew."""
        with self._lock():
            running = self.running()
            if running is not None:
                self._stop(running)
            data = self.home.data
            if data is not None:
                sockets = self.home.socket_directory(self.home.owner)
                # Renamed first: what is half deleted must not be taken for data.
                doomed = data.rename(data.with_name(f"data.old-{os.getpid()}"))
                shutil.rmtree(doomed)
                shutil.rmtree(sockets, ignore_errors=True)
            self.home.remove_machine_state()

    @contextmanager
    def _lock(self) -> Iterator[None]:
        """Only one process at a time starts or stops; the system frees the lock of a process that dies.

        What the system refuses meanwhile (a full disk, a user it will not become) is an EmbeddedError.
        """
        try:
            with os.fdopen(open_private(self.home.state / "lock", os.O_RDWR), "r+") as file:
                fcntl.flock(file, fcntl.LOCK_EX)
                yield
        except OSError as fault:
            where = f"{fault.filename}: " if fault.filename else ""
            raise EmbeddedError(f"{where}{fault.strerror or fault}.") from fault

    def _make_data(self) -> None:
        """Make the data directory, whole or not at all: what a killed initdb leaves is never used."""
        place = self.home.place_for_new_data()
        for leftover in place.glob("data.new-*"):
            shutil.rmtree(leftover, ignore_errors=True)
        owner = Owner.for_new_data()
        draft = Path(tempfile.mkdtemp(prefix="data.new-", dir=place))
        if not owner.is_me:
            os.chown(draft, owner.uid, owner.gid)
        command: list[str | Path] = [
            self.home.binaries(owner) / "initdb",
            f"--pgdata={draft}",
            f"--username={USER}",
            "--auth=trust",  # the socket's directory is the guard: only its owner can enter
            "--encoding=UTF8",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            "--locale=C",
            "--no-data-checksums",
            "--no-instructions",
        ]
        made = owner.run(command)
        if made.returncode != 0:
            shutil.rmtree(draft, ignore_errors=True)
            raise EmbeddedError(f"initdb failed: {_reason(made.stdout)}")
        draft.rename(place / "data")

    def _start(self) -> None:
        """Start it, trying again while what an unclean stop left behind comes to its end."""
        owner = self.home.owner
        data = self._reachable_data(owner)
        sockets = self.home.make_socket_directory(owner)
        options = [
            f"-k {sockets}",
            f"-c cluster_name={sockets.name}",
            *(f"-c {name}={value}" for name, value in SETTINGS.items()),
        ]
        command: list[str | Path] = [
            self.home.binaries(owner) / "pg_ctl",
            "start",
            "--wait",
            "--silent",
            f"--timeout={STARTING_SECONDS}",
            f"--pgdata={data}",
            f"--options={' '.join(options)}",
        ]
        deadline = time.monotonic() + UNCLEAN_STOP_SECONDS
        while True:
            self._clear_after_unclean_stop(data)
            with self._open_log() as log:
                began = log.seek(0, os.SEEK_END)
                if owner.run(command, log=log).returncode == 0:
                    return
                log.seek(began)
                reason = _reason(log.read())
            if time.monotonic() > deadline:
                raise EmbeddedError(f"PostgreSQL did not start: {reason}")
            time.sleep(0.2)

    def _reachable_data(self, owner: Owner) -> Path:
        data = self.home.data
        if data is None:
            raise EmbeddedError("The data directory has vanished.")
        if not owner.is_me and os.getuid() != 0:
            raise EmbeddedError(f"{data} belongs to another user; run this as its owner.")
        if not owner.can_enter(data):
            raise EmbeddedError(f"The server's user can no longer reach {data}; a folder above it was closed.")
        return data

    def _clear_after_unclean_stop(self, data: Path) -> None:
        """End what is left of a killed server, and drop its pid file where the pid is another program's now."""
        try:
            lines = (data / "postmaster.pid").read_text().splitlines()
            pid, cluster = int(lines[0]), Path(lines[4]).name
        except (FileNotFoundError, ValueError, IndexError):
            return
        for worker in workers_of(cluster):
            with suppress(ProcessLookupError):
                os.kill(worker, signal.SIGQUIT)
        # PostgreSQL deals with a number that is free; one that was given out again would stop it for good.
        if is_alive(pid):
            (data / "postmaster.pid").unlink(missing_ok=True)

    def _stop(self, running: Running) -> None:
        owner, data = self.home.owner, self.home.data
        command: list[str | Path] = [
            self.home.binaries(owner) / "pg_ctl",
            "stop",
            "--mode=fast",
            "--silent",
            f"--pgdata={data}",
        ]
        stopped = owner.run(command)
        if stopped.returncode != 0 and self.running() is not None:
            raise EmbeddedError(f"PostgreSQL did not stop: {_reason(stopped.stdout)}")
        with suppress(OSError):
            running.socket_directory.rmdir()

    def _answers(self, running: Running, seconds: float) -> bool:
        """Whether it takes connections, waiting while it recovers; False when it ended."""
        deadline = time.monotonic() + seconds
        while True:
            try:
                self._connect(running.socket_directory).close()
            except psycopg2.OperationalError as fault:
                if self.running() is None:
                    return False
                if time.monotonic() > deadline:
                    raise EmbeddedError(f"PostgreSQL runs but does not answer: {_one_line(str(fault))}") from None
                time.sleep(0.1)
            else:
                return True

    def _connect(self, directory: Path) -> "psycopg2.extensions.connection":
        return psycopg2.connect(host=str(directory), port=PORT, user=USER, dbname="postgres", connect_timeout=10)

    def _open_log(self) -> IO[bytes]:
        """The log, at its end; it begins anew when it has grown long."""
        log = self.home.log
        if log.exists() and log.stat().st_size > LOG_BYTES:
            log.replace(log.with_suffix(".log.1"))
        return os.fdopen(open_private(log, os.O_RDWR | os.O_APPEND), "ab+")


def _reason(output: bytes) -> str:
    """The line of a program's output that says why it gave up."""
    lines = output.decode(errors="replace").strip().splitlines()
    faults = [line for line in lines if "FATAL:" in line or "error:" in line]
    return _one_line((faults or lines or ["it gave no reason."])[-1])


def _one_line(text: str) -> str:
    return " ".join(text.split())
