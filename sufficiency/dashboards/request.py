"""What the middleware leaves on a request, with its type."""

from typing import cast

from django.http import HttpRequest

from sufficiency.core.access import Reader


def reader_of(request: HttpRequest) -> Reader:
    """The reader of a guarded view; ``permission_required`` has made sure that there is one."""
    return cast(Reader, request.reader)  # type: ignore[attr-defined]
