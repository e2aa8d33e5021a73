"""The audit trail only grows, and shows when it was tampered with."""

from collections.abc import Callable
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import InternalError, connection, transaction

from sufficiency.core.audit import record, verify
from sufficiency.core.models import AuditEvent

pytestmark = pytest.mark.django_db


@pytest.fixture
def trail() -> list[AuditEvent]:
    """Five events."""
    for number in range(5):
        record(actor="ann", action="core.look", subject=f"page {number}", rows=number)
    return list(AuditEvent.objects.filter(action="core.look").order_by("number"))


def behind_its_back(statement: str) -> None:
    """What somebody could do who owns the table."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(statement)
        cursor.execute("SET session_replication_role = DEFAULT")


def verified(*arguments: str) -> str:
    out = StringIO()
    call_command("audit_verify", *arguments, stdout=out)
    return out.getvalue()


def test_events_are_numbered_without_a_gap_and_sealed(trail: list[AuditEvent]) -> None:
    numbers = list(AuditEvent.objects.order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))
    assert len(set(AuditEvent.objects.values_list("seal", flat=True))) == len(numbers)
    assert verify().broken_at is None


def test_what_is_rolled_back_leaves_no_gap(trail: list[AuditEvent]) -> None:
    with transaction.atomic():
        record(actor="ann", action="core.look")
        transaction.set_rollback(True)
    record(actor="bob", action="core.look")
    assert verify() == verify()
    assert (verify().events, verify().broken_at) == (AuditEvent.objects.count(), None)


@pytest.mark.parametrize("change", ["UPDATE core_auditevent SET actor = 'eve'", "DELETE FROM core_auditevent"])
def test_database_refuses_to_change_or_delete(trail: list[AuditEvent], change: str) -> None:
    with pytest.raises(InternalError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)


@pytest.mark.parametrize(
    "statement",
    [
        lambda event: f"UPDATE core_auditevent SET actor = 'eve' WHERE id = {event.pk}",
        lambda event: f"UPDATE core_auditevent SET at = at - interval '1 second' WHERE id = {event.pk}",
        lambda event: f"UPDATE core_auditevent SET detail = '{{}}' WHERE id = {event.pk}",
        lambda event: f"UPDATE core_auditevent SET action = subject, subject = action WHERE id = {event.pk}",
        lambda event: f"DELETE FROM core_auditevent WHERE id = {event.pk}",
    ],
    ids=["actor", "time", "detail", "swapped", "deleted"],
)
def test_tampering_shows(trail: list[AuditEvent], statement: Callable[[AuditEvent], str]) -> None:
    behind_its_back(statement(trail[2]))
    assert verify().broken_at in (trail[2].number, trail[3].number)
    with pytest.raises(CommandError, match="broken: event"):
        verified()


def test_missing_end_shows_against_what_was_noted(trail: list[AuditEvent]) -> None:
    noted = verified().split("Note ")[1].strip()
    assert "is whole" in verified("--noted", noted)
    behind_its_back(f"DELETE FROM core_auditevent WHERE id = {trail[-1].pk}")
    assert "is whole" in verified()
    with pytest.raises(CommandError, match="no longer holds"):
        verified("--noted", noted)


def test_note_that_cannot_be_read_is_wrong_usage(trail: list[AuditEvent]) -> None:
    with pytest.raises(CommandError) as refused:
        verified("--noted", "yesterday")
    assert refused.value.returncode == 2


def test_empty_trail_is_whole() -> None:
    assert (verify().events, verify().broken_at) == (0, None)
