"""Who is reading: worked out once a request."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from .access import reader_for


class ReaderMiddleware:
    """Sets ``request.reader``: the :class:`~sufficiency.core.access.Reader`, or None.

    Pages for people signed in are never kept by a shared cache or shown again by "back" after
    signing out.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.reader = reader_for(request.user)  # type: ignore[attr-defined]
        response = self.get_response(request)
        if request.user.is_authenticated and "Cache-Control" not in response:
            response["Cache-Control"] = "no-store, private"
        return response
