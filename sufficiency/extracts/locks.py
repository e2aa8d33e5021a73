"""One load at a time for an authority: a lock that Postgres holds for a session and frees when its process dies."""

from contextlib import suppress

from django.db import Error, connection

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


def is_locked(authority: str) -> bool:
    """Whether any session holds the lock of an authority: a load or an undo is running."""
    statement = """
        SELECT EXISTS (
            SELECT FROM pg_locks
            WHERE locktype = 'advisory' AND granted AND classid = %s
              -- A lock's second number is shown without its sign.
              AND objid::bigint = hashtext(%s)::bigint & 4294967295
              AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
        )"""
    with connection.cursor() as cursor:
        cursor.execute(statement, [LOCK_SPACE, authority])
        return bool(cursor.fetchone()[0])


def die_with_client() -> None:
    """For the rest of this transaction: notice within a second that the process which asked is gone.

    Otherwise a statement that runs for minutes would hold the lock until it ends, for nobody.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL client_connection_check_interval = '1s'")
