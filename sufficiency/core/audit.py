"""Write to the audit trail, and see whether it is whole."""

from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.utils import timezone
from psycopg2.extras import Json


@dataclass(frozen=True)
class Chain:
    """How many events the trail holds, the seal of the last of them, and the first number that does not fit."""

    events: int
    seal: str
    broken_at: int | None


def record(*, actor: str, action: str, authority: str = "", subject: str = "", **detail: Any) -> None:
    """Add one event, in the caller's transaction: what is rolled back was never done.

    ``detail`` holds counts and settings, never personal data. Nothing is read back: somebody who signs in may add
    an event before it is known whose events they may read.
    """
    statement = """
        INSERT INTO core_auditevent (at, actor, action, authority, subject, detail) VALUES (%s, %s, %s, %s, %s, %s)"""
    with connection.cursor() as cursor:
        cursor.execute(statement, [timezone.now(), actor, action, authority, subject, Json(detail)])


def verify() -> Chain:
    """Work every seal out anew, in one pass.

    Rows missing at the very end leave no gap: compare the count and the last seal with those noted earlier.
    """
    with connection.cursor() as cursor:
        cursor.execute("""
            WITH linked AS (
                SELECT event, (event).number, (event).seal,
                    lag((event).number, 1, 0) OVER in_order AS number_before,
                    lag((event).seal, 1, '') OVER in_order AS seal_before
                FROM (SELECT event FROM core_auditevent event) AS events
                WINDOW in_order AS (ORDER BY (event).number)
            )
            SELECT count(*), coalesce((array_agg(seal ORDER BY number DESC))[1], ''),
                min(number) FILTER (WHERE number <> number_before + 1 OR seal <> audit_seal(seal_before, event))
            FROM linked""")
        return Chain(*cursor.fetchone())
