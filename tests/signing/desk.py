"""Somebody who signs in through the pages, with what they hold in their hands."""

import re
import time
from typing import Any

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client

from tests.dashboards.factory import PASSWORD

PERIOD = 30


def sign_in(client: Client, name: str, password: str = PASSWORD, **more: str) -> Any:
    """Send the first form; the response."""
    return client.post("/sign-in/", {"username": name, "password": password, **more})


def code(key: str, steps: int = 0) -> str:
    """What an authenticator app with the key shows, so many half minutes from now."""
    return format_hotp_value(hotp_value(key, int(time.time()) // PERIOD + steps))


def set_up_app(client: Client) -> str:
    """Set up an authenticator app, as the page says; its key."""
    page = client.get("/account/second-step/app/").content.decode()
    found = re.search(r'id="app-key">([\w ]+)<', page)
    assert found is not None, page
    key = found[1].replace(" ", "")
    response = client.post("/account/second-step/app/", {"code": code(key)})
    assert response.status_code == 302, response.content.decode()
    return key
