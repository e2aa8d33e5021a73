"""Checks across the rows of a file, in SQL: what the rules of a kind find is kept there, or brought to Python."""

from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache
from string import Formatter
from typing import Any

from django.db import connection

from .kinds import Check, Kind, Scan
from .models import LoadFile
from .problems import LONGEST_VALUE, Problem, Severity


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
    same = cache(lambda text: text)  # of a million problems few differ in their words: each is held once
    with connection.cursor() as cursor:
        found = []
        for statement in _statements(kind, file, severity):
            cursor.execute(f"{statement} ORDER BY line NULLS FIRST, rule_", parameters(file))
            found += [
                Problem(same(code), severity, same(message), line, same(column), same(value))
                for line, _, column, value, code, message in cursor
            ]
    return found


def keep_warnings(kind: Kind, file: LoadFile) -> None:
    """Keep with a file the warnings that :func:`scan` would find, without bringing them here."""
    with connection.cursor() as cursor:
        for statement in _statements(kind, file, Severity.WARNING):
            cursor.execute(
                f"""
                INSERT INTO extracts_loadproblem (file_id, line, "column", value, code, severity, message)
                SELECT %(file)s, line, column_, value_, code_, %(severity)s, message_ FROM ({statement}) AS found""",
                parameters(file) | {"severity": Severity.WARNING},
            )


def _statements(kind: Kind, file: LoadFile, severity: Severity) -> Iterator[str]:
    """A SELECT of what is wrong for each scan that looks for problems of the severity."""
    # What concerns a file as a whole was said of the one that mended rows are added to.
    of_rows = " AND line IS NOT NULL" if file.adds_to_id and severity is Severity.WARNING else ""
    for each in (same_key(kind), *([held_already(kind)] if file.adds_to_id else []), *kind.scans):
        checks = [check for check in each.checks if check.severity is severity]
        if checks:
            yield _statement(each, checks) + of_rows


def _statement(scan: Scan, checks: Sequence[Check]) -> str:
    """One pass over the rows: only those that any rule hits are looked at rule by rule, and put into words."""
    rules = ", ".join(
        f"({number}, ({check.where}), {_quoted(check.column)}, {_quoted(check.code)})"
        for number, check in enumerate(checks)
    )
    hit = " OR ".join(f"({check.where})" for check in checks)
    return f"""
        SELECT line, rule_, column_, left(coalesce({_by_rule([f"({check.value})::text" for check in checks])}, ''),
            {LONGEST_VALUE}) AS value_, code_, {_by_rule([_message(check) for check in checks])} AS message_
        FROM ({scan.rows}) AS row_
        CROSS JOIN LATERAL (VALUES {rules}) AS rules_ (rule_, hit_, column_, code_)
        WHERE ({hit}) AND hit_"""


def _by_rule(expressions: Sequence[str]) -> str:
    cases = " ".join(f"WHEN {number} THEN {expression}" for number, expression in enumerate(expressions))
    return f"CASE rule_ {cases} END"


def _message(check: Check) -> str:
    """The SQL of a check's message: what stands between the placeholders, and the details."""
    parts = []
    for text, placeholder, _, _ in Formatter().parse(check.message):
        parts.append(_quoted(text))
        if placeholder is not None:
            parts.append(f"coalesce(({check.details[int(placeholder)]})::text, '')")
    return " || ".join(parts)


def _quoted(text: str) -> str:
    """A text of the program's own as SQL with parameters has it."""
    return "'" + text.replace("'", "''").replace("%", "%%") + "'"


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
