"""The log: one JSON object a line, that says where and when something happened and never to whom.

A record about a child can stand in an address, in a form, in a message of the database and in any exception. So a
line holds none of these: of an address the route that it took, of a message the text that stands in the code
without what was put into it, of an exception its type and the places in the code that it passed.
"""

import json
import logging
import re
import secrets
import traceback
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse

NUMBER_OF_REQUEST = "X-Request-ID"
ACCEPTABLE = re.compile(r"[0-9a-f-]{8,64}")  # what proxies make: nobody writes a record into it
NO_ROUTE = "(no route)"  # no such page, or it broke off before one was looked for
REFUSED = re.compile(r"Invalid request(?= from ip=)")  # gunicorn puts what it cannot read into the message itself
EMPTY = re.compile(r"(%s|\W)*")  # a message that is nothing but places for values
PLACES = 12  # of an exception's way through the code, the last

_current: ContextVar[HttpRequest | None] = ContextVar("request that is being answered", default=None)


class RequestMiddleware:
    """Gives each request a number, or takes over the proxy's, and answers with it; lines of the log name it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get(NUMBER_OF_REQUEST, "")
        number = given if ACCEPTABLE.fullmatch(given) else secrets.token_hex(8)
        request.number = number  # type: ignore[attr-defined]
        token = _current.set(request)
        try:
            response = self.get_response(request)
        finally:
            _current.reset(token)
        response[NUMBER_OF_REQUEST] = number
        return response


class JsonFormatter(logging.Formatter):
    """A record of the log as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """Without arguments, values or addresses, whatever the record carries."""
        fault = record.exc_info[1] if record.exc_info else None
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": _message(record, fault),
        }
        if (request := getattr(record, "request", None) or _current.get()) is not None:
            line |= _about(request)
        if status := getattr(record, "status_code", None):
            line["status"] = status
        if fault is not None:
            line["error"] = [{"type": _name(each), "at": _places(each)} for each in _chain(fault)]
        return json.dumps(line)


class LineHandler(logging.StreamHandler[Any]):
    """Writes to the standard error stream; a line that cannot be written, as on a full disk, is lost in silence.

    Python would report the failure to the same stream, with the record's arguments, and a page would be no better
    for it.
    """

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - the library's name
        """Drop the line."""


def _message(record: logging.LogRecord, fault: BaseException | None) -> str:
    """The text as it stands in the code; the record's logger where it says nothing, or what an exception says."""
    text = str(record.msg)
    is_quoted = isinstance(record.msg, BaseException) or (fault is not None and str(fault) and str(fault) in text)
    if is_quoted or EMPTY.fullmatch(text) or record.name.startswith("django.security"):
        return record.name.rpartition(".")[2]
    refused = REFUSED.match(text)
    return refused[0] if refused else text


def _about(request: Any) -> dict[str, Any]:
    """Which request: its number, method, route, and the number of the user where one is known already."""
    match = getattr(request, "resolver_match", None)
    # Asking the request for its user would ask the database, which may be what the line is about.
    user = getattr(getattr(request, "_cached_user", None), "pk", None)
    about = {
        "request": getattr(request, "number", None),
        "method": request.method if request.method in {"GET", "HEAD", "POST"} else "other",
        "path": f"/{match.route}" if match else NO_ROUTE,
        "user": user,
    }
    return {name: value for name, value in about.items() if value is not None}


def _chain(fault: BaseException) -> Iterator[BaseException]:
    """An exception and those it came of, as far as the first ten."""
    current: BaseException | None = fault
    for _ in range(10):
        if current is None:
            return
        yield current
        current = current.__cause__ or current.__context__


def _name(fault: BaseException) -> str:
    return f"{type(fault).__module__}.{type(fault).__qualname__}"


def _places(fault: BaseException) -> list[str]:
    """The way through the code; a line of source holds no value."""
    frames = traceback.extract_tb(fault.__traceback__)[-PLACES:]
    return [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]


LOGGED_AS_JSON: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "sufficiency.core.logs.JsonFormatter"}},
    "handlers": {"lines": {"class": "sufficiency.core.logs.LineHandler", "formatter": "json"}},
    "root": {"handlers": ["lines"], "level": "WARNING"},
    # Django would print addresses while it serves by itself, and send faults by e-mail.
    "loggers": {
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        "django.server": {"handlers": [], "level": "WARNING", "propagate": True},
        # gunicorn brings a handler of its own to each of its loggers.
        "gunicorn.error": {"handlers": ["lines"], "level": "WARNING", "propagate": False},
        "gunicorn.access": {"handlers": [], "level": "CRITICAL", "propagate": False},
    },
}
