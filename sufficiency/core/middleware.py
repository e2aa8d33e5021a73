"""Who is reading, worked out once a request, and what every answer tells the browser not to do."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from .access import reader_for

# What a page may use of a device: nothing but a passkey. Each must be named, for there is no word for all.
DEVICE = (
    *("accelerometer", "autoplay", "bluetooth", "browsing-topics", "camera", "clipboard-read", "display-capture"),
    *("encrypted-media", "fullscreen", "gamepad", "geolocation", "gyroscope", "hid", "identity-credentials-get"),
    *("idle-detection", "keyboard-map", "local-fonts", "magnetometer", "microphone", "midi", "otp-credentials"),
    *("payment", "picture-in-picture", "screen-wake-lock", "serial", "storage-access", "usb", "window-management"),
    "xr-spatial-tracking",
)
PERMISSIONS_POLICY = ", ".join(f"{name}=()" for name in DEVICE)


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
