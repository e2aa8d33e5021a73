"""Reads DATABASE_URL, and says what is wrong with it without ever repeating it: it holds a password."""

from typing import Any
from urllib.parse import unquote, urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

EXAMPLE = "postgresql://user:password@host:5432/database"
CONNECT_SECONDS = 10


def database_settings(url: str) -> dict[str, Any]:
    """Django's settings for the server that the address names.

    Raises ImproperlyConfigured, in one line without the password, for an address that cannot be one.
    """
    if not url.isprintable() or " " in url:
        raise _fault("it holds a space or a control character")
    if not url.startswith(("postgres://", "postgresql://")):
        raise _fault("it does not begin with postgresql://")
    try:
        parts = urlsplit(url)
    except ValueError:
        raise _fault("its host cannot be read") from None
    try:
        port_is_valid = parts.port != 0
    except ValueError:
        port_is_valid = False
    if not port_is_valid:
        escapes = "in a password write # as %23, / as %2F, : as %3A, ? as %3F and @ as %40"
        raise _fault(f"its port is not a number from 1 to 65535 ({escapes})")
    if "@" in parts.path:
        raise _fault("its password holds a / that is not written as %2F")
    if not parts.path.strip("/"):
        raise _fault("it names no database")
    database = dict(environ.Env.db_url_config(url))
    database["HOST"] = unquote(database["HOST"])  # a socket's directory is written %2Frun%2Fpostgresql
    database["ENGINE"] = "django.db.backends.postgresql"
    database["OPTIONS"] = {"connect_timeout": CONNECT_SECONDS, **database.get("OPTIONS", {})}
    return database


def _fault(what: str) -> ImproperlyConfigured:
    return ImproperlyConfigured(f"DATABASE_URL cannot be used: {what}. It must look like {EXAMPLE}.")
