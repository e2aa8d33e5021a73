"""Nothing is asked of anybody else, and nothing about a child stays in the browser."""

import pytest

from sufficiency.core.models import Authority
from tests.dashboards.factory import ADMIN, OFFICER, children_of, person, small_council_returns
from tests.placements.council import found_council, load

from .conftest import Visitor

pytestmark = pytest.mark.django_db(transaction=True)

AUDITOR = "auditor"
KEPT = """async () => {
    const kept = [JSON.stringify({...localStorage}), JSON.stringify({...sessionStorage})];
    for (const base of await indexedDB.databases()) kept.push("database " + base.name);
    for (const name of await caches.keys()) kept.push("cache " + name);
    return kept;
}"""


@pytest.fixture
def town(transactional_db: None) -> Authority:
    council = found_council()
    load(council, small_council_returns())
    for role in (OFFICER, ADMIN, AUDITOR):
        person(council, role)
    return council


SECTIONS, PAGES_OF_SECTION = ".govuk-service-navigation__link", ".app-section__link"


def walk(visitor: Visitor) -> list[str]:
    """Every page of the menu, and every page beneath one of them that a link leads to; returns their addresses."""
    menu = visitor.page.locator(SECTIONS).evaluate_all("links => links.map(a => a.pathname)")
    seen: list[str] = []
    waiting = list(dict.fromkeys(menu))
    for _ in range(60):
        if not waiting:
            break
        address = waiting.pop(0)
        seen.append(address)
        visitor.go(address)
        visitor.draw_charts()
        pages = visitor.page.locator(PAGES_OF_SECTION).evaluate_all("links => links.map(a => a.pathname)")
        menu += [page for page in pages if page not in menu]
        waiting += [page for page in pages if page not in seen and page not in waiting]
        if address in menu:
            found = visitor.page.locator("main a[href^='/']").evaluate_all("links => links.map(a => a.pathname)")
            beneath = {each.split("/")[1]: each for each in found if "download" not in each and "template" not in each}
            waiting += [each for each in beneath.values() if each not in seen and each not in waiting]
    return seen


def test_every_page_of_the_menu_asks_this_site_alone_and_keeps_nothing(town: Authority, visitor: Visitor) -> None:
    asked: list[str] = []
    visitor.page.context.on("request", lambda request: asked.append(request.url))
    visitor.sign_in("commissioning.officer")
    seen = walk(visitor)
    visitor.go("/children/?as-at=2020-11-30")
    child = children_of(small_council_returns())[0]
    assert child in visitor.says()
    assert {"/", "/children/", "/homes/", "/fostering/", "/leavers/", "/registers/"} <= set(seen)
    assert any("/static/css/" in address for address in asked)
    assert [address for address in asked if not address.startswith((visitor.server, "data:", "blob:"))] == []
    assert visitor.page.evaluate(KEPT) == ["{}", "{}"]
    assert visitor.faults == []


def test_loading_and_reading_the_trail_ask_this_site_alone_and_keep_no_child(town: Authority, visitor: Visitor) -> None:
    asked: list[str] = []
    visitor.page.context.on("request", lambda request: asked.append(request.url))
    visitor.sign_in("data.admin", "/data/")
    for address in ("/data/", "/data/load/", "/data/quality/", "/data/kinds/", "/data/published/"):
        visitor.go(address)
    visitor.go("/data/")
    visitor.page.get_by_role("link", name="Open").last.click()
    assert [address for address in asked if not address.startswith((visitor.server, "data:", "blob:"))] == []
    assert visitor.page.evaluate(KEPT) == ["{}", "{}"]
    assert visitor.faults == []
