"""A sealed copy of the whole database, and the database from it, proven to be the same.

``pg_dump`` and ``pg_restore`` do the copying. In front of the dump stand the digests of all tables as the same snapshot
has them; a restore works them out anew and stands only when they agree.
"""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, BinaryIO

from django.db import connection, transaction

from .embedded.home import EmbeddedError
from .embedded.server import Server
from .sealing import SealedWriter, opened

BLOCK = 1024 * 1024
SET_APART = "before_restore"
OURS = "n.nspname = current_schema() AND c.relkind = 'r'"
Digests = dict[str, str]


class BackupError(Exception):
    """Nothing was changed; the message is one sentence."""


def write_backup(target: BinaryIO, passphrase: str) -> Digests:
    """Write the database to a file that is open for writing; returns the digest of each table.

    Raises BackupError when pg_dump is not there or breaks off.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            cursor.execute("SELECT pg_export_snapshot()")
            (snapshot,) = cursor.fetchone()
        digests = digests_of_all_tables()
        sealed = SealedWriter(target, passphrase)
        sealed.write(json.dumps(digests).encode() + b"\n")
        command = [_program("pg_dump"), "--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}"]
        with _running(command, stdout=subprocess.PIPE) as dump:
            while block := dump.stdout.read(BLOCK):
                sealed.write(block)
        sealed.close()
    return digests


def restore_backup(source: BinaryIO, passphrase: str, *, replace: bool) -> Digests:
    """Make the database what a backup holds; returns the digest of each table, which are those of the backup.

    Raises BackupError when the database holds anything and is not to be replaced, when pg_restore is not there or
    breaks off, or when the digests differ, and SealError; the database is then as it was.
    """
    if not replace and _tables():
        raise BackupError("The database is not empty: --replace throws away what it holds.")
    pieces = opened(source, passphrase)
    promised, rest = _head(pieces)
    _set_apart()
    try:
        command = [_program("pg_restore"), "--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction"]
        with _running([*command, f"--dbname={_name()}"], stdin=subprocess.PIPE) as restore:
            for block in (rest, *pieces):
                restore.stdin.write(block)
        digests = digests_of_all_tables()
        if digests != promised:
            differing = ", ".join(sorted({table for table, _ in digests.items() ^ promised.items()}))
            raise BackupError(f"The restored tables are not those of the backup: {differing}.")
    except BaseException:
        _put_back()
        raise
    with connection.cursor() as cursor:
        cursor.execute(f"DROP SCHEMA {SET_APART} CASCADE")
    return digests


def digests_of_all_tables() -> Digests:
    """Of every table: how many rows, and a sum over them that does not depend on their order."""
    digests = {}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL timezone = 'UTC'")
        cursor.execute("SET LOCAL datestyle = 'ISO'")
        for table in _tables():
            row = f'"{table}"::text'
            cursor.execute(
                f"SELECT concat(count(*), ' ', sum(hashtextextended({row}, 0)::numeric), ' ',"
                f' sum(hashtextextended({row}, 22)::numeric)) FROM "{table}"'
            )
            (digests[table],) = cursor.fetchone()
    return digests


def _tables() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(f"""
            SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE {OURS} ORDER BY c.relname""")
        return [table for (table,) in cursor.fetchall()]


def _head(pieces: Iterator[bytes]) -> tuple[Digests, bytes]:
    """The digests that stand before the dump, and what of the dump came with them."""
    read = b""
    while b"\n" not in read:
        read += next(pieces)
    line, _, rest = read.partition(b"\n")
    digests: Digests = json.loads(line)
    return digests, rest


def _set_apart() -> None:
    """Put what the database holds aside under another name, until the restore has succeeded."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DROP SCHEMA IF EXISTS {SET_APART} CASCADE")
        cursor.execute(f"ALTER SCHEMA public RENAME TO {SET_APART}")
        cursor.execute("CREATE SCHEMA public")
        cursor.execute("GRANT USAGE ON SCHEMA public TO PUBLIC")


def _put_back() -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA public CASCADE")
        cursor.execute(f"ALTER SCHEMA {SET_APART} RENAME TO public")


def _program(name: str) -> str:
    """The embedded server's own program, or the one on the path."""
    server = getattr(connection, "server", None)
    if isinstance(server, Server):
        return str(server.home.installed_binaries() / name)
    if found := shutil.which(name):
        return found
    # Where DATABASE_URL names the server and no client of PostgreSQL is installed, the package has one all the same.
    with suppress(EmbeddedError):
        return str(Server(Path.cwd()).home.installed_binaries() / name)
    raise BackupError(f"{name} is not installed: install PostgreSQL's client programs.")


def _name() -> str:
    return str(connection.settings_dict["NAME"])


@contextmanager
def _running(command: list[str], **pipes: Any) -> Iterator[Any]:
    """A program of PostgreSQL on this database, ended when the work inside breaks off.

    Raises BackupError when the program itself breaks off. Of what it says only the first line counts, for others may
    quote a row.
    """
    connection.ensure_connection()
    wanted = connection.get_connection_params()
    names = {"host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD", "dbname": "PGDATABASE"}
    names |= {"sslmode": "PGSSLMODE", "sslrootcert": "PGSSLROOTCERT"}
    environment = {variable: str(wanted[key]) for key, variable in names.items() if wanted.get(key)}
    process = subprocess.Popen(  # noqa: S603 - a program of PostgreSQL, found by its name
        command,
        env={"PATH": os.defpath, "LC_ALL": "C", **environment},
        stderr=subprocess.PIPE,
        **pipes,
    )
    try:
        with suppress(BrokenPipeError):  # it says why itself
            yield process
    except BaseException:
        process.kill()
        process.wait()
        raise
    finally:
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with suppress(BrokenPipeError):
                    pipe.close()
        said = process.stderr.read().decode(errors="replace") if process.stderr else ""
        if process.stderr:
            process.stderr.close()
    if process.wait() != 0:
        raise BackupError(f"{Path(command[0]).name} broke off: {said.partition(chr(10))[0]}")
