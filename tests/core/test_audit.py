"""The audit trail only grows, and shows when it was tampered with."""

import json
from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from pathlib import Path
from unittest.mock import patch

import pytest
from django.core.management import CommandError, call_command
from django.db import InternalError, connection, transaction
from django.utils import timezone

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


def test_events_older_than_they_are_kept_move_into_a_file_and_the_rest_still_verifies(
    trail: list[AuditEvent], tmp_path: Path
) -> None:
    long_ago = timezone.now() - timedelta(days=7 * 366)
    with patch("django.utils.timezone.now", return_value=long_ago):
        record(actor="ann", action="core.look", subject="long ago")
    old, file = AuditEvent.objects.order_by("number").last(), tmp_path / "events.jsonl"
    assert old is not None
    # Numbers go by order: what stands before an event that is kept is kept with it.
    call_command("audit_retire", file, stdout=StringIO())
    assert not file.exists()
    behind_its_back(f"UPDATE core_auditevent SET at = '{long_ago.isoformat()}' WHERE number < {old.number}")
    reseal()
    record(actor="bob", action="core.look")
    noted = verified().split("Note ")[1].strip()
    call_command("audit_retire", file, stdout=StringIO())
    moved = [json.loads(line) for line in file.read_text().splitlines()]
    assert [each["number"] for each in moved] == list(range(1, old.number + 1))
    assert file.stat().st_mode & 0o777 == 0o600
    assert "audit.retire" in AuditEvent.objects.values_list("action", flat=True)
    assert f"of which {old.number} were moved out" in verified("--noted", noted)
    with pytest.raises(CommandError, match="compare it with the file"):
        verified("--noted", f"1:{moved[0]['seal']}")
    behind_its_back(f"DELETE FROM core_auditevent WHERE number = {old.number + 1}")
    with pytest.raises(CommandError, match="broken"):
        verified()
    with pytest.raises(CommandError, match="nothing was taken out"):
        call_command("audit_retire", tmp_path / "more.jsonl")


def reseal() -> None:
    """What an attacker would do who could: here to make events old, with seals that fit."""
    seal = ""
    for event in AuditEvent.objects.order_by("number"):
        with connection.cursor() as cursor:
            cursor.execute("SELECT audit_seal(%s, event) FROM core_auditevent event WHERE id = %s", [seal, event.pk])
            (seal,) = cursor.fetchone()
        behind_its_back(f"UPDATE core_auditevent SET seal = '{seal}' WHERE id = {event.pk}")


def test_file_that_is_there_already_is_not_written_over(trail: list[AuditEvent], tmp_path: Path) -> None:
    (tmp_path / "events.jsonl").write_text("mine")
    with pytest.raises(CommandError, match="cannot be made"):
        call_command("audit_retire", tmp_path / "events.jsonl")
    assert (tmp_path / "events.jsonl").read_text() == "mine"
