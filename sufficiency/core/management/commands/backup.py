"""A sealed copy of the database."""

import os
from argparse import ArgumentParser
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from sufficiency.core import audit
from sufficiency.core.backups import BackupError, write_backup
from sufficiency.core.passphrases import add_passphrase, passphrase


class Command(BaseCommand):
    """``manage.py backup FILE [--passphrase-file PATH]``."""

    help = "Write the whole database to a new file that only the passphrase opens."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to, and with which passphrase."""
        parser.add_argument("file", type=Path)
        add_passphrase(parser)

    def handle(self, *, file: Path, passphrase_file: Path | None, **options: Any) -> None:
        """Write it whole or not at all, under its name only when it is whole."""
        secret = passphrase(passphrase_file, is_new=True)
        if file.exists():
            raise CommandError(f"{file} exists: a backup is never written over.")
        draft = file.with_name(f"{file.name}.part")
        try:
            with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as target:
                digests = write_backup(target, secret)
                target.flush()
                os.fsync(target.fileno())
            draft.rename(file)
        except (BackupError, OSError) as fault:
            with suppress(OSError):
                draft.unlink()
            raise CommandError(str(fault)) from None
        audit.record(actor="manage.py", action="core.backup", tables=len(digests))
        self.stdout.write(f"{len(digests)} tables in {file}, {file.stat().st_size / 1_000_000:.1f} MB.")
