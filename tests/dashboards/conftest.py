"""Fixtures of the tests about pages."""

import pytest
from django.test import Client

from sufficiency.core.models import Authority
from tests.placements.council import found_council

from .factory import ADMIN, People, found_loaded_council, people, person, signed_in


@pytest.fixture
def council(db: None) -> Authority:
    """A council with nothing loaded."""
    return found_council()


@pytest.fixture
def admin(council: Authority) -> Client:
    """A data admin of that council, signed in."""
    return signed_in(person(council, ADMIN))


@pytest.fixture
def loaded(db: None) -> Authority:
    """The small council with its return loaded."""
    return found_loaded_council()


@pytest.fixture
def readers(loaded: Authority) -> People:
    """People of the loaded council."""
    return people(loaded)
