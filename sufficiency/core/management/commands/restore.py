"""The database from a backup."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from sufficiency.core import audit
from sufficiency.core.backups import BackupError, restore_backup
from sufficiency.core.passphrases import add_passphrase, passphrase
from sufficiency.core.sealing import SealError


class Command(BaseCommand):
    """``manage.py restore FILE [--replace] [--passphrase-file PATH]``."""

    help = "Make the database what a backup holds, and see that every table is the same."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where from, and whether what the database holds may go."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--replace", action="store_true", help="throw away what the database holds")
        add_passphrase(parser)

    def handle(self, *, file: Path, replace: bool, passphrase_file: Path | None, **options: Any) -> None:
        """Restore, then bring the tables up to this release."""
        secret = passphrase(passphrase_file, is_new=False)
        try:
            with file.open("rb") as source:
                digests = restore_backup(source, secret, replace=replace)
        except (BackupError, SealError, OSError) as fault:
            raise CommandError(f"Nothing was restored. {fault}") from None
        self.stdout.write(f"{len(digests)} tables restored, each with the digest it had.")
        call_command("migrate", verbosity=0)
        audit.record(actor="manage.py", action="core.restore", tables=len(digests))
