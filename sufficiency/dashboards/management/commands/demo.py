"""Set up the demo council and serve it on this machine."""

import json
import socket
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, connections
from gunicorn.app.base import BaseApplication

from placements.demo import AUTHORITY
from sufficiency.core.models import Authority
from sufficiency.core.tally import evaluate
from sufficiency.dashboards.demo import DemoRefusedError, DemoUser, demo_users, prepare_demo
from sufficiency.measures.management.commands.measures import as_row, table
from sufficiency.measures.registry import measure_named

AS_AT = date(2020, 11, 30)
LAST_PORT = 65_535
HEADLINES = ("care-rate-per-10000", "out-of-area-percent", "places-gap")


class Command(BaseCommand):
    """``manage.py demo [--no-server] [--format json] [--port N]``."""

    help = "Set up the demo council, make one user a role, and serve it on this machine."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whether to serve, where, and how to print."""
        parser.add_argument("--no-server", action="store_true", help="print the headline measures and stop")
        parser.add_argument("--format", choices=["table", "json"], default="table")
        parser.add_argument("--port", type=int, default=8000, help="the next free one is taken when it is in use")

    def handle(self, **options: Any) -> None:
        """Run it all; a second run changes nothing and says so."""
        if not settings.IS_LOCAL:
            raise CommandError("The demo makes users whose passwords it prints: it runs only with DEPLOYMENT=local.")
        if not 1 <= options["port"] <= LAST_PORT:
            raise CommandError(f"--port must be a number from 1 to {LAST_PORT}.")
        self.stderr.write("Preparing the database and the demo council ...")
        with _alone():
            call_command("migrate", verbosity=0)
            try:
                changed = prepare_demo()
            except DemoRefusedError as refusal:
                raise CommandError(str(refusal)) from None
        self.stderr.write("The demo council is loaded." if changed else "Nothing changed: the demo is already there.")
        if options["no_server"]:
            self._print_headlines(options["format"])
        else:
            self._serve(options["port"])

    def _print_headlines(self, style: str) -> None:
        measures = [measure_named(slug) for slug in HEADLINES]
        by_slug = evaluate(measures, Authority.objects.get(code=AUTHORITY), [AS_AT])
        results = [by_slug[slug][0] for slug in HEADLINES]
        if style == "json":
            users = [vars(user) for user in demo_users()]
            self.stdout.write(
                json.dumps({"users": users, "measures": [as_row(result) for result in results]}, indent=2)
            )
        else:
            self.stdout.write(table([(None, result) for result in results]))

    def _serve(self, port: int) -> None:
        port = _free_port(port)
        self.stdout.write(f"\nOpen http://127.0.0.1:{port}/?as-at={AS_AT} and sign in as one of:\n")
        for user in demo_users():
            self.stdout.write(_sign_in_line(user))
        self.stdout.write("\nControl-C stops it; the data stay.")
        self.stdout.flush()
        connections.close_all()
        _Server(port).run()


class _Server(BaseApplication):
    """gunicorn on the loopback address, so that nobody but this machine reaches the demo."""

    def __init__(self, port: int) -> None:
        self.port = port
        super().__init__()

    def load_config(self) -> None:
        settings_of_server = {
            "bind": f"127.0.0.1:{self.port}",
            "workers": 2,
            "threads": 4,
            "loglevel": "warning",
            "logconfig_dict": settings.LOGGING,
            "control_socket_disable": True,  # it would lie in the home of whoever looks at the demo
        }
        for name, value in settings_of_server.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        from sufficiency.wsgi import application  # noqa: PLC0415 - the workers make their own

        return application


@contextmanager
def _alone() -> Iterator[None]:
    """One demo is prepared at a time: a second waits, and finds it done."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(hashtext('demo'))")
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(hashtext('demo'))")


def _sign_in_line(user: DemoUser) -> str:
    password = user.password or "(the one you have since given it)"
    return f"  {user.username:24} {password}"


def _free_port(wanted: int) -> int:
    """The wanted port, or the next one that nobody listens on."""
    for port in range(wanted, min(wanted + 20, LAST_PORT + 1)):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) != 0:
                return port
    raise CommandError(f"Port {wanted} and those after it are in use. Choose another with --port.")
