"""Loads in processes of their own, stopped at chosen places by locks that somebody else holds."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg2
from django.db import connection

from tests.checkouts import PROJECT
from tests.extracts.files import OURS

PATIENCE = 20.0
COMMAND = "command under test"  # what the sessions of these processes call themselves


def address() -> str:
    """The DATABASE_URL of the database that this test uses."""
    found = connection.get_connection_params()
    user, password, host = (quote(str(found.get(key) or ""), safe="") for key in ("user", "password", "host"))
    port = f":{found['port']}" if found.get("port") else ""
    return f"postgresql://{user}{f':{password}' if password else ''}@{host}{port}/{found['dbname']}"


def manage(*arguments: str, **environment: str) -> "subprocess.Popen[str]":
    """Start a command of this project, by default on the database of this test."""
    return subprocess.Popen(
        [sys.executable, "manage.py", *arguments],
        cwd=PROJECT,
        env={"PATH": os.defpath, "PGAPPNAME": COMMAND} | (environment or {"DATABASE_URL": address()}),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def ended(process: "subprocess.Popen[str]") -> tuple[int, str, str]:
    """Exit status, output and errors of a process, waited for."""
    output, errors = process.communicate(timeout=60)
    return process.returncode, output, errors


def written(files: Mapping[str, bytes], directory: Path) -> list[str]:
    """The paths of files, written to a directory."""
    for name, content in files.items():
        (directory / name).write_bytes(content)
    return [str(directory / name) for name in files]


def load_command(paths: list[str], year: int, *options: str) -> tuple[str, ...]:
    return ("load_extract", *paths, "--authority", OURS, "--year", str(year), *options)


def wait_until(condition: Callable[[], Any], what: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, f"never: {what}"
        time.sleep(0.02)


class Watcher:
    """Sessions apart from the loads: one holds locks that they need, one sees who waits."""

    def __init__(self, parameters: dict[str, Any]) -> None:
        self._holder, self._viewer = (psycopg2.connect(**parameters) for _ in range(2))
        # Within a transaction Postgres shows the sessions as they were when it began.
        self._viewer.autocommit = True

    def hold(self, statement: str) -> None:
        """Run a statement in a transaction that lasts until :meth:`close`."""
        with self._holder.cursor() as cursor:
            cursor.execute(statement)

    def execute(self, statement: str) -> None:
        """Run a statement for good."""
        with self._viewer.cursor() as cursor:
            cursor.execute(statement)

    def commands(self) -> int:
        """How many sessions the commands under test have in this database."""
        return self._count("pg_stat_activity WHERE datname = current_database() AND application_name = %s", COMMAND)

    def is_waited_for(self) -> bool:
        """Whether another session waits for a lock that this one holds."""
        waiting = "pg_locks WHERE NOT granted AND %s = ANY(pg_blocking_pids(pid))"
        return self._count(waiting, self._holder.info.backend_pid) > 0

    def _count(self, source: str, value: Any) -> int:
        with self._viewer.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM {source}", [value])
            return int(cursor.fetchone()[0])

    def close(self) -> None:
        self._holder.close()
        self._viewer.close()


@contextmanager
def watcher(**parameters: Any) -> Iterator[Watcher]:
    """A watcher of the database of this test, or of the one that psycopg2's parameters name."""
    usual = {key: connection.get_connection_params().get(key) for key in ("host", "port", "user", "password", "dbname")}
    made = Watcher(parameters or usual)
    try:
        yield made
    finally:
        made.close()


@contextmanager
def writes_held_up(table: str, **parameters: Any) -> Iterator[Watcher]:
    """While this lasts the table can be read, and whoever wants to write to it waits."""
    with watcher(**parameters) as made:
        made.hold(f"LOCK TABLE {table} IN SHARE MODE")
        yield made
