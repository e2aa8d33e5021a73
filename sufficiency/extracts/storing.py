"""What the engine asks of Postgres: COPY, checks across rows, comparison with the load before."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from itertools import chain, islice
from typing import Any

import psycopg2
from django.db import connection

from . import locks
from .cells import ESCAPES, NULL
from .kinds import Check, Kind, Scan
from .models import LoadFile
from .problems import LONGEST_VALUE, Problem, Severity

FEED = 1024 * 1024  # characters handed to COPY at once
ENOUGH_TO_ANALYZE = 1_000  # rows from which joins without fresh statistics could take long


def settle_session() -> None:
    """Give the sorts and joins of this transaction more memory than the server's default; end it with its process."""
    locks.die_with_client()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL work_mem = '128MB'")


def copy_rows(kind: Kind, blocks: Iterable[str]) -> None:
    """COPY text blocks into the kind's table; the first columns are file, authority and year (if any) and line."""
    origin = ("file_id",) if kind.is_published else ("file_id", "authority_id", "year")
    fields = [*origin, "line", *kind.fields]
    statement = f"COPY {kind.table} ({', '.join(fields)}) FROM STDIN"
    _copy(statement, blocks)


def _copy(statement: str, blocks: Iterable[str]) -> None:
    """One COPY fed from blocks of text: Postgres stores one block while the next is being made."""
    source = _Feed(blocks)
    with connection.cursor() as cursor, connection.wrap_database_errors:
        try:
            cursor.copy_expert(statement, source, size=FEED)
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
    """Tell the planner about the rows just stored."""
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {kind.table}")


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


def parameters(file: LoadFile) -> dict[str, Any]:
    """What a scan may refer to as ``%(name)s``."""
    return {
        "file": file.pk,
        "base": file.adds_to_id,
        "authority": file.authority_id,
        "year": file.year,
        "kind": file.kind,
        "year_begins": date(file.year - 1, 4, 1) if file.year else None,
        "year_ends": date(file.year, 3, 31) if file.year else None,
    }


def scan(kind: Kind, file: LoadFile, severity: Severity) -> list[Problem]:
    """Problems of one severity that checks across rows find in a file."""
    found: list[Problem] = []
    scans = (same_key(kind), *([held_already(kind)] if file.adds_to_id else []), *kind.scans)
    for each in scans:
        checks = [check for check in each.checks if check.severity is severity]
        if checks:
            found.extend(_run(each, checks, parameters(file)))
    return found


def _run(scan: Scan, checks: Sequence[Check], values: Mapping[str, Any]) -> list[Problem]:
    """One pass over the rows: only those that any rule hits are looked at rule by rule."""
    rules = ",\n".join(
        f"({index}, ({check.where}), ({check.value})::text, ARRAY[{_details(check)}]::text[])"
        for index, check in enumerate(checks)
    )
    hit = " OR ".join(f"({check.where})" for check in checks)
    statement = (
        f"SELECT line, rule, value, details FROM ({scan.rows}) AS row_\n"
        f"CROSS JOIN LATERAL (VALUES {rules}) AS rule_ (rule, hit, value, details)\n"
        f"WHERE ({hit}) AND rule_.hit ORDER BY line NULLS FIRST, rule"
    )
    # Of a million problems few differ in their words: each wording is made, and kept in memory, once.
    wording = cache(lambda rule, details: checks[rule].message.format(*details))
    shown = cache(lambda value: (value or "")[:LONGEST_VALUE])
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return [
            Problem(checks[rule].code, checks[rule].severity, wording(rule, tuple(details)), line,
                    checks[rule].column, shown(value))
            for line, rule, value, details in cursor
        ]  # fmt: skip


def _details(check: Check) -> str:
    return ", ".join(f"({detail})::text" for detail in check.details)


def same_key(kind: Kind) -> Scan:
    """Two rows of a file with the same key: neither can be told to be the right one."""
    key = ", ".join(kind.key)
    names = " and ".join(kind.column_of(name) for name in kind.key)
    first = kind.key[0]
    return Scan(
        rows=f"""
            SELECT line, {key}, CASE line WHEN lowest THEN highest ELSE lowest END AS other
            FROM {kind.table} JOIN (
                SELECT {key}, min(line) AS lowest, max(line) AS highest
                FROM {kind.table} WHERE file_id = %(file)s GROUP BY {key} HAVING count(*) > 1
            ) AS doubled USING ({key})
            WHERE file_id = %(file)s""",
        checks=(
            Check(
                "duplicate-key",
                Severity.ERROR,
                kind.column_of(first),
                f"Line {{0}} has the same {names}: keep the right one of the two rows.",
                where="true",
                value=first,
                details=("other",),
            ),
        ),
    )


def held_already(kind: Kind) -> Scan:
    """A mended row whose key a row that counts has: it would be there twice."""
    names = " and ".join(kind.column_of(name) for name in kind.key)
    same = " AND ".join(f"held.{name} = own.{name}" for name in kind.key)
    return Scan(
        rows=f"""
            SELECT own.line, own.{kind.key[0]}, counts.name AS file_name, held.line AS other
            FROM {kind.table} AS own JOIN {kind.table} AS held ON {same}
            JOIN extracts_loadfile AS counts ON counts.id = held.file_id AND counts.current
            WHERE own.file_id = %(file)s AND held.file_id <> own.file_id
              AND %(base)s IN (counts.id, counts.adds_to_id)""",
        checks=(
            Check(
                "held-already",
                Severity.ERROR,
                kind.column_of(kind.key[0]),
                f"Line {{1}} of {{0}}, which is loaded, has the same {names}: leave one of them out.",
                where="true",
                value=kind.key[0],
                details=("file_name", "other"),
            ),
        ),
    )


def compare(kind: Kind, file: LoadFile, before: Sequence[LoadFile]) -> None:
    """Set how many rows of a file are new, changed, unchanged or gone since the files that counted before."""
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
    _copy("COPY extracts_loadcontent (file_id, compressed) FROM STDIN", chain([f"{file.pk}\t\\\\x"], digits, ["\n"]))


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
    statement = 'COPY extracts_loadproblem (file_id, line, "column", value, code, severity, message) FROM STDIN'
    _copy(statement, ("".join(f"{line}\n" for line in some) for some in _by_the_thousand(lines)))


def _by_the_thousand(lines: Iterable[str]) -> Iterator[list[str]]:
    """The lines by the thousand: one line at a time would cost a round to the server each."""
    rest = iter(lines)
    while some := list(islice(rest, 1000)):
        yield some
