"""Who is reading, for how long, what they must do first, and what every answer tells the browser not to do."""

from collections.abc import Callable
from contextlib import nullcontext
from typing import Any
from urllib.parse import unquote

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseNotAllowed
from django.shortcuts import redirect

from .access import Reader, reader_for
from .holdings import asked_once
from .roles import Permission
from .sessions import AUTHORITY, ON_ONE_TIME, PROVEN, goes_on
from .web_role import read_as

Respond = Callable[[HttpRequest], HttpResponse]

OWN_PASSWORD = "account_change_password"  # noqa: S105 - the name of a page
SET_UP_SECOND_FACTOR = "mfa_index"
# The pages on which somebody may do what they must do first.
WAYS = {
    OWN_PASSWORD: {OWN_PASSWORD},
    SET_UP_SECOND_FACTOR: {
        SET_UP_SECOND_FACTOR,
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "account_reauthenticate",
        "mfa_reauthenticate",
        "mfa_reauthenticate_webauthn",
    },
}


class SessionLimitsMiddleware:
    """Signs out whoever signed in too long ago."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated and not goes_on(request.session):
            logout(request)
        return self.get_response(request)


class FirstThingsMiddleware:
    """Lets nobody go on who has yet to choose a password of their own, or to set up a second factor."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, *_: Any) -> HttpResponse | None:
        """To the page where it is done, unless it is that page, or one for everybody."""
        if not request.user.is_authenticated or not getattr(view, "login_required", True):
            return None
        due = _due(request)
        name = request.resolver_match.url_name if request.resolver_match else None
        return None if due is None or name in WAYS[due] else redirect(due)


def _due(request: HttpRequest) -> str | None:
    """The name of the page to go to first."""
    if request.session.get(ON_ONE_TIME):
        return OWN_PASSWORD
    if settings.SECOND_FACTOR_REQUIRED and request.session.get(PROVEN) != request.user.pk:
        return SET_UP_SECOND_FACTOR
    return None


# What a page may use of a device: nothing but a passkey. Each must be named, for there is no word for all.
DEVICE = (
    *("accelerometer", "autoplay", "browsing-topics", "camera", "clipboard-read", "display-capture"),
    *("encrypted-media", "fullscreen", "gamepad", "geolocation", "gyroscope", "hid", "identity-credentials-get"),
    *("idle-detection", "keyboard-map", "local-fonts", "magnetometer", "microphone", "midi", "otp-credentials"),
    *("payment", "picture-in-picture", "screen-wake-lock", "serial", "storage-access", "usb", "window-management"),
    "xr-spatial-tracking",
)
PERMISSIONS_POLICY = ", ".join(f"{name}=()" for name in DEVICE)


READING = ("GET", "HEAD")
METHODS = (*READING, "POST")


class RequestsMiddleware:
    """Refuses what no page of ours asks for, before anything looks at it.

    That is any method beside reading and sending forms, and an address with the character 0, which no text can hold.
    """

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in METHODS:
            return HttpResponseNotAllowed(METHODS)
        if "\0" in unquote(request.META.get("QUERY_STRING", "")):
            return HttpResponseBadRequest("This address cannot be read.", content_type="text/plain")
        return self.get_response(request)


class BodiesMiddleware:
    """Refuses, unread, whatever is longer than a form, of everybody but whoever may send files.

    Looking for a form's token means reading all that came with it, files onto the disk, whoever sent it.
    """

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        reader: Reader | None = getattr(request, "reader", None)
        sent = request.META.get("CONTENT_LENGTH") or "0"
        is_long = not sent.isdecimal() or int(sent) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        if is_long and not (reader and (reader.may_load or reader.may_load_published)):
            said = "This is longer than any form here. If you were sending files, sign in first."
            return HttpResponse(said, status=413, content_type="text/plain")
        return self.get_response(request)


class HeadersMiddleware:
    """Adds the headers that neither Django nor django-csp sets, to pages, files and faults alike."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response["Permissions-Policy"] = PERMISSIONS_POLICY
        response["Cross-Origin-Resource-Policy"] = "same-origin"
        return response


class ReaderMiddleware:
    """Sets ``request.reader``: the :class:`~sufficiency.core.access.Reader`, or None.

    The database shows this request the rows of the authority that they read, and to nobody's request any.
    Which authority somebody with several reads is kept in the session, never in the address.
    Pages for people signed in are never kept by a shared cache or shown again by "back" after
    signing out.
    """

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        reader = reader_for(request.user, request.session.get(AUTHORITY))
        request.reader = reader  # type: ignore[attr-defined]
        if reader is not None:
            publishes = reader.may(Permission.LOAD_PUBLISHED)
            read_as([reader.authority.code], person=request.user.pk, publishes=publishes)
        with asked_once() if request.method in READING else nullcontext():
            response = self.get_response(request)
        if request.user.is_authenticated and "Cache-Control" not in response:
            response["Cache-Control"] = "no-store, private"
        return response
