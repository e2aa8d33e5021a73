"""Write docs/extracts.md anew."""

from typing import Any

from django.core.management.base import BaseCommand

from sufficiency.extracts.document import PATH, document


class Command(BaseCommand):
    """``manage.py document_extracts``."""

    help = "Write docs/extracts.md from the declared kinds of file."
    requires_system_checks: list[str] = []

    def handle(self, **options: Any) -> None:
        """Replace the file."""
        PATH.write_text(document(), encoding="utf-8")
        self.stdout.write(f"Wrote {PATH.name}.")
