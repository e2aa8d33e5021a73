"""axe finds nothing serious on any page, in any state, at a desk or on a phone."""

from datetime import date

import pytest

from sufficiency.core.models import Authority
from tests.dashboards.factory import ADMIN, BOARD, OFFICER, person, small_council_returns
from tests.placements.council import found_council, load
from tests.returns import episode
from tests.strategy.entries import point

from .conftest import Visitor
from .test_journeys import check, press

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def town(transactional_db: None) -> Authority:
    council = found_council()
    for role in (OFFICER, BOARD, ADMIN):
        person(council, role)
    return council


def is_fine(visitor: Visitor, *addresses: str) -> None:
    for address in addresses:
        visitor.go(address)
        visitor.draw_charts()
        assert visitor.findings() == [], address


def test_sign_in_and_its_errors_are_fine(town: Authority, visitor: Visitor) -> None:
    is_fine(visitor, "/sign-in/")
    visitor.page.get_by_role("button", name="Sign in").click()
    assert "Enter your password" in visitor.says()
    assert visitor.findings() == []


def test_empty_pages_are_fine(town: Authority, visitor: Visitor) -> None:
    visitor.sign_in("commissioning.officer", "/registers/")
    is_fine(visitor, "/", "/children/", "/measures/places-gap/", "/data/", "/nowhere/")


def test_loaded_filtered_and_faulty_pages_are_fine(town: Authority, visitor: Visitor) -> None:
    load(town, small_council_returns())
    town.loads.update(by="demo")
    visitor.sign_in("commissioning.officer", "/registers/")
    is_fine(
        visitor,
        "/?as-at=2020-11-30",
        "/?as-at=nonsense",
        "/?as-at=2010-01-01",
        "/measures/care-rate-per-10000/?as-at=2020-11-30",
        "/children/?as-at=2020-11-30&measure=out-of-area-percent",
        "/children/?as-at=2020-11-30&place=childrens-home&sort=-distance",
        "/children/?as-at=nonsense&place=castle",
        "/children/?as-at=2020-11-30&place=placed-for-adoption",
        "/where-children-live/?as-at=2020-11-30&place=foster-care&sex=F",
        "/in-care/?as-at=2020-11-30&compare-with=nonsense&place=castle",
    )


def test_board_members_overview_is_fine_with_its_tables_open(town: Authority, visitor: Visitor) -> None:
    load(town, small_council_returns())
    for day, value in ((date(2020, 9, 30), 40), (date(2021, 9, 30), 30)):
        point(town, "children-in-care", day, value)
    visitor.sign_in("board.member", "/board/")
    is_fine(
        visitor,
        "/strategy/?as-at=2020-11-30",
        "/board/",
        "/benchmarks/",
        "/benchmarks/care-rate-per-10000/",
        "/places-gap/?as-at=2020-11-30&in-care=many",
        "/forecast/?as-at=2020-11-30&until=2021-03-31&exits-low=1&exits-high=2&entries=1",
        "/stability/?as-at=2020-11-30",
        "/health/?as-at=2020-11-30",
        "/care-leavers/?as-at=2020-11-30",
        "/?as-at=2020-11-30",
    )
    for summary in visitor.page.locator("summary").all():
        summary.click()
    assert visitor.findings() == []
    drags_a_what_if(visitor)


def drags_a_what_if(visitor: Visitor) -> None:
    """By the keyboard: the address and the answer follow, and the slider keeps the focus."""
    visitor.go("/places-gap/?as-at=2020-11-30")
    slider = visitor.page.get_by_role("slider", name="Children in care, slider")
    slider.press("ArrowLeft")
    visitor.page.wait_for_url("**in-care=35**")
    visitor.page.get_by_text("This is a what-if").wait_for()
    assert visitor.page.get_by_label("Children in care", exact=True).input_value() == "35"
    assert slider.evaluate("slider => slider === document.activeElement")
    visitor.draw_charts()
    assert visitor.findings() == []


def test_data_pages_are_fine(town: Authority, visitor: Visitor) -> None:
    visitor.sign_in("data.admin", "/data/")
    is_fine(visitor, "/data/", "/data/quality/", "/data/kinds/", "/data/published/", "/data/load/")
    visitor.page.get_by_role("button", name="Check the files").click()
    visitor.page.get_by_text("There is a problem").wait_for()
    assert visitor.findings() == []
    for summary in visitor.page.locator("summary").all():
        summary.click()
    is_fine(visitor, "/children/")


def test_each_state_of_a_load_is_fine(town: Authority, visitor: Visitor) -> None:
    def stands_well() -> None:
        assert visitor.findings() == []

    episodes = small_council_returns()[2021]["episodes"]
    visitor.sign_in("data.admin", "/data/")
    check(visitor, [*episodes, episode("31/02/2020", child="X1")])
    stands_well()
    press(visitor, "sound rows and set")
    stands_well()
    is_fine(visitor, "/", "/data/quality/", "/data/quality/?rule=impossible-date")
    check(visitor, episodes)
    stands_well()
    press(visitor, "Load these files")
    stands_well()
    press(visitor, "Take this load back")
    stands_well()
    press(visitor, "Take it back")
    stands_well()
    visitor.go("/data/")
    visitor.page.get_by_role("link", name="Open").last.click()
    visitor.page.get_by_role("button", name="Load mended rows").click()
    stands_well()
