"""The council's own sign-in by OpenID Connect, as the environment describes it."""

from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured

# Endpoints of Microsoft Entra ID that let in people of every organisation.
EVERYBODYS = ("/common", "/organizations", "/consumers")
SUBJECT = "sub"


def single_sign_on(env: environ.Env, provider_id: str, *, is_local: bool) -> dict[str, Any]:
    """The providers for django-allauth: one, or none while ``OIDC_SERVER_URL`` is not set.

    Raises ImproperlyConfigured for half a description, an address without TLS, and one that lets in everybody.
    """
    server = env.str("OIDC_SERVER_URL", default="").rstrip("/")
    if not server:
        return {}
    missing = [name for name in ("OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET") if not env.str(name, default="")]
    if missing:
        raise ImproperlyConfigured(f"{' and '.join(missing)} must be set when OIDC_SERVER_URL is.")
    if not is_local and not server.startswith("https://"):
        raise ImproperlyConfigured("OIDC_SERVER_URL must begin with https:// when DEPLOYMENT is 'production'.")
    if any(f"{part}/" in f"{server}/" for part in EVERYBODYS):
        raise ImproperlyConfigured("OIDC_SERVER_URL must name the council's own directory, not everybody's.")
    claim = env.str("OIDC_SUBJECT_CLAIM", default=SUBJECT)
    app = {
        "provider_id": provider_id,
        "name": env.str("OIDC_NAME", default="your council account"),
        "client_id": env.str("OIDC_CLIENT_ID"),
        "secret": env.str("OIDC_CLIENT_SECRET"),
        # A claim of the provider's own, such as Entra's "oid", stands in the ID token alone.
        "settings": {"server_url": server, "uid_field": claim, "fetch_userinfo": claim == SUBJECT},
    }
    return {"openid_connect": {"APPS": [app], "OAUTH_PKCE_ENABLED": True}}
