"""A council with two households, and people of each role, signed in."""

import pytest

from sufficiency.core.models import Authority
from tests.dashboards.factory import People, people
from tests.placements.council import found_council

from .council import household, load


@pytest.fixture
def town(db: None) -> Authority:
    """The council, with one mainstream household and one connected person whose approval has ended."""
    council = found_council()
    load(
        household("F-001", REVIEW_DUE="01/10/2020", RETAINED="Yes"),
        household("F-002", KIND="CONNECTED", LOCALITY="Sea Town", APPROVED_TO="31/03/2020", REASON_ENDED="RESIGNED"),
    )
    return council


@pytest.fixture
def readers(town: Authority) -> People:
    """People of the council."""
    return people(town)
