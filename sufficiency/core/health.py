"""``/healthz``: this process answers. ``/readyz``: it can serve pages. Both tell nothing else, to anybody.

They stand before everything else, because who asks is a balancer: by an address that is no host name of ours, without
HTTPS, without a session.
"""

from collections.abc import Callable
from functools import cache

from django.db import Error, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, HttpResponse

ALIVE, READY = "/healthz", "/readyz"


class HealthMiddleware:
    """Answers the two addresses and passes everything else on."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info == ALIVE:
            return _said("alive", is_good=True)
        if request.path_info == READY:
            is_good = is_ready()
            return _said("ready" if is_good else "not ready", is_good=is_good)
        return self.get_response(request)


def is_ready() -> bool:
    """Whether the database answers and has every migration that this code knows."""
    try:
        return _known() <= set(MigrationRecorder(connection).applied_migrations())
    except Error:
        return False


@cache
def _known() -> frozenset[tuple[str, str]]:
    return frozenset(MigrationLoader(None).disk_migrations)


def _said(text: str, *, is_good: bool) -> HttpResponse:
    answer = HttpResponse(f"{text}\n", content_type="text/plain", status=200 if is_good else 503)
    answer["Cache-Control"] = "no-store"
    return answer
