"""Fixtures of the tests about pages."""

import pytest

from sufficiency.core.models import Authority
from tests.placements.council import found_council

from .factory import People, found_loaded_council, people


@pytest.fixture
def council(db: None) -> Authority:
    """A council with nothing loaded."""
    return found_council()


@pytest.fixture
def loaded(db: None) -> Authority:
    """The small council with its return loaded."""
    return found_loaded_council()


@pytest.fixture
def readers(loaded: Authority) -> People:
    """People of the loaded council."""
    return people(loaded)
