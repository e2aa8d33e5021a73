"""Fixtures that every test may use."""

import os
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.db import connections
from hypothesis import settings
from pytest_django import DjangoDbBlocker

from tests.checkouts import Checkout, public_directory
from tests.emptying import Emptying, emptied_quickly
from tests.pages import serve_as_the_web_role

# A busy machine may take its time over an example; that says nothing about the code. At a desk each run looks at other
# examples; CI looks at the same ones each time, so that no change fails there for what it did not touch.
settings.register_profile("desk", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") == "true" else "desk")

# A password takes half a second to check, on purpose; tests check hundreds. The algorithm stays, its rounds are fewer.
PBKDF2PasswordHasher.iterations = 1_000

serve_as_the_web_role()

EMPTYING = pytest.StashKey[Emptying]()


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """One more worker than cores: a quarter of their time tests wait for browsers, other processes and the disk."""
    return (os.cpu_count() or 1) + 1


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> None:
    """Tests have a database of their own, each worker one; TEST_DATABASE_NAME lets several runs share one server."""
    database: dict[str, Any] = connections["default"].settings_dict
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    database["TEST"]["NAME"] = (os.environ.get("TEST_DATABASE_NAME") or "test_sufficiency") + worker
    # What is dropped afterwards need not wait for the disk at each commit. Servers that tests kill are others.
    database["OPTIONS"] = {**database.get("OPTIONS", {}), "options": "-c synchronous_commit=off"}


@pytest.fixture(scope="session")
def django_db_setup(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, pytestconfig: pytest.Config
) -> Iterator[None]:
    """Tests that commit leave the database as they found it, quickly. Sessions that a server thread of the tests left
    behind must not keep it from being dropped."""
    with ExitStack() as lasting:
        with django_db_blocker.unblock():
            pytestconfig.stash[EMPTYING] = lasting.enter_context(emptied_quickly())
        yield
    with django_db_blocker.unblock(), connections["default"].cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


@pytest.fixture(scope="module", autouse=True)
def room_for_the_module(django_db_blocker: DjangoDbBlocker, pytestconfig: pytest.Config) -> None:
    """Tables are as small as if no test had run before; nothing is done before a test first asks for the database."""
    if EMPTYING in pytestconfig.stash:
        with django_db_blocker.unblock():
            pytestconfig.stash[EMPTYING].shrink()


@pytest.fixture
def pango() -> None:
    """What PDFs need: without it the test is skipped, but never where CI must have installed it."""
    try:
        import weasyprint  # noqa: F401, PLC0415 - fails where the library is missing
    except OSError:
        if os.environ.get("CI") == "true":
            pytest.fail("Pango is not installed: .ci/run installs it.")
        pytest.skip("Pango is not installed, so no PDF was made.")


@pytest.fixture(scope="module")
def checkout() -> Iterator[Checkout]:
    """A checkout with an embedded server of its own, shared by a module: each test finds it as the last one left it."""
    yield from _checkout()


@pytest.fixture
def fresh_checkout() -> Iterator[Checkout]:
    """A checkout that has no data yet."""
    yield from _checkout()


def _checkout() -> Iterator[Checkout]:
    made = Checkout.make(public_directory() / "checkout")
    yield made
    made.remove()
    made.path.parent.rmdir()
