"""Work entries of a register out anew, when rows of its files begin or cease to count.

Set by set in SQL, whatever their number; in Python only for entries that somebody has changed. What comes out is
compared with the register: what differs is written, and each change leaves a line in the history.
"""

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from sufficiency.extracts.models import Load

from .fold import CHANGED, CREATED, REMOVED, Base, Past, edits_of, fold
from .identity import record_id_sql
from .register import Register

LOCK_SPACE = 23  # tells these advisory locks from others in the database
SCRATCH = ("touched", "wanted")
AT_ONCE = 500  # entries written in one statement


def hold(authority: str) -> None:
    """Until this transaction ends nobody else changes a register of the authority.

    A load that is under way would not see a change by hand, and would yet count as later than it.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [LOCK_SPACE, authority])


@transaction.atomic
def derive(register: Register, authority: str, files: Sequence[int]) -> None:
    """Bring the entries up to date whose keys stand in the files, by their ids, of an authority, by its code."""
    hold(authority)
    parameters: dict[str, Any] = {
        "authority": authority,
        "files": list(files),
        "now": timezone.now(),
        **_cause(files),
    }
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {', '.join(f'pg_temp.{table}' for table in SCRATCH)} CASCADE")
        # The planner takes tables that were filled a moment ago for nearly empty, and then reads a whole table
        # for each row of another. Hashing both serves ten entries and ten thousand.
        cursor.execute("SET LOCAL enable_nestloop = off")
        for statement in (_touched(register), "ANALYZE touched", _wanted(register), "ANALYZE wanted"):
            cursor.execute(statement, parameters)
        _fold_changes(register, cursor)
        for statement in _written(register):
            cursor.execute(statement, parameters)
        cursor.execute("SET LOCAL enable_nestloop TO DEFAULT")


def _cause(files: Sequence[int]) -> dict[str, str]:
    """Who brings the change and why: the load that comes or goes, for it alone is not in force."""
    acting = Load.objects.filter(files__in=files).exclude(status=Load.Status.COMMITTED).order_by("pk").last()
    if acting is None:
        return {"by": "", "why": "worked out anew"}
    if acting.status == Load.Status.UNDONE:
        return {"by": "", "why": f"load {acting.pk} taken back"}
    return {"by": acting.by, "why": f"load {acting.pk}"}


def _names(names: Sequence[str], alias: str = "") -> str:
    return ", ".join(f'{alias}"{name}"' for name in names)


def _touched(register: Register) -> str:
    """The entries whose keys stand in the files."""
    identity = record_id_sql(register.rows, register.key, "own")
    return f"""
        CREATE TEMP TABLE touched ON COMMIT DROP AS
        SELECT DISTINCT {identity} AS id FROM {register.rows._meta.db_table} AS own WHERE file_id = ANY(%(files)s)"""


def _wanted(register: Register) -> str:
    """What the files say of them: of those that count and hold the key the one of the latest year."""
    identity = record_id_sql(register.rows, register.key, "own")
    return f"""
        CREATE TEMP TABLE wanted ON COMMIT DROP AS
        SELECT DISTINCT ON (touched.id) touched.id, own.authority_id, {_names(register.fields, "own.")},
            own.file_id, own.line, CASE load.status WHEN 'committed' THEN load.finished_at END AS _since
        FROM {register.rows._meta.db_table} AS own
        JOIN touched ON touched.id = {identity}
        JOIN extracts_loadfile AS counts ON counts.id = own.file_id AND counts.current
        JOIN extracts_load AS load ON load.id = counts.load_id
        WHERE own.authority_id = %(authority)s
        ORDER BY touched.id, own.year DESC"""


def _fold_changes(register: Register, cursor: Any) -> None:
    """Put what people changed on top of what the files say."""
    history = register.history._meta.db_table
    cursor.execute(f"SELECT DISTINCT id FROM {history} JOIN touched USING (id) WHERE by_hand")
    changed = [row[0] for row in cursor]
    if not changed:
        return
    fields = [*register.fields]
    cursor.execute(
        f"DELETE FROM wanted WHERE id = ANY(%s) RETURNING id, {_names(fields)}, file_id, line, _since", [changed]
    )
    bases = {row[0]: row[1:] for row in cursor}
    folded = []
    for id_, authority, pasts in _pasts(register, changed):
        row = bases.get(id_)
        base = Base(dict(zip(fields, row, strict=False)), row[-1]) if row else None
        values = fold(base, edits_of(pasts), register.rules)
        if values is not None:
            folded.append((id_, authority, *(values[name] for name in fields), *(row[-3:-1] if row else (None, None))))
    for start in range(0, len(folded), AT_ONCE):
        some = folded[start : start + AT_ONCE]
        places = ", ".join(f"({', '.join(['%s'] * len(some[0]))})" for _ in some)
        statement = f"INSERT INTO wanted (id, authority_id, {_names(fields)}, file_id, line) VALUES {places}"
        cursor.execute(statement, [value for row in some for value in row])


def _pasts(register: Register, ids: Sequence[UUID]) -> Iterator[tuple[UUID, str, list[Past]]]:
    """The history of each entry, in its order, with its authority."""
    lines = register.history._default_manager.filter(id__in=ids).order_by("history_id")
    told: dict[UUID, tuple[str, list[Past]]] = {}
    for line in lines.values("id", "authority_id", "history_date", "history_type", "by_hand", *register.fields):
        values = {name: line[name] for name in register.fields}
        past = Past(line["history_date"], line["history_type"], line["by_hand"], values)
        told.setdefault(line["id"], (line["authority_id"], []))[1].append(past)
    return ((id_, authority, pasts) for id_, (authority, pasts) in told.items())


def _written(register: Register) -> Iterator[str]:
    """Statements that make the register what is wanted."""
    table, history = register.model._meta.db_table, register.history._meta.db_table
    values = register.fields
    kept = ("id", "authority_id", "version", "file_id", "line", *values)

    def remembered(rows: str, type_: str) -> str:
        return f"""
            INSERT INTO {history} ({_names(kept)}, history_date, history_type, history_user_id, history_change_reason,
                by_hand)
            SELECT {_names(kept)}, %(now)s, '{type_}', %(by)s, %(why)s, false FROM {rows}"""

    yield f"""
        WITH gone AS (
            DELETE FROM {table} USING touched
            WHERE {table}.id = touched.id AND NOT EXISTS (SELECT FROM wanted WHERE wanted.id = touched.id)
            RETURNING {_names([name for name in kept if name != "version"], f"{table}.")}, version + 1 AS version
        ) {remembered("gone", REMOVED)}"""
    yield f"""
        WITH changed AS (
            UPDATE {table} AS held SET version = held.version + 1, file_id = wanted.file_id, line = wanted.line,
                {", ".join(f'"{name}" = wanted."{name}"' for name in values)}
            FROM wanted
            WHERE held.id = wanted.id AND ({_names(values, "held.")}) IS DISTINCT FROM ({_names(values, "wanted.")})
            RETURNING {_names(kept, "held.")}
        ) {remembered("changed", CHANGED)}"""
    yield f"""
        UPDATE {table} AS held SET file_id = wanted.file_id, line = wanted.line FROM wanted
        WHERE held.id = wanted.id AND (held.file_id, held.line) IS DISTINCT FROM (wanted.file_id, wanted.line)"""
    yield f"""
        WITH came AS (
            INSERT INTO {table} ({_names(kept)})
            SELECT id, authority_id, coalesce(past.version, 0) + 1, file_id, line, {_names(values, "wanted.")}
            FROM wanted LEFT JOIN (
                SELECT id, max(version) AS version FROM {history} JOIN touched USING (id) GROUP BY id
            ) AS past USING (id)
            WHERE NOT EXISTS (SELECT FROM {table} AS held WHERE held.id = wanted.id)
            RETURNING {_names(kept)}
        ) {remembered("came", CREATED)}"""
