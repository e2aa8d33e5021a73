"""``manage.py make_demo_returns DIR``: writes the demo council's return files, or those of a whole England."""

from argparse import ArgumentParser
from functools import partial
from itertools import chain
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from placements.demo import demo_returns
from placements.demo.england import Council, council_returns, councils
from sufficiency.core.postcodes import DirectoryError, directory_files, read_directory_file

IN_CARE = 80_000  # children in care in England


class Command(BaseCommand):
    help = (
        "Write invented SSDA903 returns into a folder: those of the demo council (Dorset, 2018 to 2021), or with "
        "--england those of 150 authorities for ten years, a folder each."
    )
    requires_system_checks: list[str] = []  # no database: the files are made from a seed alone

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", metavar="DIR", type=Path, help="made when it does not exist")
        parser.add_argument("--england", action="store_true", help="a whole England, about 2 GB; needs the postcodes")
        parser.add_argument("--in-care", type=int, default=IN_CARE, help="children in care in England on the last day")
        parser.add_argument("--processes", type=int, default=2, help="how many to work with")

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            if options["england"]:
                count = _write_england(folder, options["in_care"], options["processes"])
            else:
                count = _write(folder, demo_returns())
        except OSError as fault:
            raise CommandError(f"The files cannot be written to {folder}: {fault.strerror}.") from None
        except DirectoryError as fault:
            raise CommandError(str(fault)) from None
        self.stdout.write(f"{count} files written to {folder}. The records in them are invented.")


def _write_england(folder: Path, in_care: int, processes: int) -> int:
    """Write every council's files into a folder named by its code; how many there are."""
    entries = chain.from_iterable(map(read_directory_file, directory_files()))
    with get_context("fork").Pool(processes) as pool:
        return sum(pool.imap_unordered(partial(_write_council, folder), councils(entries, in_care)))


def _write_council(folder: Path, council: Council) -> int:
    (folder / council.code).mkdir(exist_ok=True)
    return _write(folder / council.code, council_returns(council))


def _write(folder: Path, returns: dict[int, dict[str, bytes]]) -> int:
    files = {name: content for of_year in returns.values() for name, content in of_year.items()}
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return len(files)
