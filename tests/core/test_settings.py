"""Settings come from the environment, and nothing that protects the records has a fallback."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.checkouts import PROJECT

PRODUCTION = {
    "DEPLOYMENT": "production",
    "SECRET_KEY": "a long random text " * 4,
    "ALLOWED_HOSTS": "tracker.example",
    "DATABASE_URL": "postgresql://ann:hunter2@db.example/care?sslmode=verify-full",
    "DATA_CONTROLLER": "Dorset Council",
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


@pytest.mark.parametrize("name", ["SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL", "DATA_CONTROLLER"])
def test_settings_for_production_refuse_to_load_without(name: str) -> None:
    for environment in ({key: value for key, value in PRODUCTION.items() if key != name}, PRODUCTION | {name: " "}):
        done = load(**environment)
        assert done.returncode != 0
        assert f"{name} must be set when DEPLOYMENT is 'production': " in done.stderr.splitlines()[-1]


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("SECRET_KEY", "k" * 49, "SECRET_KEY must have 50 characters or more"),
        ("ALLOWED_HOSTS", "*", "ALLOWED_HOSTS must name hosts"),
        ("DATABASE_URL", "postgresql://ann:hunter2@db.example/care", "DATABASE_URL must end with ?sslmode="),
        ("DATABASE_URL", PRODUCTION["DATABASE_URL"].replace("verify-full", "prefer"), "verify-ca, verify-full when"),
        (
            "OWNER_DATABASE_URL",
            "postgresql://owner:hunter2@db.example/care",
            "OWNER_DATABASE_URL must end with ?sslmode=",
        ),
        ("CSRF_TRUSTED_ORIGINS", "http://tracker.example", "CSRF_TRUSTED_ORIGINS must begin with https://"),
        ("HTTPS", "false", "HTTPS must not be off"),
        ("DEBUG", "true", "DEBUG must not be on"),
    ],
)
def test_settings_for_production_refuse_what_leaves_the_records_open(name: str, value: str, said: str) -> None:
    done = load(**PRODUCTION | {name: value})
    assert done.returncode != 0
    assert said in done.stderr.splitlines()[-1]
    assert "hunter2" not in done.stderr


def test_web_server_refuses_to_start_in_one_line() -> None:
    tool = Path(sys.executable).with_name("gunicorn")
    environment = {"PATH": os.defpath, **PRODUCTION, "DATA_CONTROLLER": ""}
    done = subprocess.run(
        [tool, "sufficiency.wsgi", "--check-config"],
        cwd=PROJECT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0
    assert done.stderr.startswith("Settings: DATA_CONTROLLER must be set")
    assert done.stderr.count("\n") == 1


def test_check_for_deployment_finds_nothing_to_say() -> None:
    code = """
import os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "sufficiency.settings"
from django.core.management import execute_from_command_line
execute_from_command_line(["manage.py", "check", "--deploy", "--fail-level", "DEBUG"])
"""
    done = load(code, **PRODUCTION)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("System check identified no issues")


def test_settings_refuse_a_deployment_they_do_not_know() -> None:
    assert "must be 'local' or 'production'" in load(DEPLOYMENT="staging").stderr
