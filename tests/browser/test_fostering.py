"""The page about fostering in a browser: from the vacant places to the household that has them."""

import pytest

from sufficiency.core.models import Authority
from tests.carers.fostering import allegation, application, approval, household, load_fostering, placement, status
from tests.dashboards.factory import OFFICER, person
from tests.placements.council import found_council

from .conftest import Visitor
from .test_accessibility import is_fine

pytestmark = pytest.mark.django_db(transaction=True)

DAY = "as-at=2020-11-30"


@pytest.fixture
def town(transactional_db: None) -> Authority:
    """A council with a household that has room, another on hold, and one of which nothing is recorded."""
    council = found_council()
    load_fostering(
        household("F-001"),
        household("F-002", KIND="CONNECTED", LOCALITY="Sea Town"),
        household("F-003"),
        approvals=(approval("F-001"), approval("F-002")),
        statuses=(status("F-001"), status("F-002", "ON-HOLD", REASON="Illness")),
        placements=(placement("C1"),),
        applications=(application("E-1", "01/11/2020"),),
        allegations=(allegation("A-1", "15/07/2020"),),
    )
    person(council, OFFICER)
    return council


def test_page_is_fine_empty_and_full(town: Authority, visitor: Visitor) -> None:
    visitor.sign_in("commissioning.officer", "/registers/")
    is_fine(visitor, f"/fostering/?{DAY}", f"/fostering/?{DAY}&show=attention", "/fostering/?as-at=1990-01-01")
    is_fine(visitor, "/fostering/?as-at=nonsense")


def test_vacant_place_leads_to_its_household(town: Authority, visitor: Visitor) -> None:
    visitor.sign_in("commissioning.officer", f"/fostering/?{DAY}")
    visitor.page.get_by_role("link", name="With a vacant place: 1").click()
    visitor.page.get_by_role("link", name="F-001").click()
    assert visitor.page.get_by_role("heading", name="F-001").is_visible()
    assert "Foster placements" in visitor.says()
