"""How the tracker stands many readers at once: ``python tests/benchmarks/load_test.py [--readers 200] [--seconds 60]``.

Puts the demo council into a scratch database on the server that the settings name, serves it by gunicorn with four
workers on a loopback port, and lets so many board members read for so long, each going to another page some seconds
after the last has come (``--pause``, on average). Then the same while the council's latest return is taken back and
loaded again all the time; what a page says must be what it says with that return or without it, nothing between.

Prints requests, errors, and how long a page took at the median and for 95 and 99 in a hundred. Exits with 1 on an error
or on a half-loaded council. Sends nothing but to 127.0.0.1, and ends by itself.
"""

# ruff: noqa: S311 - chance makes the readers differ, and no secret
import argparse
import asyncio
import os
import random
import re
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from urllib.parse import quote

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sufficiency.settings")

import django  # noqa: E402

django.setup()

from django.conf import settings  # noqa: E402
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.contrib.auth.models import User  # noqa: E402
from django.db import connection, connections  # noqa: E402

from placements.demo import AUTHORITY  # noqa: E402
from sufficiency.core.sessions import begin  # noqa: E402
from sufficiency.dashboards.demo import prepare_demo  # noqa: E402
from sufficiency.extracts.actions import undo_load  # noqa: E402
from sufficiency.extracts.models import Load  # noqa: E402
from sufficiency.extracts.replay import replay_load  # noqa: E402

SCRATCH = f"load_test_{os.getpid()}"
HOST = "127.0.0.1"
WORKERS = 4
DAYS = ("2020-11-30", "2020-09-30", "2019-03-31", "2018-12-31")
PAGES = ("/", "/measures/out-of-area-percent/", "/measures/care-rate-per-10000/", "/measures/places-gap/")
IN_CARE = re.compile(r"([\d,]+) children were in our care")
ANSWER_SECONDS = 30
BOUND = 1.0


@dataclass
class Seen:
    """What the readers saw: seconds a page, what went wrong, and how many children each day's overview said."""

    seconds: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    in_care: dict[str, set[str]] = field(default_factory=dict)


def main() -> int:
    """Make the scratch database, serve it, and measure twice."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--readers", type=int, default=200)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--pause", type=float, default=10.0, help="seconds, on average, between a page and the next")
    parser.add_argument("--reload", metavar="DATABASE", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.reload:
        return _take_back_and_load(options.reload, options.seconds)
    usual = connection.settings_dict["NAME"]
    connection.settings_dict["TEST"]["NAME"] = SCRATCH
    connection.creation.create_test_db(verbosity=0, serialize=False)
    try:
        prepare_demo()
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        sessions = _sessions(options.readers)
        with _served() as port:
            _read(port, sessions[:4], 5, 0.1)
            quiet = _read(port, sessions, options.seconds, options.pause)
            allowed = _allowed(port, sessions[:1])
            command = [sys.executable, __file__, "--reload", SCRATCH, "--seconds", str(options.seconds)]
            with subprocess.Popen(command, cwd=ROOT) as loading:
                busy = _read(port, sessions, options.seconds, options.pause)
                loading.wait(timeout=ANSWER_SECONDS)
    finally:
        connections.close_all()
        connection.creation.destroy_test_db(usual, verbosity=0)
    half = {day: seen - allowed[day] for day, seen in busy.in_care.items() if seen - allowed[day]}
    print(f"{options.readers} readers, {options.seconds} s, a page every {options.pause:g} s each, {WORKERS} workers")
    good = [_report("reading", quiet), _report("while a year is loading", busy)]
    print(f"half-loaded councils seen: {half or 'none'}")
    return 0 if all(good) and not half else 1


def _report(title: str, seen: Seen) -> bool:
    """Print one line; False when a page failed."""
    cuts = statistics.quantiles(seen.seconds, n=100)
    bound = "within" if cuts[94] <= BOUND else "over"
    print(
        f"{title}: {len(seen.seconds)} pages, {len(seen.errors)} errors, median {cuts[49]:.2f} s, "
        f"95 % {cuts[94]:.2f} s ({bound} {BOUND:g} s), 99 % {cuts[98]:.2f} s"
    )
    for error in sorted(set(seen.errors)):
        print(f"  {error}")
    return not seen.errors


def _sessions(number: int) -> list[str]:
    """So many board members of the council who have signed in."""
    board = User.objects.filter(memberships__role="board-member", memberships__authority=AUTHORITY).first()
    assert board is not None
    keys = []
    for _ in range(number):
        session = import_module(settings.SESSION_ENGINE).SessionStore()
        session[SESSION_KEY] = str(board.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        session[HASH_SESSION_KEY] = board.get_session_auth_hash()
        begin(session)
        session.create()
        keys.append(str(session.session_key))
    return keys


def _database_url(name: str) -> str:
    found = connection.get_connection_params()
    return f"postgresql://{settings.WEB_ROLE or found['user']}@{quote(str(found['host']), safe='')}/{name}"


@contextmanager
def _served() -> Iterator[int]:
    """gunicorn on the scratch database, as the role of web processes; gives its port."""
    with socket.socket() as free:
        free.bind((HOST, 0))
        port = free.getsockname()[1]
    command = [Path(sys.executable).with_name("gunicorn"), "sufficiency.wsgi", f"--bind={HOST}:{port}"]
    environment = os.environ | {"DATABASE_URL": _database_url(SCRATCH)}
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


def _read(port: int, sessions: list[str], seconds: float, pause: float) -> Seen:
    """Let a reader with each session read until the time is over."""
    seen = Seen()

    async def all_of_them() -> None:
        until = time.monotonic() + seconds
        await asyncio.gather(*(_reader(port, session, until, pause, seen) for session in sessions))

    asyncio.run(all_of_them())
    return seen


async def _reader(port: int, session: str, until: float, pause: float, seen: Seen) -> None:
    await asyncio.sleep(random.uniform(0, pause))
    while time.monotonic() < until:
        day, page = random.choice(DAYS), random.choice(PAGES)
        began = time.monotonic()
        try:
            status, text = await asyncio.wait_for(_get(port, f"{page}?as-at={day}", session), ANSWER_SECONDS)
        except (OSError, TimeoutError, ValueError) as fault:
            seen.errors.append(f"{page}: {type(fault).__name__}")
        else:
            seen.seconds.append(time.monotonic() - began)
            if status != 200:
                seen.errors.append(f"{page}: {status}")
            elif page == "/":
                seen.in_care.setdefault(day, set()).add(_in_care(text))
        await asyncio.sleep(random.uniform(0.5, 1.5) * pause)


def _in_care(text: str) -> str:
    found = IN_CARE.search(text)
    return found[1] if found else "nothing"


async def _get(port: int, path: str, session: str) -> tuple[int, str]:
    """Status and text of a page."""
    reader, writer = await asyncio.open_connection(HOST, port)
    cookie = f"{settings.SESSION_COOKIE_NAME}={session}"
    writer.write(f"GET {path} HTTP/1.0\r\nHost: {HOST}\r\nCookie: {cookie}\r\n\r\n".encode())
    answer = await reader.read()
    writer.close()
    head, _, body = answer.partition(b"\r\n\r\n")
    return int(head.split(b" ", 2)[1]), body.decode(errors="replace")


def _latest() -> Load:
    return Load.objects.filter(authority=AUTHORITY, files__kind="episodes", status=Load.Status.COMMITTED).latest("year")


def _allowed(port: int, sessions: list[str]) -> dict[str, set[str]]:
    """What the overview of each day says with the latest return and without it."""
    allowed: dict[str, set[str]] = {day: set() for day in DAYS}

    def note() -> None:
        for day in DAYS:
            _, text = asyncio.run(_get(port, f"/?as-at={day}", sessions[0]))
            allowed[day].add(_in_care(text))

    note()
    load = _latest()
    undo_load(load=load, by="demo")
    note()
    replay_load(load=load, by="demo")
    note()
    return allowed


def _take_back_and_load(database: str, seconds: int) -> int:
    """Take the latest return back and load it again until the time is over; runs as a process of its own."""
    connection.settings_dict["NAME"] = database
    until, times = time.monotonic() + seconds - 5, 0
    while time.monotonic() < until:
        load = _latest()
        undo_load(load=load, by="demo")
        replay_load(load=load, by="demo")
        times += 1
    print(f"taken back and loaded again {times} times")
    return 0


if __name__ == "__main__":
    sys.exit(main())
