"""``manage.py make_demo_returns DIR``: writes the demo council's return files."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from placements.demo import demo_returns


class Command(BaseCommand):
    help = "Write the invented SSDA903 returns of the demo council (Dorset, 2018 to 2021) into a folder."
    requires_system_checks: list[str] = []  # no database, no settings: the files are made from a seed alone

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", metavar="DIR", type=Path, help="made when it does not exist")

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        count = 0
        try:
            folder.mkdir(parents=True, exist_ok=True)
            for files in demo_returns().values():
                for name, content in files.items():
                    (folder / name).write_bytes(content)
                    count += 1
        except OSError as fault:
            raise CommandError(f"The files cannot be written to {folder}: {fault.strerror}.") from None
        self.stdout.write(f"{count} files written to {folder}. The records in them are invented.")
