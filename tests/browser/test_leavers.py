"""The pages about care leavers, at a desk and on a phone: axe finds nothing serious, and nothing sticks out."""

import pytest

from leavers import registers
from sufficiency.core.models import Authority
from tests.dashboards.factory import OFFICER, person, small_council_returns
from tests.leavers.council import leaver, load_leavers, load_part
from tests.placements.council import found_council, load

from .conftest import Visitor

pytestmark = pytest.mark.django_db(transaction=True)
AS_AT = "as-at=2020-11-30"


@pytest.fixture
def town(transactional_db: None) -> Authority:
    council = found_council()
    person(council, OFFICER)
    load(council, small_council_returns())
    by_hand = {"CHILD": "", "ENTITLEMENT_OVERRIDE": "FORMER-RELEVANT", "OVERRIDE_REASON": "In care elsewhere"}
    load_leavers(leaver("L1", ADVISER="PA1", **by_hand), leaver("L2", DATE_OF_BIRTH="20/12/1999", **by_hand))
    home = {
        "LEAVER": "L1",
        "MOVED_IN": "01/05/2020",
        "HOME": "CUSTODY",
        "SUITABLE": "NO",
        "REASON_UNSUITABLE": "Custody",
    }
    load_part(registers.ACCOMMODATION, home)
    load_part(registers.LODGINGS, {"REFERENCE": "S1", "LODGING_PLACES": "2", "APPROVED_FROM": "01/05/2018"})
    return council


def test_pages_are_fine_and_lead_from_a_count_to_the_people_behind_it(town: Authority, visitor: Visitor) -> None:
    visitor.sign_in("commissioning.officer", "/registers/")
    for address in ("birthdays/", "return/", "lodgings/", "list/", ""):
        visitor.go(f"/leavers/{address}?{AS_AT}")
        assert visitor.findings() == [], address
    visitor.page.get_by_role("link", name="Custody").click()
    assert "1 care leaver on 30 November 2020" in visitor.says()
    visitor.page.get_by_role("link", name="L1").click()
    assert "Service today" in visitor.says()
    assert visitor.faults == []
