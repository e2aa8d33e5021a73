"""What somebody sees when a page could not be made."""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

COME_BACK_SECONDS = 10


def fault_page(_: HttpRequest) -> HttpResponse:
    """A fault of ours, 500; or 503 with the time to come back while the database does not answer.

    Neither page asks the database, who is reading or where one can go.
    """
    if _is_of_the_database(sys.exc_info()[1]):
        response = HttpResponse(render_to_string("503.html"), status=503)
        response["Retry-After"] = str(COME_BACK_SECONDS)
    else:
        response = HttpResponse(render_to_string("500.html"), status=500)
    response["Cache-Control"] = "no-store, private"
    return response


def _is_of_the_database(fault: BaseException | None) -> bool:
    """Whether the fault, or one that it came of, is a connection that cannot be had or was lost."""
    while fault is not None:
        if isinstance(fault, OperationalError | InterfaceError):
            return True
        fault = fault.__cause__ or fault.__context__
    return False
