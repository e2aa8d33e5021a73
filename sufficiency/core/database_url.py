"""Reads DATABASE_URL, and says what is wrong with it without ever repeating it: it holds a password."""

from typing import Any
from urllib.parse import unquote, urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

EXAMPLE = "postgresql://user:password@host:5432/database"
CONNECT_SECONDS = 10


EMBEDDED = {"ENGINE": "sufficiency.core.embedded", "NAME": "sufficiency", "USER": "sufficiency"}
EMBEDDED_WEB_ROLE = "sufficiency_web"


def databases(env: environ.Env) -> tuple[dict[str, Any], dict[str, Any], str | None]:
    """What commands connect by, what web processes connect by, and the role of web processes, which owns nothing.

    Without any address it is the embedded server. DATABASE_URL is for web processes, OWNER_DATABASE_URL for commands,
    so that no web process need know how to become the owner. With DATABASE_URL alone both connect by it, and there is
    no such role (None): so do web processes of a council, and whoever tries the tracker on a server of their own.

    Raises ImproperlyConfigured for an address that cannot be one, or when both name the same role.
    """
    web_url, owner_url = env.str("DATABASE_URL", default=""), env.str("OWNER_DATABASE_URL", default="")
    if not web_url and not owner_url:
        return EMBEDDED, {"USER": EMBEDDED_WEB_ROLE}, EMBEDDED_WEB_ROLE
    if not web_url:
        raise ImproperlyConfigured("DATABASE_URL must be set when OWNER_DATABASE_URL is: web processes connect by it.")
    web = database_settings(web_url)
    if not owner_url:
        return web, web, None
    owner = database_settings(owner_url, "OWNER_DATABASE_URL")
    if owner["USER"] == web["USER"]:
        raise ImproperlyConfigured("DATABASE_URL and OWNER_DATABASE_URL must name different roles.")
    return owner, web, web["USER"]


def database_settings(url: str, name: str = "DATABASE_URL") -> dict[str, Any]:
    """Django's settings for the server that the address names; ``name`` is the variable that holds it.

    Raises ImproperlyConfigured, in one line without the password, for an address that cannot be one.
    """
    if not url.isprintable() or " " in url:
        raise _fault(name, "it holds a space or a control character")
    if not url.startswith(("postgres://", "postgresql://")):
        raise _fault(name, "it does not begin with postgresql://")
    try:
        parts = urlsplit(url)
    except ValueError:
        raise _fault(name, "its host cannot be read") from None
    try:
        port_is_valid = parts.port != 0
    except ValueError:
        port_is_valid = False
    if not port_is_valid:
        escapes = "in a password write # as %23, / as %2F, : as %3A, ? as %3F and @ as %40"
        raise _fault(name, f"its port is not a number from 1 to 65535 ({escapes})")
    if "@" in parts.path:
        raise _fault(name, "its password holds a / that is not written as %2F")
    if not parts.path.strip("/"):
        raise _fault(name, "it names no database")
    database = dict(environ.Env.db_url_config(url))
    database["HOST"] = unquote(database["HOST"])  # a socket's directory is written %2Frun%2Fpostgresql
    database["ENGINE"] = "django.db.backends.postgresql"
    database["OPTIONS"] = {"connect_timeout": CONNECT_SECONDS, **database.get("OPTIONS", {})}
    return database


def _fault(name: str, what: str) -> ImproperlyConfigured:
    return ImproperlyConfigured(f"{name} cannot be used: {what}. It must look like {EXAMPLE}.")
