"""A council's OpenID provider on this machine: django-oauth-toolkit's, in a process of its own, with people of ours.

``python provider.py PORT CALLBACK`` serves until it is ended. People sign in at ``/login/`` with the password "open".
"""

import sys
from typing import Any
from wsgiref.simple_server import make_server

import django
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from django.conf import settings
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application

CLIENT, SECRET = "sufficiency", "a secret of the two"
# What the provider tells of each: one with a verified address, one whose address it has not verified, and others.
PEOPLE: dict[str, dict[str, Any]] = {
    "ann": {"email": "ann@council.example", "email_verified": True, "oid": "object-of-ann"},
    "mallory": {"email": "ann@council.example", "email_verified": False, "oid": "object-of-mallory"},
    "stranger": {"email": "stranger@council.example", "email_verified": True, "oid": "object-of-stranger"},
    "sly": {"email": "sly@council.example", "email_verified": "true", "oid": "object-of-sly"},
}
LOGIN = '<form method="post">{% csrf_token %}{{ form }}<button>Sign in</button></form>'


def configure() -> None:
    """Settings of a Django of its own, with its records in memory."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    settings.configure(
        SECRET_KEY="of the provider alone",
        ALLOWED_HOSTS=["127.0.0.1"],
        ROOT_URLCONF=__name__,
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
        MIGRATION_MODULES=dict.fromkeys(("auth", "contenttypes", "sessions", "oauth2_provider")),
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        INSTALLED_APPS=[
            "django.contrib.auth",
            "django.contrib.contenttypes",
            "django.contrib.sessions",
            "oauth2_provider",
        ],
        MIDDLEWARE=[
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
        ],
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        TEMPLATES=[
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "OPTIONS": {"loaders": [("django.template.loaders.locmem.Loader", {"registration/login.html": LOGIN})]},
            }
        ],
        LOGIN_URL="/login/",
        USE_TZ=True,
        OAUTH2_PROVIDER={
            "OIDC_ENABLED": True,
            "OIDC_RSA_PRIVATE_KEY": key.private_bytes(
                Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption()
            ).decode(),
            "OAUTH2_VALIDATOR_CLASS": claims_of,
            "SCOPES": {"openid": "who one is", "profile": "name", "email": "address"},
            "PKCE_REQUIRED": True,
        },
    )
    django.setup()


def claims_of() -> Any:
    """The toolkit's rules, with what the provider knows of its people; made late, as it needs the settings."""
    from oauth2_provider.oauth2_validators import OAuth2Validator  # noqa: PLC0415

    class Validator(OAuth2Validator):  # type: ignore[misc]
        oidc_claim_scope = None

        def get_additional_claims(self, request: Any) -> dict[str, Any]:
            return PEOPLE[request.user.username]

    return Validator


def prepare(callback: str) -> None:
    """The tables, the people, and the one client."""
    from django.contrib.auth.models import User  # noqa: PLC0415
    from oauth2_provider.models import Application  # noqa: PLC0415

    call_command("migrate", run_syncdb=True, verbosity=0)
    for name in PEOPLE:
        User.objects.create_user(name, password="open")
    Application.objects.create(
        client_id=CLIENT,
        client_secret=SECRET,
        redirect_uris=callback,
        client_type=Application.CLIENT_CONFIDENTIAL,
        authorization_grant_type=Application.GRANT_AUTHORIZATION_CODE,
        algorithm=Application.RS256_ALGORITHM,
        skip_authorization=True,
    )


def addresses() -> list[Any]:
    """Its pages."""
    from django.contrib.auth.views import LoginView  # noqa: PLC0415
    from django.urls import include, path  # noqa: PLC0415

    return [path("login/", LoginView.as_view()), path("o/", include("oauth2_provider.urls"))]


if __name__ == "__main__":
    configure()
    settings.OAUTH2_PROVIDER["OAUTH2_VALIDATOR_CLASS"] = claims_of()
    urlpatterns = addresses()
    prepare(sys.argv[2])
    make_server("127.0.0.1", int(sys.argv[1]), get_wsgi_application()).serve_forever()
