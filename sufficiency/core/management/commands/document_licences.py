"""Write docs/licences.md."""

from typing import Any

from django.core.management.base import BaseCommand

from sufficiency.core.licences import PATH, document


class Command(BaseCommand):
    """``manage.py document_licences``."""

    help = "Write docs/licences.md from what the installed packages say of themselves."
    requires_system_checks = ()

    def handle(self, **options: Any) -> None:
        """Write it."""
        PATH.write_text(document(), encoding="utf-8")
        self.stdout.write(f"{PATH} written.")
