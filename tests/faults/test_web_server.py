"""The database goes away, a worker dies: readers are told calmly, and it mends itself."""

import json
import os
import signal
import time
from contextlib import ExitStack
from pathlib import Path

import pytest

from sufficiency.core.database_url import EMBEDDED_WEB_ROLE
from tests.checkouts import Checkout
from tests.test_manage import assert_one_line, manage

from .processes import wait_until
from .servers import WebServer, database_url, web_server

AWAY = 10.0  # seconds; what needs no database is tried meanwhile
THREADS = 4  # of a worker, as gunicorn.conf.py has it


def assert_calm(server: WebServer) -> None:
    """Whoever comes while there is no database is told so, and when to come again; what needs none is as always."""
    status, headers, page = server.get("/sign-in/?child=C0099")
    assert (status, headers["retry-after"]) == (503, "10")
    assert "It cannot reach its database" in page
    assert "no-store" in headers["cache-control"]
    assert server.get("/readyz")[::2] == (503, "not ready\n")
    assert server.get("/healthz")[::2] == (200, "alive\n")
    assert server.get("/static/css/site.css")[0] == 200


@pytest.mark.django_db
def test_service_without_its_database_says_so_and_recovers_by_itself(checkout: Checkout, tmp_path: Path) -> None:
    checkout.start_server()
    log = tmp_path / "log"
    with web_server(checkout, log) as server:
        assert server.get("/readyz")[::2] == (200, "ready\n")
        status, _, page = server.get("/sign-in/")
        assert (status, "Sign in" in page) == (200, True)

        assert checkout.server.stop()
        gone = time.monotonic()
        assert_calm(server)

        # An address longer than any of ours, and people who never come to the end of what they ask.
        assert server.get("/sign-in/?" + "a=1&" * 2_000)[0] in (400, 414)
        # They hold a thread each, all of them of one worker if chance has it so: one fewer than it has.
        with ExitStack() as slow:
            for _ in range(THREADS - 1):
                slow.enter_context(server.send_slowly())
            began = time.monotonic()
            for _ in range(4):
                assert_calm(server)
            assert time.monotonic() - began < 10

        # A worker killed in the middle of everything: the others answer, and another takes its place.
        workers = server.workers()
        os.kill(workers[0], signal.SIGKILL)
        wait_until(lambda: len(server.workers()) == len(workers) and workers[0] not in server.workers(), "a new worker")
        while time.monotonic() < gone + AWAY:
            assert_calm(server)
            time.sleep(0.5)

        checkout.start_server()
        assert server.get("/readyz")[0] == 200
        assert [server.get("/sign-in/")[0] for _ in range(8)] == [200] * 8
        # What web processes connect by is not enough for a command: it would see nothing, and call that sound.
        done = manage("audit_verify", url=database_url(checkout, EMBEDDED_WEB_ROLE))
        assert_one_line(done, "it names the role of web processes. Commands need the owner of the tables")

        status, headers, _ = server.get("/static/css/site.css")
        assert (status, headers["cross-origin-resource-policy"]) == (200, "same-origin")
        assert "camera=()" in headers["permissions-policy"]

    lines = [json.loads(line) for line in log.read_text().splitlines()]
    assert any(line.get("status") == 503 for line in lines)
    assert "C0099" not in log.read_text()
