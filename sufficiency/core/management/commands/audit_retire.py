"""Events of the audit trail that are older than the council keeps them."""

import os
from argparse import ArgumentParser
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from sufficiency.core.audit import retire, verify

YEAR = timedelta(days=366)


class Command(BaseCommand):
    """``manage.py audit_retire FILE``."""

    help = "Move events older than AUDIT_RETENTION_YEARS from the audit trail into a new file, a JSON object a line."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to."""
        parser.add_argument("file", type=Path, metavar="FILE", help="must not be there yet; keep it, or destroy it")

    def handle(self, *, file: Path, **options: Any) -> None:
        """A trail that is not whole is left alone: it is evidence. So is it when the file cannot be written."""
        broken = verify().broken_at
        if broken is not None:
            raise CommandError(f"The audit trail is broken at event {broken}: nothing was taken out of it.")
        try:
            descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except OSError as fault:
            raise CommandError(f"{file} cannot be made: {fault.strerror}.") from None
        with os.fdopen(descriptor, "w", encoding="utf-8") as into:
            events = retire(timezone.now() - settings.AUDIT_RETENTION_YEARS * YEAR, into)
        if not events:
            file.unlink()
        self.stdout.write(f"{events} events were moved into {file}." if events else "No event is that old.")
