"""Fixtures that every test may use."""

import os
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connections

from tests.checkouts import Checkout, public_directory


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> None:
    """Tests have a database of their own; TEST_DATABASE_NAME lets several runs share one server."""
    test_settings: dict[str, Any] = connections["default"].settings_dict["TEST"]
    test_settings["NAME"] = os.environ.get("TEST_DATABASE_NAME") or "test_sufficiency"


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
