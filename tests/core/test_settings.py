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


@pytest.mark.parametrize("name", ["SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL"])
def test_settings_for_production_refuse_to_load_without(name: str) -> None:
    done = load(**{key: value for key, value in PRODUCTION.items() if key != name})
    assert done.returncode != 0
    assert f"{name} must be set when DEPLOYMENT is 'production'." in done.stderr


def test_settings_for_production_refuse_debug() -> None:
    assert "DEBUG must not be on" in load(**PRODUCTION, DEBUG="true").stderr


def test_settings_refuse_a_deployment_they_do_not_know() -> None:
    assert "must be 'local' or 'production'" in load(DEPLOYMENT="staging").stderr
