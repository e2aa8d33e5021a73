"""A child's identifier reaches the log by no way."""

import io
import json
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core import mail
from django.db import IntegrityError
from django.test import Client

from sufficiency.core.logs import JsonFormatter, LineHandler
from sufficiency.core.models import Authority
from tests.dashboards.factory import ADMIN, OFFICER, person, signed_in
from tests.placements.council import found_council

CHILD = "ZZ009137"


@pytest.fixture
def council(db: None) -> Authority:
    return found_council()


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What the log would hold if it held everything."""
    stream = io.StringIO()
    handler = LineHandler(stream)
    handler.setFormatter(JsonFormatter())
    handler.setLevel(logging.DEBUG)
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield stream
    root.removeHandler(handler)
    root.setLevel(level)


def lines(log: io.StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in log.getvalue().splitlines()]


def test_no_way_of_making_a_page_fail_brings_a_child_into_the_log(
    council: Authority, log: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        try:
            raise IntegrityError(f"DETAIL: Key (child)=({CHILD}) already exists.")
        except IntegrityError as fault:
            raise RuntimeError(f"child {CHILD} of {council}") from fault

    officer, admin = signed_in(person(council, OFFICER)), signed_in(person(council, ADMIN, "ann.example"))
    for client in (officer, admin):
        client.raise_request_exception = False
    officer.get(f"/children/{CHILD}/?child={CHILD}")
    officer.get(f"/registers/unregulated-cases/?child={CHILD}&page={CHILD}&sort={CHILD}")
    officer.post(f"/registers/{CHILD}/new/", {"child": CHILD})
    officer.post("/registers/unregulated-cases/new/", {"child": CHILD, "opened_on": CHILD})
    Client(enforce_csrf_checks=True).post("/sign-in/", {"username": CHILD, "password": CHILD})
    officer.get("/", headers={"host": f"{CHILD}.example"})
    admin.post(f"/data/load/?{CHILD}", {"year": CHILD})
    officer.generic(CHILD, "/children/")
    monkeypatch.setattr("sufficiency.dashboards.views.overview.as_at_of", broken)
    assert officer.get(f"/?child={CHILD}", headers={"x-request-id": CHILD}).status_code == 500
    logging.getLogger("a.library").error("could not read %s", CHILD)
    logging.getLogger("a.library").error(RuntimeError(CHILD))

    assert lines(log)
    assert CHILD not in log.getvalue()
    assert "ann.example" not in log.getvalue()
    assert not mail.outbox


def test_line_says_where_and_when_and_to_which_request(
    council: Authority, log: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("secret")

    user = person(council, OFFICER)
    officer = signed_in(user)
    officer.raise_request_exception = False
    monkeypatch.setattr("sufficiency.dashboards.views.overview.as_at_of", broken)
    response = officer.get("/?as-at=2020-11-30", headers={"x-request-id": "0123456789abcdef"})
    assert response["X-Request-ID"] == "0123456789abcdef"
    line = next(line for line in lines(log) if line["logger"] == "django.request")
    error = line.pop("error")
    assert isinstance(line.pop("time"), str)
    assert line == {
        "level": "ERROR", "logger": "django.request", "message": "request", "request": "0123456789abcdef",
        "method": "GET", "path": "/", "user": user.pk, "status": 500,
    }  # fmt: skip
    assert error[0]["type"] == "builtins.RuntimeError"  # type: ignore[index]
    assert error[0]["at"][-1].endswith(" broken")  # type: ignore[index]


def test_entry_of_a_register_is_logged_by_its_route(council: Authority, log: io.StringIO) -> None:
    address = "/registers/unregulated-cases/0a0a0a0a-0a0a-0a0a-0a0a-0a0a0a0a0a0a/"
    signed_in(person(council, OFFICER)).get(address)
    assert "/registers/<slug:slug>/<uuid:record>/" in log.getvalue()
    assert "0a0a0a0a-0a0a" not in log.getvalue()


def test_request_that_cannot_be_read_is_logged_without_it(log: io.StringIO) -> None:
    """gunicorn puts the line of the request, and who sent it, into the message itself."""
    said = f"Invalid request from ip=198.51.100.7: Invalid HTTP request line: 'GET /children/?child={CHILD}'"
    logging.getLogger("gunicorn.error").error(said)
    logging.getLogger("root").error(said)
    assert {line["message"] for line in lines(log)} == {"Invalid request"}


def test_full_disk_of_the_log_stops_no_page(council: Authority, capsys: pytest.CaptureFixture[str]) -> None:
    officer = signed_in(person(council, OFFICER))
    with Path("/dev/full").open("w", buffering=1) as full:
        handler = LineHandler(full)
        handler.setFormatter(JsonFormatter())
        logger = logging.getLogger("django.request")
        logger.addHandler(handler)
        try:
            assert officer.get(f"/children/{CHILD}/").status_code == 404
        finally:
            logger.removeHandler(handler)
            full.buffer.raw.close()  # what could not be written must not be tried again
    assert CHILD not in capsys.readouterr().err
