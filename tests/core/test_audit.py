"""The audit trail only grows."""

import pytest
from django.db import DatabaseError, transaction

from sufficiency.core import audit
from sufficiency.core.models import AuditEvent

pytestmark = pytest.mark.django_db


def test_an_event_keeps_who_what_and_counts() -> None:
    audit.record(actor="somebody", action="extracts.load", authority="E06000059", subject="load 7", rows=3)
    event = AuditEvent.objects.get()
    assert (event.actor, event.action, event.authority, event.subject) == (
        "somebody",
        "extracts.load",
        "E06000059",
        "load 7",
    )
    assert event.detail == {"rows": 3}


def test_the_database_refuses_to_change_or_delete_an_event() -> None:
    audit.record(actor="somebody", action="extracts.load")
    for change in (lambda: AuditEvent.objects.update(actor="else"), lambda: AuditEvent.objects.all().delete()):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            change()
    assert AuditEvent.objects.get().actor == "somebody"
