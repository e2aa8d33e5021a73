"""What DATABASE_URL may say."""

import environ
import pytest
from django.core.exceptions import ImproperlyConfigured

from sufficiency.core.database_url import database_settings, databases


def test_database_url_is_read_with_escapes_and_options() -> None:
    settings = database_settings("postgresql://ann:p%40ss%2F%23@db.example:6543/care?sslmode=require")
    wanted = {"HOST": "db.example", "PORT": 6543, "USER": "ann", "PASSWORD": "p@ss/#", "NAME": "care"}
    assert {key: settings[key] for key in wanted} == wanted
    assert settings["ENGINE"] == "django.db.backends.postgresql"
    assert settings["OPTIONS"] == {"connect_timeout": 10, "sslmode": "require"}


@pytest.mark.parametrize(
    ("url", "fault"),
    [
        ("hunter2", "does not begin with postgresql://"),
        ("mysql://ann:hunter2@host/care", "does not begin with postgresql://"),
        ("ann:hunter2@host/care", "does not begin with postgresql://"),
        ("postgres://ann:hunter2@host", "names no database"),
        ("postgres://ann:hunter2@host/", "names no database"),
        ("postgres://ann:hunter2@host:port/care", "port is not a number"),
        ("postgres://ann:hunter2@host:70000/care", "port is not a number"),
        ("postgres://ann:hunter2@host:0/care", "port is not a number"),
        ("postgres://ann:hunter2#x@host/care", "write # as %23"),
        ("postgres://ann:hunter2/x@host/care", "/ as %2F"),
        ("postgres://ann:12/hunter2@host/care", "holds a /"),
        ("postgres://ann:hunter2@[::1/care", "host cannot be read"),
        ("postgres://ann:hunter2\uff0f@host/care", "host cannot be read"),
        ("postgres://ann:hunter2@host/care\n", "control character"),
        ("postgres://ann:hunter2 @host/care", "space"),
    ],
)
def test_database_url_that_cannot_be_one_is_named_without_its_password(url: str, fault: str) -> None:
    with pytest.raises(ImproperlyConfigured) as raised:
        database_settings(url)
    message = str(raised.value)
    assert fault in message
    assert "hunter2" not in message
    assert "\n" not in message


def test_database_url_may_name_the_directory_of_a_socket() -> None:
    assert database_settings("postgresql://ann@%2FRun%2Fpostgresql/care")["HOST"] == "/Run/postgresql"


def test_database_url_without_a_host_means_the_usual_socket() -> None:
    assert database_settings("postgresql:///care")["HOST"] == ""


def roles(monkeypatch: pytest.MonkeyPatch, **addresses: str) -> tuple[str, str, str | None]:
    """The role of commands, that of web processes, and the one that owns nothing."""
    for name in ("DATABASE_URL", "OWNER_DATABASE_URL"):
        monkeypatch.delenv(name, raising=False)
    for name, address in addresses.items():
        monkeypatch.setenv(name, address)
    owner, web, role = databases(environ.Env())
    return owner["USER"], web["USER"], role


def test_commands_and_web_processes_connect_as_different_roles(monkeypatch: pytest.MonkeyPatch) -> None:
    web, owner = "postgresql://web:one@host/care", "postgresql://owner:two@host/care"
    assert roles(monkeypatch) == ("sufficiency", "sufficiency_web", "sufficiency_web")
    assert roles(monkeypatch, DATABASE_URL=web, OWNER_DATABASE_URL=owner) == ("owner", "web", "web")
    assert roles(monkeypatch, DATABASE_URL=web) == ("web", "web", None)
    for addresses, fault in (
        ({"OWNER_DATABASE_URL": owner}, "DATABASE_URL must be set when OWNER_DATABASE_URL is"),
        ({"DATABASE_URL": owner, "OWNER_DATABASE_URL": owner}, "must name different roles"),
        ({"DATABASE_URL": web, "OWNER_DATABASE_URL": "owner:two"}, "OWNER_DATABASE_URL cannot be used"),
    ):
        with pytest.raises(ImproperlyConfigured, match=fault):
            roles(monkeypatch, **addresses)
