"""Fixtures of the tests about placements."""

import pytest

from sufficiency.core.models import Authority

from .council import found_council


@pytest.fixture
def council(db: None) -> Authority:
    """An authority with postcodes, populations and targets, and no returns yet."""
    return found_council()
