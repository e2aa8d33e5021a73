"""Everything held about one child."""

import json
import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from placements.subjects.asking import add_child, authority_of
from placements.subjects.disclosure import everything_about


class Command(BaseCommand):
    """``manage.py subject_access CHILD --authority CODE [--to FILE]``."""

    help = "Write everything held about one child, as JSON. The audit trail notes that it was asked for."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Who, and where to."""
        add_child(parser)
        parser.add_argument("--to", metavar="FILE", type=Path, help="a new file, its owner's alone; else it is printed")

    def handle(self, **options: Any) -> None:
        """Write it."""
        found = everything_about(
            authority=authority_of(options["authority"]), child=options["child"], others=options["also"], by="manage.py"
        )
        if not found["parts"]:
            raise CommandError("Nothing is held about a child of this identifier.")
        text = json.dumps(found, indent=2, ensure_ascii=False) + "\n"
        if options["to"] is None:
            self.stdout.write(text, ending="")
            return
        try:
            descriptor = os.open(options["to"], os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except OSError as fault:
            raise CommandError(f"{options['to']} cannot be made: {fault.strerror}.") from None
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
        rows = sum(len(part["rows"]) for part in found["parts"])
        self.stdout.write(f"{rows} rows in {len(found['parts'])} parts written.")
