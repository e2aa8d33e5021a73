"""The demo council in a scratch database, people who have signed in, and gunicorn serving it on a loopback port."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.models import User
from django.db import connection, connections

from placements.demo import AUTHORITY
from sufficiency.core.sessions import begin
from sufficiency.dashboards.demo import prepare_demo

ROOT = Path(__file__).resolve().parents[2]
HOST = "127.0.0.1"
WORKERS = 4
ANSWER_SECONDS = 30


@contextmanager
def demo_database(name: str, *, keep: bool = False) -> Iterator[None]:
    """A database of that name with the demo council in it; dropped at the end, unless it is kept for the next time."""
    usual = connection.settings_dict["NAME"]
    connection.settings_dict["TEST"]["NAME"] = name
    connection.creation.create_test_db(verbosity=0, serialize=False, keepdb=keep)
    try:
        prepare_demo()
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        yield
    finally:
        connections.close_all()
        connection.creation.destroy_test_db(usual, verbosity=0, keepdb=keep)


def person_of(role: str) -> User:
    """Somebody of the demo council who has the role."""
    return User.objects.get(memberships__role=role, memberships__authority=AUTHORITY)


def session_of(user: User) -> str:
    """A session of somebody who has signed in, as its cookie holds it."""
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    begin(session)
    session.create()
    return str(session.session_key)


@contextmanager
def served(database: str) -> Iterator[int]:
    """gunicorn on a database, as the role of web processes; gives its port."""
    with socket.socket() as free:
        free.bind((HOST, 0))
        port = free.getsockname()[1]
    command = [Path(sys.executable).with_name("gunicorn"), "sufficiency.wsgi", f"--bind={HOST}:{port}"]
    environment = os.environ | {"DATABASE_URL": _database_url(database)}
    process = subprocess.Popen([*command, f"--workers={WORKERS}"], cwd=ROOT, env=environment)
    try:
        for _ in range(300):
            with socket.socket() as probe:
                if probe.connect_ex((HOST, port)) == 0:
                    break
            time.sleep(0.1)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=ANSWER_SECONDS)


def _database_url(name: str) -> str:
    found = connection.get_connection_params()
    return f"postgresql://{settings.WEB_ROLE or found['user']}@{quote(str(found['host']), safe='')}/{name}"
