"""Two people who read: a board member with ten minutes, and a young person.

An officer's day is in test_journeys.py, the weekly report of the executive director in test_costs_and_cases.py.
"""

import io
import re
from datetime import date

import pytest
from playwright.sync_api import Browser
from pypdf import PdfReader
from pytest_django.live_server_helper import LiveServer

from placements.measures import OUT_OF_AREA as OUT_OF_AREA_PERCENT
from sufficiency.core.models import Authority
from sufficiency.strategy.models import Commentary
from tests.dashboards.factory import BOARD, IN_CARE, OUT_OF_AREA, PASSWORD, person, small_council_returns
from tests.placements.council import found_council, load
from tests.strategy.entries import entered, strategy, target

from .conftest import DESKTOP, Visitor

pytestmark = pytest.mark.django_db(transaction=True)
LINK = "/?as-at=2020-11-30"
# What the demo's strategy aims at or is judged by besides the three headlines.
OTHERS = (
    "children-in-care", "started-in-year", "ceased-in-year", "over-20-miles-percent",
    "childrens-home-out-of-area-percent", "unregulated-out-of-area-percent", "foster-percent",
    "in-house-foster-percent", "unregulated-placements", "fostering-available-to-children-percent",
    "fostering-with-children-percent",
)  # fmt: skip
# 640 pixels are what a window of 1,280 has at 200%.
ZOOMED = {"width": 640, "height": 450}
# Words that young people asked us not to use of them, and abbreviations.
UNWELCOME = re.compile(
    r"\b(LAC|CLA|UASC|SSDA903|NEET|EET|IFA|looked[- ]after|contact|respite|siblings?|abscond\w*|breakdowns?)\b",
    re.IGNORECASE,
)
IN_ORDER = """() => {
    const focused = document.activeElement, before = window.before;
    window.before = focused;
    // A date has several places to stop at.
    if (!before || before === focused) return true;
    return !!(before.compareDocumentPosition(focused) & Node.DOCUMENT_POSITION_FOLLOWING);
}"""


@pytest.fixture
def town(transactional_db: None) -> Authority:
    council = found_council()
    load(council, small_council_returns())
    strategy(council)
    for slug, value in (("care-rate-per-10000", 60), ("out-of-area-percent", 30), *((each, 50) for each in OTHERS)):
        target(council, slug, value, date(2020, 4, 1))
    said = {"text": "New homes open in the winter.", "officer": "Commissioning manager", "status": "PUBLISHED"}
    entered(Commentary, council, measure="out-of-area-percent", as_at=date(2020, 11, 30), **said)
    person(council, BOARD)
    return council


def test_board_member_follows_a_link_and_has_the_answer_on_two_sides_of_paper(
    town: Authority, visitor: Visitor
) -> None:
    page = visitor.page
    visitor.go(LINK)
    page.get_by_label("User name").fill("board.member")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"**{LINK}")

    # The answer, what it is held against, in words and shapes, and why.
    assert f"On 30 November 2020, {IN_CARE} children were in our care." in visitor.says()
    card = page.get_by_role("region", name="Placed outside the area")
    text = card.inner_text()
    assert "41.7%" in text
    assert "target 30%" in text
    assert "Off target" in text
    assert "New homes open in the winter." in text
    assert "Down 1.2 percentage points since 30 September 2020." in text
    assert page.get_by_role("rowheader").count() == len(OTHERS)
    assert page.get_by_role("link", name=f"The {OUT_OF_AREA} children").count() == 0
    assert keyboard_goes_through_in_order(visitor)
    fits_the_window_at_200_percent(visitor)
    stands_out_in_the_readers_own_colours(visitor)
    visitor.draw_charts()
    assert pages_on_paper(visitor) == 2

    # How it is worked out, and what the strategy says.
    card.get_by_role("link", name="How this is worked out").click()
    page.wait_for_url("**/measures/out-of-area-percent/**")
    assert OUT_OF_AREA_PERCENT.definition in visitor.says()
    page.get_by_role("link", name="Strategy", exact=True).first.click()
    page.get_by_role("heading", name="Made up, 2018-2023").wait_for()
    assert visitor.faults == []


def keyboard_goes_through_in_order(visitor: Visitor) -> bool:
    """Whether each press of the tabulator leads further down the page: 20 of them reach the first card."""
    visitor.page.evaluate("document.activeElement.blur()")
    for _ in range(20):
        visitor.page.keyboard.press("Tab")
        if not visitor.page.evaluate(IN_ORDER):
            return False
    return bool(visitor.page.evaluate("document.activeElement.closest('.app-card') !== null"))


def fits_the_window_at_200_percent(visitor: Visitor) -> None:
    """Nothing is wider than the window, and no row of figures loses any of them."""
    visitor.page.set_viewport_size(ZOOMED)  # type: ignore[arg-type]
    assert visitor.overflow() <= 0
    region = visitor.page.get_by_role("region", name="The strategy's other measures")
    assert region.evaluate("region => region.scrollWidth <= region.clientWidth")
    visitor.page.set_viewport_size(DESKTOP)


def stands_out_in_the_readers_own_colours(visitor: Visitor) -> None:
    """On black, as some choose: a status has its frame, and charts their white paper with dark ink."""
    page = visitor.page
    page.emulate_media(forced_colors="active", color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(0, 0, 0)"
    status = page.locator(".app-status").first
    assert status.evaluate("each => getComputedStyle(each).borderTopColor") == "rgb(255, 255, 255)"
    for paper in (page.locator(".app-chart__drawing").first, page.locator(".app-spark").first):
        assert paper.evaluate("each => getComputedStyle(each).backgroundColor") == "rgb(255, 255, 255)"
    page.emulate_media(forced_colors="none", color_scheme="light")


def pages_on_paper(visitor: Visitor) -> int:
    """How many sides of A4 the page takes, with its drawings no wider than their places."""
    visitor.page.emulate_media(media="print")
    assert visitor.overflow() <= 0
    assert visitor.page.locator(".app-chart__spark").first.is_visible()
    assert not visitor.page.locator(".main-svg").first.is_visible()
    paper = PdfReader(io.BytesIO(visitor.page.pdf(format="A4")))
    assert "(/measures/" not in paper.pages[0].extract_text()
    visitor.page.emulate_media(media="screen")
    return len(paper.pages)


def test_young_person_reads_without_scripts_in_words_of_their_own(
    town: Authority, chromium: Browser, live_server: LiveServer
) -> None:
    person(town, BOARD, "young.person")
    context = chromium.new_context(java_script_enabled=False, locale="en-GB")
    reader = Visitor(context.new_page(), live_server.url)
    reader.sign_in("young.person")
    for address in ("/in-care/", "/care-leavers/"):
        reader.go(f"{address}?as-at=2020-11-30")
        assert reader.page.get_by_role("heading", level=1).inner_text().endswith("?")
        charts = reader.page.locator("figure.app-chart").count()
        assert charts >= 3
        assert reader.page.locator("figure.app-chart svg.app-chart__spark:visible").count() == charts
        assert reader.page.locator(".app-chart__foot table").count() == charts
        assert UNWELCOME.findall(reader.page.locator("main").inner_text()) == []
        sentences = reader.page.locator("figcaption [id$=-says]").all_inner_texts()
        assert all(sentence.strip().endswith((".", ")")) for sentence in sentences)
    reader.page.get_by_text("Table", exact=False).first.click()
    assert reader.page.get_by_role("table").first.is_visible()
    context.close()
