"""What the engine asks of Postgres: COPY, checks across rows, comparison with the load before."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import date
from typing import Any

from django.db import Error, connection

from .cells import ESCAPES, NULL
from .kinds import Check, Kind, Scan
from .models import LoadFile
from .problems import LONGEST_VALUE, Problem, Severity

FEED = 1024 * 1024  # characters handed to COPY at once
ENOUGH_TO_ANALYZE = 10_000  # rows from which fresh statistics are worth their time


def settle_session() -> None:
    """Give the sorts and joins of this transaction more memory than the server's default."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL work_mem = '128MB'")


def copy_rows(kind: Kind, blocks: Iterable[str]) -> None:
    """COPY text blocks into the kind's table; the first columns are file, authority, year and line."""
    fields = ["file_id", "authority_id", "year", "line", *(column.field for column in kind.columns)]
    statement = f"COPY {kind.table} ({', '.join(fields)}) FROM STDIN"
    _copy(statement, blocks)


def _copy(statement: str, blocks: Iterable[str]) -> None:
    """One COPY fed from blocks of text: Postgres stores one block while the next is being made."""
    source = _Feed(blocks)
    with connection.cursor() as cursor:
        cursor.copy_expert(statement, source, size=FEED)
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
        "authority": file.authority_id,
        "year": file.year,
        "kind": file.kind,
        "year_begins": date(file.year - 1, 4, 1),
        "year_ends": date(file.year, 3, 31),
    }


def scan(kind: Kind, file: LoadFile, severity: Severity) -> list[Problem]:
    """Problems of one severity that checks across rows find in a file."""
    found: list[Problem] = []
    scans = (same_key(kind), *kind.scans)
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
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return [_problem(checks[rule], line, value, details) for line, rule, value, details in cursor.fetchall()]


def _details(check: Check) -> str:
    return ", ".join(f"({detail})::text" for detail in check.details)


def _problem(check: Check, line: int | None, value: str | None, details: Sequence[str]) -> Problem:
    message = check.message.format(*details)
    return Problem(check.code, check.severity, message, line, check.column, (value or "")[:LONGEST_VALUE])


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


def compare(kind: Kind, file: LoadFile, before: LoadFile | None) -> None:
    """Set how many rows of a file are new, changed, unchanged or gone since the file that counted before."""
    key = ", ".join(kind.key)
    values = [column.field for column in kind.columns if column.field not in kind.key]
    new, old = (", ".join(f"{side}.{name}" for name in values) for side in ("new", "old"))
    statement = f"""
        SELECT count(*) FILTER (WHERE old.line IS NULL),
               count(*) FILTER (WHERE new.line > 0 AND old.line > 0 AND ({new}) IS DISTINCT FROM ({old})),
               count(*) FILTER (WHERE new.line > 0 AND old.line > 0 AND ({new}) IS NOT DISTINCT FROM ({old})),
               count(*) FILTER (WHERE new.line IS NULL)
        FROM (SELECT * FROM {kind.table} WHERE file_id = %s) AS new
        FULL JOIN (SELECT * FROM {kind.table} WHERE file_id = %s) AS old USING ({key})"""
    with connection.cursor() as cursor:
        cursor.execute(statement, [file.pk, before.pk if before else None])
        file.new, file.changed, file.unchanged, file.gone = cursor.fetchone()


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
    _copy(statement, (f"{line}\n" for line in lines))


LOCK_SPACE = 22  # section 22G; tells these advisory locks from others in the database


def try_lock(authority: str) -> bool:
    """Take the lock of an authority for this session, unless another session holds it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, hashtext(%s))", [LOCK_SPACE, authority])
        return bool(cursor.fetchone()[0])


def unlock(authority: str) -> None:
    """Give the lock back; a connection that is gone has given it back already."""
    with suppress(Error), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_unlock(%s, hashtext(%s))", [LOCK_SPACE, authority])
