"""What a deployment for a council must say before anything starts; each fault is one line."""

import environ
from django.core.exceptions import ImproperlyConfigured

from .database_url import database_settings

NEEDED = {
    "SECRET_KEY": "a long random text",
    "ALLOWED_HOSTS": "the host names people use",
    "DATABASE_URL": "the address of the database",
    "DATA_CONTROLLER": "the name of the council that answers for the records, as the footer shows it",
}
SHORTEST_KEY = 50  # characters; what "check --deploy" asks for too
ENCRYPTED = ("require", "verify-ca", "verify-full")


def insist_on_protection(env: environ.Env) -> None:
    """Raises ImproperlyConfigured when something that protects the records of a council is missing or switched off."""
    for name, meaning in NEEDED.items():
        if not env.str(name, default="").strip(" ,"):
            raise ImproperlyConfigured(f"{name} must be set when DEPLOYMENT is 'production': {meaning}.")
    for fault in (_weak_key(env), _open_hosts(env), _plain_database(env), _plain_pages(env), _debug(env)):
        if fault:
            raise ImproperlyConfigured(f"{fault} when DEPLOYMENT is 'production'.")


def _weak_key(env: environ.Env) -> str:
    is_long = len(env.str("SECRET_KEY")) >= SHORTEST_KEY
    return "" if is_long else f"SECRET_KEY must have {SHORTEST_KEY} characters or more"


def _open_hosts(env: environ.Env) -> str:
    return "ALLOWED_HOSTS must name hosts, not '*'," if "*" in env.list("ALLOWED_HOSTS") else ""


def _plain_database(env: environ.Env) -> str:
    for name in ("DATABASE_URL", "OWNER_DATABASE_URL"):
        url = env.str(name, default="")
        if url and database_settings(url, name)["OPTIONS"].get("sslmode") not in ENCRYPTED:
            return f"{name} must end with ?sslmode= and one of {', '.join(ENCRYPTED)}"
    return ""


def _plain_pages(env: environ.Env) -> str:
    if not env.bool("HTTPS", default=True):
        return "HTTPS must not be off"
    plain = any(not origin.startswith("https://") for origin in env.list("CSRF_TRUSTED_ORIGINS", default=[]))
    return "CSRF_TRUSTED_ORIGINS must begin with https://" if plain else ""


def _debug(env: environ.Env) -> str:
    return "DEBUG must not be on" if env.bool("DEBUG", default=False) else ""
