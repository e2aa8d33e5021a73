"""Checkouts in temporary directories, each with an embedded server of its own, driven through real processes."""

import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import psycopg2

from sufficiency.core.embedded.server import Server

PROJECT = Path(__file__).resolve().parents[1]
SITE_PACKAGES = sysconfig.get_path("purelib")
MEMORY_BYTES = 1_000_000_000
SETTINGS = """
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent
DATABASES = {"default": {"ENGINE": "sufficiency.core.embedded", "NAME": "sufficiency"}}
INSTALLED_APPS = ["django.contrib.contenttypes", "django.contrib.auth", "sufficiency.core"]
INSTALLED_APPS += ["allauth", "allauth.account", "allauth.mfa", "allauth.socialaccount"]
MIDDLEWARE = ["allauth.account.middleware.AccountMiddleware"]
SECRET_KEY = "for tests"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
"""
# Scripts ask for no models, so they leave the apps out and begin sooner.
DJANGO = """
import checkout_settings
from django.conf import settings
settings.configure(BASE_DIR=checkout_settings.BASE_DIR, DATABASES=checkout_settings.DATABASES)
import django; django.setup()
from django.db import connection, transaction
cursor = connection.cursor()
"""


class Checkout:
    """The project's floor, copied to a directory, and the processes that somebody starts in it."""

    def __init__(self, path: Path, *, python: str = sys.executable, site: Path | None = None, **identity: Any) -> None:
        self.path = path
        self.python = python
        self.identity = identity
        self.environment = {
            "PATH": os.defpath,
            "DJANGO_SETTINGS_MODULE": "checkout_settings",
            "PYTHONPATH": ":".join(str(place) for place in (path, site, SITE_PACKAGES) if place),
        }

    @classmethod
    def make(cls, path: Path, **options: Any) -> "Checkout":
        """Copy the project's floor to a new directory, the user's where one is named."""
        ignore = shutil.ignore_patterns("__pycache__")
        shutil.copytree(PROJECT / "sufficiency" / "core", path / "sufficiency" / "core", ignore=ignore)
        shutil.copy(PROJECT / "sufficiency" / "__init__.py", path / "sufficiency")
        shutil.copy(PROJECT / "manage.py", path)
        (path / "checkout_settings.py").write_text(SETTINGS)
        checkout = cls(path, **options)
        if "user" in checkout.identity:
            for place in (path, *path.rglob("*")):
                os.chown(place, checkout.identity["user"], checkout.identity["group"])
        return checkout

    @property
    def server(self) -> Server:
        return Server(self.path)

    def start(self, arguments: Sequence[str], **environment: str) -> "subprocess.Popen[str]":
        """A process of somebody in this checkout, its output in pipes."""
        return subprocess.Popen(
            [self.python, *arguments],
            cwd=self.path,
            env=self.environment | environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            **self.identity,
        )

    def run(self, arguments: Sequence[str], **environment: str) -> "subprocess.CompletedProcess[str]":
        """The same, waited for. A server that held the pipes open would make this run out of time."""
        process = self.start(arguments, **environment)
        try:
            output, errors = process.communicate(timeout=30)
        except subprocess.TimeoutExpired:
            process.kill()
            raise
        return subprocess.CompletedProcess(process.args, process.returncode, output, errors)

    def manage(self, *arguments: str, **environment: str) -> "subprocess.CompletedProcess[str]":
        return self.run(["manage.py", *arguments], **environment)

    def script(self, code: str) -> "subprocess.Popen[str]":
        """Start Python code that has Django, ``connection``, ``transaction`` and an open ``cursor``."""
        return self.start(["-c", DJANGO + code])

    def ask(self, sql: str) -> str:
        """The first column of what a new process reads, rows joined by spaces."""
        code = f"cursor.execute({sql!r}); print(*(row[0] for row in cursor.fetchall()))"
        done = self.run(["-c", DJANGO + code])
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def execute(self, *statements: str, database: str = "sufficiency") -> None:
        """Run statements from here; the server must run and have the database."""
        connection = psycopg2.connect(
            host=str(self.server.socket_directory()), port=5432, user="sufficiency", dbname=database
        )
        try:
            connection.autocommit = True
            with connection.cursor() as cursor:
                for statement in statements:
                    cursor.execute(statement)
        finally:
            connection.close()

    def start_server(self) -> None:
        """Have a running server with its database."""
        self.server.ensure_running()
        self.server.ensure_database("sufficiency")

    def pid(self) -> int:
        running = self.server.running()
        assert running is not None
        return running.pid

    def remove(self) -> None:
        """Stop the server and delete the checkout."""
        self.server.reset()
        shutil.rmtree(self.path)


def public_directory() -> Path:
    """A new directory that every user can pass through; the one pytest gives is closed to others.

    In memory where there is enough: the many servers then do not wait for the disk.
    """
    memory = Path("/dev/shm")  # noqa: S108 - mkdtemp makes a directory nobody else can write
    is_roomy = memory.is_dir() and shutil.disk_usage(memory).free > MEMORY_BYTES
    path = Path(tempfile.mkdtemp(prefix="checkout-", dir=memory if is_roomy else None))
    path.chmod(0o755)
    return path
