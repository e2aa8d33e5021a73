"""``manage.py postgres``: look at, stop or delete this checkout's own server."""

import os
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from sufficiency.core.embedded.server import Server

STOPPED = 3  # what "service NAME status" returns for a stopped service


class Command(BaseCommand):
    help = "Manages the PostgreSQL server that runs when DATABASE_URL is unset."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "action",
            choices=("status", "stop", "reset"),
            help="status: one line, exit status 0 when it runs and 3 when not; "
            "stop: ends it, the next use starts it again; reset: stops it and deletes all its data",
        )
        parser.add_argument("--yes", action="store_true", help="reset without asking")

    def handle(self, *args: Any, **options: Any) -> None:
        server = getattr(connection, "server", None)
        if not isinstance(server, Server):
            raise CommandError(
                "DATABASE_URL names the server; this command manages only the embedded one.", returncode=2
            )
        if options["action"] == "status":
            self._status(server)
        elif options["action"] == "stop":
            self.stdout.write("Stopped." if server.stop() else "It was not running.")
        else:
            self._reset(server, confirmed=options["yes"])

    def _status(self, server: Server) -> None:
        data, running = server.home.data, server.running()
        if data is None:
            self.stdout.write("Stopped; there are no data yet.")
        else:
            state = f"Running with pid {running.pid}" if running else "Stopped"
            self.stdout.write(f"{state}; data in {data}, {_size(data) / 1_000_000:.0f} MB.")
        if running is None:
            sys.exit(STOPPED)

    def _reset(self, server: Server, *, confirmed: bool) -> None:
        data = server.home.data
        if data is None:
            self.stdout.write("There are no data to delete.")
            return
        if not confirmed and not _asks_yes(f"Delete everything in {data}? Type yes: "):
            raise CommandError("Nothing was deleted.")
        server.reset()
        self.stdout.write(f"Deleted {data}.")


def _asks_yes(question: str) -> bool:
    try:
        return input(question).strip().lower() == "yes"
    except EOFError:
        return False


def _size(directory: Path) -> int:
    """Bytes of all files beneath; what disappears meanwhile counts nothing."""
    total = 0
    for folder, _, names in os.walk(directory):
        for name in names:
            try:
                total += (Path(folder) / name).lstat().st_size
            except FileNotFoundError:
                continue
    return total
