"""A register in a browser, at a desk and on a phone: nothing serious for axe, nothing wider than the window."""

import pytest

from carers.registers import STATUSES
from tests.dashboards.factory import OFFICER, person
from tests.placements.council import found_council
from tests.registers.council import entry, household, load

from .conftest import Visitor

pytestmark = pytest.mark.django_db(transaction=True)
LIST = "/registers/fostering-households/"


@pytest.fixture
def officer(transactional_db: None, visitor: Visitor) -> Visitor:
    """An officer of a council with two households and a status, signed in."""
    person(found_council(), OFFICER)
    load(household("F-001", REVIEW_DUE="01/10/2020"), household("F-002", KIND="CONNECTED", LOCALITY="Sea Town"))
    load(
        {"HOUSEHOLD": "F-001", "SINCE": "01/05/2019", "STATUS": "ON-HOLD", "REASON": "Bereavement"},
        {"HOUSEHOLD": "F-404", "SINCE": "01/05/2019", "STATUS": "FULL"},
        register=STATUSES,
    )
    visitor.sign_in("commissioning.officer", "/registers/")
    return visitor


def is_fine(visitor: Visitor) -> None:
    assert visitor.findings() == [], visitor.page.url


def test_pages_of_a_register_are_fine(officer: Visitor) -> None:
    one = f"{LIST}{entry().pk}/"
    for address in (
        "/registers/",
        LIST,
        f"{LIST}?kind=castle&as-at=soon",
        "/registers/fostering-statuses/",
        f"{LIST}removed/",
        one,
        f"{one}edit/",
        f"{one}remove/",
        "/registers/fostering-approvals/new/?household=F-001",
    ):
        officer.go(address)
        for details in officer.page.locator("details").all():
            details.locator("summary").click()
        is_fine(officer)


def test_household_is_entered_changed_twice_at_once_and_restored(officer: Visitor) -> None:
    page = officer.page
    officer.go(f"{LIST}new/")
    page.get_by_role("button", name="Save").click()
    assert "Enter the reference" in officer.says()
    is_fine(officer)
    page.get_by_role("link", name="Choose the kind").click()
    assert page.evaluate("document.activeElement.name") == "kind"
    page.get_by_label("Reference").fill("F-003")
    page.get_by_label("Mainstream").check()
    page.get_by_label("Approved from").fill("2020-01-07")
    page.get_by_role("button", name="Save").click()
    assert "The fostering household is entered." in officer.says()
    address = page.url.removeprefix(officer.server)

    other = page.context.new_page()
    for tab in (page, other):
        tab.goto(f"{officer.server}{address}edit/")
    other.get_by_label("Locality").fill("Sea Town")
    other.get_by_role("button", name="Save").click()
    other.get_by_text("Your changes are saved.").wait_for()
    page.get_by_label("Locality").fill("Hill Town")
    page.get_by_role("button", name="Save").click()
    assert "This was changed after you opened it" in officer.says()
    is_fine(officer)
    page.get_by_role("button", name="Save").click()
    assert "Hill Town" in officer.says()
    page.get_by_role("link", name="Restore version 2").click()
    is_fine(officer)
    page.get_by_role("button", name="Go back to it").click()
    assert "Version 2 is back." in officer.says()
    is_fine(officer)
