"""What the engine asks of Postgres to store: COPY, rows taken out again, comparison with the load before."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice

import psycopg2
from django.db import connection, transaction

from sufficiency.core.web_role import is_bound

from . import locks
from .cells import ESCAPES, NULL
from .kinds import Kind
from .models import LoadFile
from .problems import Problem

FEED = 1024 * 1024  # characters handed to COPY at once
ENOUGH_TO_ANALYZE = 1_000  # rows from which joins without fresh statistics could take long
ENOUGH_TO_RECLAIM = 500  # rows deleted: fewer fit on a few pages


def settle_session() -> None:
    """Give the sorts and joins of this transaction more memory than the server's default; end it with its process."""
    locks.die_with_client()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL work_mem = '128MB'")


def copy_rows(kind: Kind, blocks: Iterable[str]) -> None:
    """COPY text blocks into the kind's table; the first columns are file, authority and year (if any) and line."""
    _copy(kind.table, [*origin(kind), "line", *kind.fields], blocks)


def origin(kind: Kind) -> tuple[str, ...]:
    """The columns that say where a row of a kind comes from."""
    return ("file_id",) if kind.is_published else ("file_id", "authority_id", "year")


def _copy(table: str, fields: Sequence[str], blocks: Iterable[str]) -> None:
    """One COPY fed from blocks of text: Postgres stores one block while the next is being made.

    COPY passes over policies, so PostgreSQL lets nobody use it whom they bind: rows of a web process go by a table
    of its own.
    """
    source, names = _Feed(blocks), ", ".join(f'"{field}"' for field in fields)
    goes_round = is_bound(table)
    with connection.cursor() as cursor, connection.wrap_database_errors:
        try:
            if goes_round:
                cursor.execute(f"CREATE TEMP TABLE arriving ON COMMIT DROP AS SELECT {names} FROM {table} WITH NO DATA")
            cursor.copy_expert(f"COPY {'arriving' if goes_round else table} ({names}) FROM STDIN", source, FEED)
            if goes_round:
                cursor.execute(f"INSERT INTO {table} ({names}) SELECT {names} FROM arriving")
                cursor.execute("DROP TABLE arriving")
        except psycopg2.Error as fault:
            # Its other lines quote the row that was being stored, a child's record.
            raise type(fault)(str(fault).partition("\n")[0]) from None
    if source.fault is not None:
        raise source.fault


class _Feed:
    """Blocks of text as the file that psycopg2 reads from.

    A fault while a block is made ends the text, so that the transaction stays usable; the caller
    raises it afterwards.
    """

    def __init__(self, blocks: Iterable[str]) -> None:
        self._blocks = iter(blocks)
        self._rest = ""
        self.fault: Exception | None = None

    def read(self, size: int) -> str:
        try:
            text = self._rest or next((block for block in self._blocks if block), "")
        except Exception as fault:  # noqa: BLE001 - kept whatever it is, and raised by the caller
            self.fault = fault
            return ""
        self._rest = text[size:]
        return text[:size]


def analyze(kind: Kind) -> None:
    """Tell the planner about the rows just stored: about the columns by which rows are found and joined."""
    _analyze(f"{kind.table} ({', '.join([*origin(kind), *kind.key])})")


def analyze_once_committed() -> None:
    """Tell the planner about every table that this transaction filled anew or more than doubled.

    The server would do so within a minute by itself, and until then take them for nearly empty. Afterwards, because it
    keeps other loads from analysing the same tables until the transaction ends.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT quote_ident(relname) FROM pg_class
            WHERE relkind = 'r' AND relpersistence = 'p' AND relnamespace = current_schema()::regnamespace
              AND pg_stat_get_xact_tuples_inserted(oid) > greatest(reltuples, %s)
            ORDER BY relname
            """,
            [ENOUGH_TO_ANALYZE],
        )
        filled = [table for (table,) in cursor.fetchall()]
    if filled:
        transaction.on_commit(lambda: _analyze(", ".join(filled)), robust=True)  # the load stands


def _analyze(tables: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {tables}")


def reclaim_once_committed() -> None:
    """Free the room of rows that this transaction deleted, of tables of which it deleted many.

    What follows from files is deleted and written anew. The server would come by within a minute; until then each
    load of that minute makes the tables longer by as much again, and every page reads through all of it.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT quote_ident(relname) FROM pg_class
            WHERE relkind = 'r' AND relpersistence = 'p' AND relnamespace = current_schema()::regnamespace
              AND pg_stat_get_xact_tuples_deleted(oid) > greatest(reltuples / 5, %s)
            ORDER BY relname
            """,
            [ENOUGH_TO_RECLAIM],
        )
        thinned = [table for (table,) in cursor.fetchall()]
    if thinned:
        transaction.on_commit(lambda: _reclaim(", ".join(thinned)), robust=True)


def _reclaim(tables: str) -> None:
    """Readers go on meanwhile: the ends of tables are not cut off, and what somebody else works on is left out."""
    if not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute(f"VACUUM (TRUNCATE false, SKIP_LOCKED) {tables}")


def delete_lines(kind: Kind, file: LoadFile, lines: Iterable[int]) -> None:
    """Take faulty rows out again."""
    wanted = sorted(lines)
    if wanted:
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {kind.table} WHERE file_id = %s AND line = ANY(%s)", [file.pk, wanted])


def delete_rows(kind: Kind, file: LoadFile) -> None:
    """Take all rows of a file out."""
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {kind.table} WHERE file_id = %s", [file.pk])


def compare(kind: Kind, file: LoadFile, before: Sequence[LoadFile]) -> None:
    """Set how many rows of a file are new, changed, unchanged or gone since the files that counted before."""
    if not before:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM {kind.table} WHERE file_id = %s", [file.pk])
            (file.new,), file.changed, file.unchanged, file.gone = cursor.fetchone(), 0, 0, 0
        return
    key = ", ".join(kind.key)
    values = [name for name in kind.fields if name not in kind.key]
    new, old = (", ".join(f"{side}.{name}" for name in values) for side in ("new", "old"))
    statement = f"""
        SELECT count(*) FILTER (WHERE old.line IS NULL),
               count(*) FILTER (WHERE new.line > 0 AND old.line > 0 AND ({new}) IS DISTINCT FROM ({old})),
               count(*) FILTER (WHERE new.line > 0 AND old.line > 0 AND ({new}) IS NOT DISTINCT FROM ({old})),
               count(*) FILTER (WHERE new.line IS NULL)
        FROM (SELECT * FROM {kind.table} WHERE file_id = %s) AS new
        FULL JOIN (SELECT * FROM {kind.table} WHERE file_id = ANY(%s)) AS old USING ({key})"""
    with connection.cursor() as cursor:
        cursor.execute(statement, [file.pk, [old.pk for old in before]])
        file.new, file.changed, file.unchanged, file.gone = cursor.fetchone()


def save_content(file: LoadFile, compressed: bytes) -> None:
    """Keep a file's compressed bytes. In one INSERT they would be held in memory several times over."""
    piece = FEED // 2  # two digits a byte
    digits = (compressed[at : at + piece].hex() for at in range(0, len(compressed), piece))
    _copy("extracts_loadcontent", ("file_id", "compressed"), chain([f"{file.pk}\t\\\\x"], digits, ["\n"]))


def save_problems(problems: Iterable[tuple[LoadFile, Problem]]) -> None:
    """Keep problems with their files, in order."""
    lines = (
        "\t".join(
            (
                str(file.pk),
                NULL if problem.line is None else str(problem.line),
                problem.column.translate(ESCAPES),
                problem.value.translate(ESCAPES),
                problem.code,
                problem.severity,
                problem.message.translate(ESCAPES),
            )
        )
        for file, problem in problems
    )
    fields = ("file_id", "line", "column", "value", "code", "severity", "message")
    _copy("extracts_loadproblem", fields, ("".join(f"{line}\n" for line in some) for some in _by_the_thousand(lines)))


def _by_the_thousand(lines: Iterable[str]) -> Iterator[list[str]]:
    """The lines by the thousand: one line at a time would cost a round to the server each."""
    rest = iter(lines)
    while some := list(islice(rest, 1000)):
        yield some
