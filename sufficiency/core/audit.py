"""Write to the audit trail, see whether it is whole, and let go of what is older than it is kept."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TextIO

from django.db import connection, transaction
from django.db.models import Min
from django.utils import timezone
from psycopg2.extras import Json

from .models import AuditEvent

RETIRED = "audit.retire"


@dataclass(frozen=True)
class Chain:
    """The number of the last event, counting those let go of too, its seal, and the first number that does not fit."""

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


@dataclass(frozen=True)
class Retired:
    """Up to which number events were let go of, and the seal of the last of them; 0 and nothing when none were."""

    number: int = 0
    seal: str = ""


def retired() -> Retired:
    """What the event before the first that is there was, as the trail itself says."""
    last = AuditEvent.objects.filter(action=RETIRED).order_by("number").last()
    return Retired(last.detail["number"], last.detail["seal"]) if last else Retired()


def retire(before: datetime, into: TextIO) -> int:
    """Write the events of earlier days into a file, a JSON object a line in their order, and take them out of the
    trail; returns how many. All or none, by the owner of the tables alone.

    The trail then says up to which event, and under which seal, so that the rest can still be verified.
    """
    with transaction.atomic():
        first_kept = AuditEvent.objects.filter(at__gte=before).aggregate(number=Min("number"))["number"]
        older = AuditEvent.objects.filter(at__lt=before).order_by("number")
        if first_kept is not None:
            older = older.filter(number__lt=first_kept)
        last = older.last()
        if last is None:
            return 0
        into.writelines(_lines(older.iterator()))
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE core_auditevent DISABLE TRIGGER append_only")
            cursor.execute("DELETE FROM core_auditevent WHERE number <= %s", [last.number])
            events = cursor.rowcount
            cursor.execute("ALTER TABLE core_auditevent ENABLE TRIGGER append_only")
        record(actor="audit_retire", action=RETIRED, number=last.number, seal=last.seal, events=events)
        return int(events)


def _lines(events: Iterator[AuditEvent]) -> Iterator[str]:
    names = ("number", "actor", "action", "authority", "subject", "detail", "seal")
    for event in events:
        yield json.dumps({"at": event.at.isoformat(), **{name: getattr(event, name) for name in names}}) + "\n"


def verify() -> Chain:
    """Work every seal out anew, in one pass, from the first event that was not let go of.

    Rows missing at the very end leave no gap: compare the last number and seal with those noted earlier.
    """
    before = retired()
    with connection.cursor() as cursor:
        statement = """
            WITH linked AS (
                SELECT event, (event).number, (event).seal,
                    lag((event).number, 1, %s::bigint) OVER in_order AS number_before,
                    lag((event).seal, 1, %s) OVER in_order AS seal_before
                FROM (SELECT event FROM core_auditevent event) AS events
                WINDOW in_order AS (ORDER BY (event).number)
            )
            SELECT coalesce(max(number), 0), coalesce((array_agg(seal ORDER BY number DESC))[1], ''),
                min(number) FILTER (WHERE number <> number_before + 1 OR seal <> audit_seal(seal_before, event))
            FROM linked"""
        cursor.execute(statement, [before.number, before.seal])
        return Chain(*cursor.fetchone())
