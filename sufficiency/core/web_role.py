"""The role as which web processes connect: it owns nothing, and sees the rows of the authorities set for a request.

See docs/adr/0015-row-level-security.md. Commands connect as the owner of the tables, which no policy binds.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.signals import request_finished
from django.db import Error, OperationalError, connection, connections, transaction
from django.db.backends.signals import connection_created
from django.db.models import Model

from .database_url import EMBEDDED
from .row_locks import AUTHORITIES, OTHER_TABLES, PERSON, PUBLISHES, Lock, lock_of, rights_of

MAINTAIN_SINCE = 170_000  # the version of PostgreSQL that lets a right to ANALYZE be given
UNBOUND = """
    SELECT rolsuper OR rolbypassrls OR EXISTS (SELECT FROM pg_class WHERE relowner = pg_roles.oid AND relkind = 'r')
    FROM pg_roles WHERE rolname = current_user"""


def connect_as_web() -> None:
    """From now on this process connects as web processes do. Called when the WSGI application is loaded."""
    connections.settings["default"].update(settings.WEB_DATABASE)
    connections.close_all()
    connection_created.connect(insist_on_being_bound, dispatch_uid="core.insist-on-being-bound")


def insist_on_being_bound(connection: Any, **_: Any) -> None:
    """A council's records are never served by a role that the policies do not bind: 503 until that is put right."""
    if settings.IS_LOCAL:
        return
    with connection.cursor() as cursor:
        cursor.execute(UNBOUND)
        (is_unbound,) = cursor.fetchone()
    if is_unbound:
        connection.close()
        raise OperationalError("DATABASE_URL names a role that owns tables or passes over policies.")


def read_as(authorities: Iterable[str], *, person: int | None = None, publishes: bool = False) -> None:
    """Show this connection the rows of these authorities, by their codes, until :func:`read_nothing`.

    ``person`` is the id of the user whose own things are shown; ``publishes``: published data may be changed too.
    """
    _set(",".join(authorities), str(person or ""), "yes" if publishes else "")
    connection.reads_rows = True  # type: ignore[attr-defined]


def read_nothing(**_: Any) -> None:
    """Show this connection no authority's rows: after each request, however it ended."""
    if not getattr(connection, "reads_rows", False):
        return
    connection.reads_rows = False  # type: ignore[attr-defined]
    if connection.connection is None:
        return  # it was closed, and a new one has nothing set
    try:
        _set("", "", "")
    except Error:
        connection.close()


request_finished.connect(read_nothing, dispatch_uid="core.read-nothing")


def _set(*values: str) -> None:
    names = (AUTHORITIES, PERSON, PUBLISHES)
    statement = ", ".join(f"set_config('{name}', %s, false)" for name in names)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {statement}", values)


def is_bound(table: str) -> bool:
    """Whether policies hold for this connection's role on a table."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_security_active(%s)", [table])
        return bool(cursor.fetchone()[0])


def put_in_force(using: str) -> None:
    """Make policies, views and the rights of the web role what the models say; after each migrate, by the owner.

    A table whose rule has not changed is left alone, so that nobody waits for it. Raises ImproperlyConfigured when
    the role that DATABASE_URL names does not exist.
    """
    owner: Any = connections[using]
    with transaction.atomic(using), owner.cursor() as cursor:
        tables = set(owner.introspection.table_names(cursor, include_views=True))
        locks = {table: lock for table, lock in locks_of_tables().items() if table in tables}
        cursor.execute(
            """
            SELECT relname, obj_description(pg_policy.oid, 'pg_policy')
            FROM pg_policy JOIN pg_class ON pg_class.oid = polrelid
            WHERE relnamespace = current_schema()::regnamespace AND relrowsecurity AND polname = 'reads'"""
        )
        in_force = dict(cursor.fetchall())
        for table, lock in locks.items():
            if statement := _policies(table, lock, in_force.get(table)):
                cursor.execute(statement)
        cursor.execute(
            """
            SELECT relname FROM pg_class
            WHERE relnamespace = current_schema()::regnamespace AND relkind = 'v'
                AND NOT coalesce(reloptions @> '{security_invoker=on}', false)"""
        )
        for (view,) in cursor.fetchall():
            cursor.execute(f'ALTER VIEW "{view}" SET (security_invoker = on)')
        if role := getattr(settings, "WEB_ROLE", None):
            _insist_on_role(cursor, role, is_ours=owner.settings_dict["ENGINE"] == EMBEDDED["ENGINE"])
            for statement in _grants(role, locks, tables, owner.pg_version):
                cursor.execute(statement)


def locks_of_tables() -> dict[str, Lock]:
    """The rule of each table, by its name, with the rights of its model; tables without a rule are left out."""
    found = dict(OTHER_TABLES)
    for model in _models():
        lock = lock_of(model) if model._meta.managed else None
        if lock is not None:
            found[model._meta.db_table] = Lock(lock.why, rights_of(model, lock), lock.reads, lock.writes)
    return found


def _models() -> Iterable[type[Model]]:
    return apps.get_models(include_auto_created=True)


def _policies(table: str, lock: Lock, in_force: str | None) -> str:
    """Statements that put a rule in force; "" when it is, or when there is none to put."""
    if lock.is_open:
        return ""
    parts = [f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY']
    for command, name in (("SELECT", "reads"), ("INSERT", "adds"), ("UPDATE", "changes"), ("DELETE", "removes")):
        using = f"USING ({lock.reads if command == 'SELECT' else lock.writes})" if command != "INSERT" else ""
        check = f"WITH CHECK ({lock.writes})" if command in ("INSERT", "UPDATE") else ""
        parts.append(f'DROP POLICY IF EXISTS {name} ON "{table}"')
        parts.append(f'CREATE POLICY {name} ON "{table}" FOR {command} {using} {check}')
    digest = hashlib.sha256(";".join(parts).encode()).hexdigest()[:16]
    parts.append(f"COMMENT ON POLICY reads ON \"{table}\" IS '{digest}'")
    return "" if in_force == digest else ";\n".join(parts)


def _insist_on_role(cursor: Any, role: str, *, is_ours: bool) -> None:
    """The role must exist; of the embedded server it is made."""
    cursor.execute("SELECT FROM pg_roles WHERE rolname = %s", [role])
    if cursor.rowcount:
        return
    if not is_ours:
        raise ImproperlyConfigured(f"DATABASE_URL names the role '{role}', which the server does not know: make it.")
    # Another process may make it in the same moment.
    cursor.execute(f"""
        DO $$ BEGIN
            CREATE ROLE {_quoted(role)} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOINHERIT NOBYPASSRLS;
        EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
        END $$""")


def _grants(role: str, locks: dict[str, Lock], tables: set[str], version: int) -> Iterator[str]:
    """Take every right on the schema away from the role, and give it those that it needs."""
    to = _quoted(role)
    yield "REVOKE CREATE ON SCHEMA public FROM PUBLIC"
    yield f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {to}"
    yield f"GRANT USAGE ON SCHEMA public TO {to}"
    by_rights: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for table, lock in locks.items():
        by_rights[tuple(right for right in lock.may if right != "MAINTAIN" or version >= MAINTAIN_SINCE)].append(table)
    views = {model._meta.db_table for model in _models() if not model._meta.managed}
    by_rights[("SELECT",)] += sorted(views & tables)
    for rights, names in by_rights.items():
        if rights and names:
            yield f"GRANT {', '.join(rights)} ON {', '.join(map(_quoted, names))} TO {to}"


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
