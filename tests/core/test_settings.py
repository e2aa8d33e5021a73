"""Settings come from the environment, and nothing that protects the records has a fallback."""

import os
import subprocess
import sys

import pytest

from tests.checkouts import PROJECT

PRODUCTION = {
    "DEPLOYMENT": "production",
    "SECRET_KEY": "k" * 60,
    "ALLOWED_HOSTS": "tracker.example",
    "DATABASE_URL": "postgresql://ann:hunter2@db.example/care",
}


def load(code: str = "", **environment: str) -> "subprocess.CompletedProcess[str]":
    """Import the settings in a new process that has this environment alone."""
    return subprocess.run(
        [sys.executable, "-c", f"from sufficiency import settings\n{code}"],
        cwd=PROJECT,
        env={"PATH": os.defpath, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_settings_without_any_environment_are_for_this_machine_only() -> None:
    done = load("print(settings.DEBUG, settings.ALLOWED_HOSTS, len(settings.SECRET_KEY) >= 50)")
    assert done.stdout == "False ['localhost', '127.0.0.1', '[::1]'] True\n"
    assert load("print(settings.DATABASES['default']['ENGINE'])").stdout == "sufficiency.core.embedded\n"


def test_settings_for_production_keep_cookies_to_https() -> None:
    code = "print(settings.SESSION_COOKIE_SECURE, settings.CSRF_COOKIE_SECURE, settings.SECURE_SSL_REDIRECT)"
    assert load(code, **PRODUCTION).stdout == "True True True\n"


def test_settings_for_production_tie_cookies_to_the_host() -> None:
    code = "print(settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, settings.SESSION_COOKIE_AGE)"
    assert load(code, **PRODUCTION).stdout == "__Host-session __Host-csrftoken 1800\n"
    assert load(code).stdout == "session csrftoken 1800\n"


def test_settings_for_production_always_ask_for_a_second_factor() -> None:
    code = "print(settings.SECOND_FACTOR_REQUIRED, settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN)"
    unwanted = {"SECOND_FACTOR_REQUIRED": "false", "MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN": "true"}
    assert load(code, **PRODUCTION, **unwanted).stdout == "True False\n"
    assert load(code).stdout == "False True\n"


def test_settings_refuse_half_a_description_of_single_sign_on() -> None:
    done = load(**PRODUCTION, OIDC_SERVER_URL="https://login.example")
    assert "OIDC_CLIENT_ID and OIDC_CLIENT_SECRET must be set when OIDC_SERVER_URL is." in done.stderr


@pytest.mark.parametrize("name", ["SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL"])
def test_settings_for_production_refuse_to_load_without(name: str) -> None:
    done = load(**{key: value for key, value in PRODUCTION.items() if key != name})
    assert done.returncode != 0
    assert f"{name} must be set when DEPLOYMENT is 'production'." in done.stderr


def test_settings_for_production_refuse_debug() -> None:
    assert "DEBUG must not be on" in load(**PRODUCTION, DEBUG="true").stderr


def test_settings_refuse_a_deployment_they_do_not_know() -> None:
    assert "must be 'local' or 'production'" in load(DEPLOYMENT="staging").stderr
