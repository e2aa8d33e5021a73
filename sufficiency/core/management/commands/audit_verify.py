"""Whether the audit trail is whole."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from sufficiency.core.audit import retired, verify
from sufficiency.core.models import AuditEvent


class Command(BaseCommand):
    """``manage.py audit_verify [--noted NUMBER:SEAL]``."""

    help = "Work every seal of the audit trail out anew. Exits with 1 when a row was changed, removed or slipped in."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What an earlier run printed."""
        parser.add_argument("--noted", metavar="NUMBER:SEAL", help="what an earlier run said to note")

    def handle(self, *, noted: str | None, **options: Any) -> None:
        """Say that the trail is whole, and what to note; or where it is not."""
        chain = verify()
        if chain.broken_at is not None:
            raise CommandError(f"The audit trail is broken: event {chain.broken_at} does not follow the one before it.")
        if noted and not _holds(noted):
            raise CommandError(f"The audit trail no longer holds {noted}: events are missing, or it was written anew.")
        before = retired().number
        kept = f", of which {before} were moved out by audit_retire" if before else ""
        self.stdout.write(f"The audit trail is whole: {chain.events} events{kept}. Note {chain.events}:{chain.seal}")


def _holds(noted: str) -> bool:
    number, _, seal = noted.partition(":")
    if not number.isdigit() or not seal:
        raise CommandError(f"'{noted}' is not NUMBER:SEAL, as an earlier run printed it.", returncode=2)
    before = retired()
    if int(number) < before.number:
        raise CommandError(f"Event {number} was moved out by audit_retire: compare it with the file that holds it.")
    is_last_moved = (before.number, before.seal) == (int(number), seal)
    return is_last_moved or AuditEvent.objects.filter(number=int(number), seal=seal).exists()
