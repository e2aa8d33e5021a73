#!/usr/bin/env python
"""Command line of the placement sufficiency tracker."""

import os
import sys
from contextlib import closing

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line
from django.db import Error, InterfaceError, NotSupportedError, OperationalError, ProgrammingError, connection
from psycopg2.errors import UndefinedTable

# Whether policies hold for the role of this connection: it would see nothing, and call that sound.
IS_BOUND = """
    SELECT EXISTS (
        SELECT FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
        WHERE relname = 'core_auditevent' AND nspname = current_schema() AND row_security_active(pg_class.oid)
    )"""
# What these do needs no server; every other command first sees that the one DATABASE_URL names can be reached.
WITHOUT_DATABASE = frozenset(
    {"collectstatic", "compilemessages", "diffsettings", "findstatic", "help", "makemessages", "postgres", "version"}
)


def main() -> int:
    """Run one management command; a fault in the settings or the database is one line, not a traceback.

    Returns the exit status: 2 for such a fault.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sufficiency.settings")
    try:
        settings.DATABASES  # noqa: B018 - reads the environment now: Django would put its faults off
        if needs_database(sys.argv[1:]):
            connect_once()
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as fault:
        return fail("Settings", fault)
    except ProgrammingError as fault:
        if not isinstance(fault.__cause__, UndefinedTable):
            raise
        return fail("Database", "its tables are missing or old: run manage.py migrate first.")
    except (OperationalError, InterfaceError, NotSupportedError) as fault:
        named = (name for name in ("OWNER_DATABASE_URL", "DATABASE_URL") if os.environ.get(name))
        return fail(next(named, "Embedded PostgreSQL"), fault)
    return 0


def needs_database(arguments: list[str]) -> bool:
    """Whether to try the connection before the command.

    Some commands of Django print a fault of their own, or serve pages while it lasts. The embedded
    server is left to start when it is first used, except by runserver, which would use it in a thread.
    """
    if not arguments or arguments[0].startswith("-") or {"-h", "--help"} & set(arguments):
        return False
    if os.environ.get("DATABASE_URL"):
        return arguments[0] not in WITHOUT_DATABASE
    return arguments[0] == "runserver"


def connect_once() -> None:
    """Connect to the database and close again; raises OperationalError when that fails, or as a web process."""
    try:
        with connection.wrap_database_errors:
            made = connection.get_new_connection(connection.get_connection_params())
            with closing(made), made.cursor() as cursor:
                cursor.execute(IS_BOUND)
                (is_bound,) = cursor.fetchone()
    except Error as fault:
        raise OperationalError(str(fault)) from fault
    if is_bound:
        raise OperationalError(
            "it names the role of web processes. Commands need the owner of the tables: set OWNER_DATABASE_URL."
        )


def fail(source: str, fault: Exception | str) -> int:
    """Print the fault as one line and return the exit status."""
    print(f"{source}: {' '.join(str(fault).split())}", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
