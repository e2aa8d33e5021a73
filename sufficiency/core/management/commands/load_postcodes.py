"""``manage.py load_postcodes``: put the full postcode directory in force."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from sufficiency.core.postcodes import (
    DirectoryError,
    Entry,
    Replacement,
    directory_files,
    read_directory_file,
    replace_postcodes,
)

BAR_WIDTH = 30
# Of the time a first load takes, about this much goes into reading; the rest is the database's.
READING = 0.4


class Command(BaseCommand):
    help = "Load the postcode directory (2.7 million postcodes), replacing the one in force all at once."

    def handle(self, *_: Any, **__: Any) -> None:
        started = time.monotonic()
        try:
            replacement = replace_postcodes(self._read(directory_files()), actor="load_postcodes")
        except DirectoryError as fault:
            self._clear()
            raise CommandError(str(fault)) from None
        self._clear()
        self._report(replacement, time.monotonic() - started)

    def _read(self, files: list[Path]) -> Iterator[Iterator[Entry]]:
        """The files one after another, moving the bar by their size."""
        whole, done = sum(file.stat().st_size for file in files), 0
        for file in files:
            self._draw(READING * done / whole, f"reading {file.name.split('.')[0].removeprefix('postcodes_')}")
            yield read_directory_file(file)
            done += file.stat().st_size
        self._draw(READING, "putting it in force")

    def _draw(self, share: float, doing: str) -> None:
        if self.stdout.isatty():
            bar = ("#" * round(BAR_WIDTH * share)).ljust(BAR_WIDTH, "-")
            self.stdout.write(f"\r[{bar}] {share:4.0%} {doing:<20}", ending="")
            self.stdout.flush()

    def _clear(self) -> None:
        """Leave the line to what comes next."""
        if self.stdout.isatty():
            self.stdout.write("\r" + " " * (BAR_WIDTH + 28) + "\r", ending="")

    def _report(self, replacement: Replacement, seconds: float) -> None:
        unresolved = replacement.unresolved
        strange = ", ".join(f"{code} ({count:,})" for code, count in sorted(unresolved.items()) if code)
        self.stdout.write(
            f"{replacement.total:,} postcodes in force: {replacement.added:,} added, {replacement.changed:,} changed, "
            f"{replacement.removed:,} removed; {unresolved.total():,} without an authority ({seconds:.0f} s)."
        )
        if strange:
            self.stderr.write(f"No authority goes by these codes, so that their postcodes have none: {strange}.")
