"""A fault in DATABASE_URL is one line and exit status 2, whatever the command; never a traceback."""

import os
import subprocess
import sys

import pytest

from tests.checkouts import PROJECT, Checkout

PASSWORD = "hunter2"


def manage(*arguments: str, url: str) -> "subprocess.CompletedProcess[str]":
    """Run this project's manage.py with a DATABASE_URL."""
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=PROJECT,
        env={"PATH": os.defpath, "DATABASE_URL": url},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )


def assert_one_line(done: "subprocess.CompletedProcess[str]", fault: str) -> None:
    assert done.returncode == 2, done.stderr
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert "DATABASE_URL" in done.stderr
    assert fault in done.stderr
    assert PASSWORD not in done.stderr


@pytest.fixture(scope="module")
def guarded(checkout: Checkout) -> str:
    """The start of an address, up to the user, of a server that asks its user 'ann' for a password."""
    checkout.start_server()
    assert checkout.server.home.data is not None
    rules = checkout.server.home.data / "pg_hba.conf"
    rules.write_text("local all ann scram-sha-256\n" + rules.read_text())
    checkout.execute(f"CREATE USER ann PASSWORD '{PASSWORD}'", "SELECT pg_reload_conf()")
    return str(checkout.server.socket_directory()).replace("/", "%2F")


@pytest.mark.parametrize("command", ["check", "migrate", "makemigrations", "runserver", "demo"])
def test_refused_connection_is_one_line_for(command: str) -> None:
    done = manage(command, url=f"postgresql://ann:{PASSWORD}@127.0.0.1:1/care")
    assert_one_line(done, "Connection refused")


@pytest.mark.parametrize(
    ("url", "fault"),
    [
        ("nonsense", "does not begin with postgresql://"),
        (f"mysql://ann:{PASSWORD}@127.0.0.1/care", "does not begin with postgresql://"),
        (f"postgresql://ann:{PASSWORD}@127.0.0.1:port/care", "port is not a number"),
        (f"postgresql://ann:{PASSWORD}@127.0.0.1", "names no database"),
        (f"postgresql://ann:{PASSWORD}@nowhere.invalid/care", "could not translate host name"),
        (f"postgresql://ann:{PASSWORD}@127.0.0.1:1/care?colour=red", 'invalid connection option "colour"'),
    ],
)
def test_address_that_cannot_be_used_is_one_line(url: str, fault: str) -> None:
    assert_one_line(manage("check", url=url), fault)


def test_wrong_password_is_one_line(guarded: str) -> None:
    done = manage("migrate", url=f"postgresql://ann:{PASSWORD}-wrong@{guarded}/sufficiency")
    assert_one_line(done, 'password authentication failed for user "ann"')


def test_missing_database_is_one_line(guarded: str) -> None:
    done = manage("migrate", url=f"postgresql://ann:{PASSWORD}@{guarded}/care")
    assert_one_line(done, 'database "care" does not exist')


def test_right_password_connects(guarded: str) -> None:
    # The database has no tables yet, so the command ends later and otherwise.
    done = manage("shell", "-c", "print('connected')", url=f"postgresql://ann:{PASSWORD}@{guarded}/sufficiency")
    assert "connected" in done.stdout
    assert done.returncode == 0


def test_database_without_tables_is_one_line(guarded: str) -> None:
    done = manage("measures", "--authority", "E06000059", url=f"postgresql://ann:{PASSWORD}@{guarded}/sufficiency")
    assert done.returncode == 2
    assert done.stderr == "Database: its tables are missing or old: run manage.py migrate first.\n"


def test_commands_that_need_no_server_run_without_it() -> None:
    done = manage("help", url=f"postgresql://ann:{PASSWORD}@127.0.0.1:1/care")
    assert done.returncode == 0
    assert "migrate" in done.stdout


def test_postgres_command_leaves_a_server_that_database_url_names_alone() -> None:
    done = manage("postgres", "reset", "--yes", url=f"postgresql://ann:{PASSWORD}@127.0.0.1:1/care")
    assert_one_line(done, "DATABASE_URL names the server; this command manages only the embedded one.")
