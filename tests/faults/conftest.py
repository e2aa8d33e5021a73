"""What these tests do must be seen by other processes, so it is really committed."""

import pytest

from tests.extracts.files import make_directory


@pytest.fixture
def committed(transactional_db: None) -> None:
    """A database whose changes are kept until the test ends, with the small postcode directory."""
    make_directory()
