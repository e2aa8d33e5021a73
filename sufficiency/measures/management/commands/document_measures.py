"""Write docs/measures.md anew."""

from typing import Any

from django.core.management.base import BaseCommand

from sufficiency.measures.document import PATH, document


class Command(BaseCommand):
    """``manage.py document_measures``."""

    help = "Write docs/measures.md from the declared measures."

    def handle(self, **options: Any) -> None:
        """Replace the file."""
        PATH.write_text(document(), encoding="utf-8")
        self.stdout.write(f"Wrote {PATH.name}.")
