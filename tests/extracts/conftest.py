"""Every test of the loading engine has a small postcode directory."""

import pytest

from .files import make_directory


@pytest.fixture
def directory(db: None) -> None:
    make_directory()
