"""Fixtures of the tests about signing in."""

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache
from pytest_django import Settings

from sufficiency.core.models import Authority
from tests.dashboards.factory import OFFICER, person
from tests.placements.council import found_council


@pytest.fixture
def council(db: None) -> Authority:
    """A council with nothing loaded, and nobody's tries counted yet: their table is no model's, so never flushed."""
    cache.clear()
    return found_council()


@pytest.fixture
def officer(council: Authority) -> User:
    """A commissioning officer, with a password and no second factor yet."""
    return person(council, OFFICER, "ann")


@pytest.fixture
def strict(settings: Settings) -> None:
    """As in production: nobody goes on without a second factor."""
    settings.SECOND_FACTOR_REQUIRED = True
