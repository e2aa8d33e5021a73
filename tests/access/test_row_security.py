"""The third lock: what the role of web processes reaches, whatever a query asks for."""

import re
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import User
from django.db import Error, OperationalError, ProgrammingError, connection, transaction
from django.test import Client

from sufficiency.core import audit
from sufficiency.core.models import AuditEvent, Authority
from sufficiency.core.row_locks import OWN, OWN_OR_PUBLISHED, PERSONAL, PUBLISHED, TRAIL, WRITE, Lock
from sufficiency.core.web_role import (
    UNBOUND,
    insist_on_being_bound,
    locks_of_tables,
    put_in_force,
    read_as,
    read_nothing,
)
from tests.dashboards.factory import ADMIN, BOARD, OFFICER, person, signed_in
from tests.placements.council import found_council

OURS, THEIRS = "E06000059", "E06000058"
ME, SOMEBODY_ELSE = 1, 2
# Something of each type, for columns that no rule asks about.
FILLED = {
    "boolean": "false",
    "date": "DATE '2020-01-01'",
    "timestamp with time zone": "now()",
    "jsonb": "'{}'",
    "bytea": "''",
    "uuid": "gen_random_uuid()",
    "ARRAY": "'{}'",
}


def ask(statement: str, *parameters: Any) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return [row[0] if len(row) == 1 else row for row in cursor.fetchall()]


def do(statement: str, *parameters: Any) -> int:
    """How many rows it touched."""
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.rowcount


@contextmanager
def web_role(*authorities: str, **options: Any) -> Iterator[None]:
    """As a web process whose request reads these authorities; with none, as one for which nothing was set."""
    with transaction.atomic():
        do(f'SET LOCAL ROLE "{settings.WEB_ROLE}"')
        if authorities:
            read_as(authorities, **options)
        yield
        read_nothing()
        do("RESET ROLE")


@contextmanager
def thrown_away() -> Iterator[None]:
    """What is written is never checked and never kept."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def refuses(statement: str) -> bool:
    """Whether the database refuses it."""
    try:
        with transaction.atomic():
            do(statement)
    except ProgrammingError as fault:
        assert re.search("permission denied|row-level security|must be owner", str(fault)), fault
        return True
    return False


def locked() -> dict[str, Lock]:
    """The tables whose rows are told apart, by name."""
    return {table: lock for table, lock in locks_of_tables().items() if not lock.is_open}


@cache
def needed() -> dict[str, dict[str, str]]:
    """For each table the columns that must not be null, and something of their type."""
    columns: dict[str, dict[str, str]] = defaultdict(dict)
    for table, name, kind in ask(
        "SELECT table_name::text, column_name::text, data_type FROM information_schema.columns"
        " WHERE table_schema = 'public' AND is_nullable = 'NO' AND is_identity = 'NO' AND column_default IS NULL",
    ):
        columns[table][name] = FILLED.get(kind, "'1'")
    return columns


def filled(table: str, **given: str) -> str:
    """A statement that adds a row with the columns given in SQL and something in each other that must not be null."""
    values = needed()[table] | given
    names = ", ".join(f'"{name}"' for name in values)
    return f'INSERT INTO "{table}" ({names}) OVERRIDING SYSTEM VALUE VALUES ({", ".join(values.values())})'


def whose(table: str, lock: Lock) -> dict[str, dict[str, str]]:
    """For the rows of ours, of theirs and of nobody's: the columns by which the rule of a table tells them apart."""
    if (lock.reads, lock.writes) == (OWN.reads, OWN.writes):
        return {who: {"authority_id": f"'{who}'"} for who in (OURS, THEIRS)}
    if lock.reads == OWN_OR_PUBLISHED.reads:
        ids = {OURS: "1", THEIRS: "2", "": "3"}
        return {who: {"id": id_, "authority_id": f"'{who}'" if who else "NULL"} for who, id_ in ids.items()}
    if lock.reads == TRAIL.reads:
        return {who: {"authority": f"'{who}'"} for who in (OURS, THEIRS, "")}
    if lock.reads == PERSONAL.reads:
        return {OURS: {"user_id": str(ME)}, THEIRS: {"user_id": str(SOMEBODY_ELSE)}}
    if lock.reads == PUBLISHED.reads:
        return {"": {}}
    column = re.match(r'"(\w+)" IN \(SELECT', lock.reads)
    assert column, f"{table} has a rule of another kind: say here how its rows are told apart"
    return {who: {column[1]: number} for who, number in ((OURS, "1"), (THEIRS, "2"), ("", "3"))}


@pytest.fixture
def rows_everywhere(db: None) -> Iterator[dict[str, dict[str, dict[str, str]]]]:
    """A row of ours, of theirs and of nobody's in every table that can have one; by table the columns that say so."""
    tables = {table: whose(table, lock) for table, lock in sorted(locked().items())}
    with thrown_away():
        # What rows must look like beside their owner is another matter.
        for table, names in ask(
            "SELECT conrelid::regclass::text, array_agg('DROP CONSTRAINT \"' || conname || '\"') FROM pg_constraint"
            " WHERE contype = 'c' AND connamespace = 'public'::regnamespace GROUP BY 1"
        ):
            do(f"ALTER TABLE {table} {', '.join(names)}")
        do("DELETE FROM core_population")
        first = ("extracts_load", "extracts_loadfile")
        for table in (*first, *(name for name in tables if name not in first)):
            for given in tables[table].values():
                do(filled(table, **given))
        yield tables


@pytest.mark.django_db
def test_every_table_has_a_rule_or_a_stated_reason_to_be_open() -> None:
    tables = set(ask("SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"))
    locks = locks_of_tables()
    assert tables - set(locks) == set(), "a new table: name its authority, or give its model a row_lock with a reason"
    assert set(locks) - tables == set()
    for table, lock in locks.items():
        assert len(lock.why.split()) > 3, table
    facts = {
        model._meta.db_table
        for model in apps.get_models()
        if model._meta.managed and {"authority", "file", "load"} & {field.name for field in model._meta.fields}
    }
    are_open = {table for table, lock in locks.items() if lock.is_open}
    told = {"core_membership", "core_authoritycode", "core_postcode", "strategy_shippedneighbour"}
    assert facts & are_open == told, "a table that names an authority is open to every request"


@pytest.mark.django_db
def test_rules_are_in_force_and_putting_them_in_force_again_changes_nothing() -> None:
    asked = (
        "SELECT relname FROM pg_class WHERE relrowsecurity AND relnamespace = 'public'::regnamespace"
        " AND (SELECT count(*) FROM pg_policy WHERE polrelid = pg_class.oid) = 4 ORDER BY 1"
    )
    assert ask(asked) == sorted(locked())
    assert not ask("SELECT relname FROM pg_class WHERE relforcerowsecurity")
    before = ask("SELECT oid FROM pg_policy ORDER BY oid")
    put_in_force("default")
    assert ask("SELECT oid FROM pg_policy ORDER BY oid") == before


@pytest.mark.django_db
def test_role_of_web_processes_owns_nothing_and_changes_no_table() -> None:
    held = "rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb OR rolreplication"
    assert ask(f"SELECT {held} FROM pg_roles WHERE rolname = %s", settings.WEB_ROLE) == [False]
    with web_role():
        assert ask(UNBOUND) == [False]
        for statement in (
            "CREATE TABLE ours (id int)",
            "DROP TABLE placements_episode",
            "ALTER TABLE placements_episode DISABLE ROW LEVEL SECURITY",
            "ALTER TABLE core_auditevent DISABLE TRIGGER append_only",
            "DROP POLICY reads ON placements_episode",
            "TRUNCATE placements_episode",
            "TRUNCATE core_auditevent",
            "CREATE FUNCTION public.ours() RETURNS int LANGUAGE sql AS 'SELECT 1'",
            "UPDATE core_authority SET name = ''",
            "DELETE FROM auth_user",
        ):
            assert refuses(statement), statement
    assert ask(UNBOUND) == [True], "the tests prepare as the owner"


def test_query_without_a_filter_sees_the_rows_of_the_authorities_that_are_set(
    rows_everywhere: dict[str, dict[str, dict[str, str]]],
) -> None:
    def seen(table: str, rows: dict[str, dict[str, str]]) -> set[str]:
        """Whose rows a query without any filter brings."""
        column = next((name for name in next(iter(rows.values())) if name != "id"), None)
        if column is None:
            return {""} if ask(f'SELECT count(*) FROM "{table}"') != [0] else set()
        by_value = {given[column].strip("'"): who for who, given in rows.items()}
        return {by_value["NULL" if value is None else str(value)] for value in ask(f'SELECT "{column}" FROM "{table}"')}

    with web_role():
        for table in rows_everywhere:
            assert ask(f'SELECT count(*) FROM "{table}"') == [0], table
    for authorities, person_ in (((OURS,), ME), ((OURS, THEIRS), ME), (("E06000001",), None)):
        with web_role(*authorities, person=person_):
            for table, rows in rows_everywhere.items():
                wanted = {who for who in rows if who in (*authorities, "")}
                if table == "registers_savedview":
                    wanted = {OURS} if person_ == ME else set()
                assert seen(table, rows) == wanted, table


def test_nothing_of_another_authority_can_be_written(rows_everywhere: dict[str, dict[str, dict[str, str]]]) -> None:
    locks = locked()
    with web_role(OURS, person=ME):
        for table, rows in rows_everywhere.items():
            may = locks[table].may
            column = next(iter(next(iter(rows.values()))), None)
            if set(WRITE) <= set(may) and column is not None:
                assert do(f'UPDATE "{table}" SET "{column}" = "{column}"') == 1, table
                if table not in ("extracts_load", "extracts_loadfile"):
                    assert do(f'DELETE FROM "{table}"') == 1, table
            elif column is not None:
                assert refuses(f'UPDATE "{table}" SET "{column}" = "{column}"'), table
                assert refuses(f'DELETE FROM "{table}"'), table
            for who, given in rows.items():
                if who != OURS and table != AuditEvent._meta.db_table:
                    others = given | ({"id": "9"} if "id" in given else {})
                    assert refuses(filled(table, **others)), (table, who)


@pytest.mark.django_db
def test_published_data_is_changed_only_by_whoever_may_load_it() -> None:
    row = filled("core_population", authority_id=f"'{OURS}'", mid_year="1999", loaded="true")
    with thrown_away(), web_role(OURS):
        assert refuses(row)
        assert do("DELETE FROM core_population") == 0
        read_as([OURS], publishes=True)
        assert do(row) == 1


@pytest.mark.django_db
def test_views_show_what_their_reader_may_see_and_not_what_their_owner_may() -> None:
    views = {model._meta.db_table for model in apps.get_models() if not model._meta.managed}
    secure = "SELECT relname FROM pg_class WHERE relkind = 'v' AND relnamespace = 'public'::regnamespace"
    assert set(ask(f"{secure} AND reloptions @> '{{security_invoker=on}}'")) == set(ask(secure)) == views


def test_functions_that_run_as_the_owner_are_two_and_tell_nothing_of_anybody(db: None) -> None:
    asked = "SELECT proname FROM pg_proc WHERE prosecdef AND pronamespace = 'public'::regnamespace ORDER BY 1"
    assert ask(asked) == ["loaded_by", "seal_audit_event"]
    paths = "SELECT DISTINCT proconfig::text FROM pg_proc WHERE prosecdef AND pronamespace = 'public'::regnamespace"
    assert ask(paths) == ['{"search_path=public, pg_temp"}']


@pytest.mark.django_db
def test_trail_is_added_to_by_anybody_in_one_chain_and_changed_by_nobody() -> None:
    with web_role():
        audit.record(actor="somebody", action="core.sign-in-failed", authority=THEIRS)
    with web_role(OURS):
        audit.record(actor="ann", action="core.sign-in", authority=OURS)
        assert [event.actor for event in AuditEvent.objects.all()] == ["ann"]
        assert refuses("UPDATE core_auditevent SET actor = 'bob'")
        assert refuses("DELETE FROM core_auditevent")
    numbers = ask("SELECT number FROM core_auditevent ORDER BY number")
    assert numbers[-1] - numbers[-2] == 1
    assert audit.verify().broken_at is None


def settings_now() -> tuple[str, str, str]:
    """What the connection is set to; "" when nothing is."""
    (found,) = ask("SELECT " + ", ".join(f"coalesce(current_setting('app.{name}', true), '')" for name in NAMES))
    return tuple(found)


NAMES = ("authorities", "person", "publishes")


@pytest.fixture
def during(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str, str]]:
    """What was set while each page was made."""
    noted: list[tuple[str, str, str]] = []

    def asked_by_every_page() -> bool:
        noted.append(settings_now())
        assert ask("SELECT current_user") == [settings.WEB_ROLE]
        return False

    monkeypatch.setattr("sufficiency.dashboards.context.demo_loaded", asked_by_every_page)
    return noted


def test_what_is_set_for_one_request_is_never_left_to_the_next(during: list[tuple[str, str, str]], db: None) -> None:
    ours, theirs = found_council(), Authority.objects.get(code=THEIRS)
    officer, admin, other = person(ours, OFFICER), person(ours, ADMIN), person(theirs, BOARD, "other")
    nobody = User.objects.create(username="nobody")
    for user in (officer, admin, other, nobody):
        client = signed_in(user)
        client.raise_request_exception = False
        client.get("/")
        assert settings_now() == ("", "", "")
        # On the same connection, somebody who has not signed in.
        Client().get("/sign-in/")
    wanted = [
        (OURS, str(officer.pk), ""),
        (OURS, str(admin.pk), "yes"),
        (THEIRS, str(other.pk), ""),
        ("", "", ""),
    ]
    assert [noted for noted in during if noted != ("", "", "")] == wanted[:3]
    assert during[1::2] == [("", "", "")] * 4, "the page for signing in"


def test_request_that_breaks_off_leaves_nothing_set(
    during: list[tuple[str, str, str]], monkeypatch: pytest.MonkeyPatch, db: None
) -> None:
    def broken(*_: object) -> None:
        assert settings_now()[0] == OURS
        raise RuntimeError

    monkeypatch.setattr("sufficiency.dashboards.pictures.render", broken)
    client = signed_in(person(found_council(), OFFICER))
    client.raise_request_exception = False
    assert client.get("/").status_code == 500
    assert settings_now() == ("", "", "")


def test_connection_that_cannot_be_cleared_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    class Broken:
        reads_rows = True
        closed = False
        connection = object()

        def cursor(self) -> None:
            raise Error

        def close(self) -> None:
            self.closed = True

    broken = Broken()
    monkeypatch.setattr("sufficiency.core.web_role.connection", broken)
    read_nothing()
    assert broken.closed


@pytest.mark.django_db
def test_council_is_served_by_no_role_that_the_rules_do_not_bind(settings: Any) -> None:
    settings.IS_LOCAL = False
    for role, is_refused in ((None, True), (settings.WEB_ROLE, False)):
        other = connection.copy()
        other.settings_dict["USER"] = role or other.settings_dict["USER"]
        try:
            with other.cursor() as cursor:
                cursor.execute("SELECT count(*) FROM core_membership")
            if is_refused:
                with pytest.raises(OperationalError, match="DATABASE_URL names a role that owns tables"):
                    insist_on_being_bound(other)
                assert other.connection is None
            else:
                insist_on_being_bound(other)
                assert other.connection is not None
        finally:
            other.close()
