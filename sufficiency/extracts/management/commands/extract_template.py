"""Print the CSV template of a kind of file."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from sufficiency.extracts.kinds import all_kinds, kind_named
from sufficiency.extracts.template import template


class Command(BaseCommand):
    """``manage.py extract_template KIND``."""

    help = "Print the header of a kind of file with one example row, as CSV."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which kind."""
        parser.add_argument("kind", choices=[kind.slug for kind in all_kinds() if not kind.is_published])

    def handle(self, **options: Any) -> None:
        """Write it to standard output."""
        self.stdout.write(template(kind_named(options["kind"])), ending="")
