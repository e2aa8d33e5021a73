"""A real browser: Debian's Chromium, on a server that runs beside the test."""

import os
import shutil
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Playwright, ViewportSize, sync_playwright
from pytest_django.live_server_helper import LiveServer

from tests.dashboards.factory import PASSWORD

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
QUIET = [
    *("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync", "--lang=en-GB"),
]
DESKTOP: ViewportSize = {"width": 1280, "height": 900}
PHONE: ViewportSize = {"width": 360, "height": 740}

TOO_WIDE = """Math.max(
    document.documentElement.scrollWidth - window.innerWidth,
    ...[...document.querySelectorAll(".app-chart__drawing")].map((place) => place.scrollWidth - place.clientWidth),
)"""

# Nothing but these: what passed is ten times as much to send, and nobody reads it.
VIOLATIONS = "axe.run({ resultTypes: ['violations'] }).then((found) => found.violations)"

# Playwright runs an event loop in this thread, which Django takes for asynchronous code.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser; without one the tests are skipped, but never where CI must have installed it."""
    if CHROMIUM is None:
        if os.environ.get("CI") == "true":
            pytest.fail("Chromium is not installed: .ci/run installs it.")
        pytest.skip("Chromium is not installed, so nothing was tried in a browser.")
    driver: Playwright
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


class Visitor:
    """Somebody at a browser: goes to pages, and notes whatever goes wrong in them."""

    def __init__(self, page: Page, server: str) -> None:
        self.page, self.server = page, server
        self.faults: list[str] = []
        page.on("pageerror", lambda fault: self.faults.append(str(fault)))
        page.on("console", lambda said: self.faults.append(said.text) if said.type == "error" else None)

    def go(self, address: str) -> None:
        """Open an address of the site, with all that belongs to its page."""
        self.page.goto(self.server + address)

    def sign_in(self, name: str, to: str = "/") -> None:
        """Through the form, as everybody does, to an address, until its page has fetched what its charts need."""
        self.go(f"/sign-in/?next={quote(to)}")
        self.page.get_by_label("User name").fill(name)
        self.page.get_by_label("Password").fill(PASSWORD)
        self.page.get_by_role("button", name="Sign in").click()
        self.page.wait_for_url(self.server + to)
        if self.page.locator("[data-chart]").count():
            self.page.wait_for_load_state("networkidle")

    def says(self) -> str:
        """The text of the page, as it is seen."""
        return self.arrived().locator("body").inner_text()

    def arrived(self) -> Page:
        """The page, once all of it is there: a click returns when the page that it leads to has begun."""
        self.page.wait_for_load_state()
        return self.page

    def draw_charts(self) -> None:
        """Scroll to each chart and wait until it is drawn."""
        for place in self.page.locator("[data-chart]").all():
            place.scroll_into_view_if_needed()
            place.and_(self.page.locator("[data-drawn]")).wait_for()

    def findings(self) -> list[str]:
        """What axe holds to be serious or critical on the page as it stands, and whether it is wider than its window.

        At a desk and on a phone, then as it was.
        """
        usual = self.page.viewport_size
        found = []
        self.arrived().evaluate(Axe().axe_script)
        for size in (DESKTOP, PHONE):
            self.page.set_viewport_size(size)
            if self._stays_too_wide():
                found.append(f"wider than {size['width']} pixels")
            found += [
                f"{violation['id']}: {[node['target'] for node in violation['nodes']]}"
                for violation in self.page.evaluate(VIOLATIONS)
                if violation["impact"] in ("serious", "critical")
            ]
        self.page.set_viewport_size(usual or DESKTOP)
        return found

    def _stays_too_wide(self) -> bool:
        """Whether the page is wider than its window, also once its charts have been drawn anew."""
        for _ in range(20):
            if self.overflow() <= 0:
                return False
            self.page.wait_for_timeout(100)
        return True

    def overflow(self) -> int:
        """By how many pixels the page is wider than the window, or a drawing wider than its place."""
        return int(self.arrived().evaluate(TOO_WIDE))


@pytest.fixture
def visitor(chromium: Browser, live_server: LiveServer) -> Iterator[Visitor]:
    """Somebody at a desk."""
    yield from _visitor(chromium, live_server, DESKTOP)


@pytest.fixture(params=[DESKTOP, PHONE], ids=["desktop", "phone"])
def anybody(request: pytest.FixtureRequest, chromium: Browser, live_server: LiveServer) -> Iterator[Visitor]:
    """Somebody at a desk, and somebody with a phone."""
    yield from _visitor(chromium, live_server, request.param)


def _visitor(chromium: Browser, live_server: LiveServer, window: ViewportSize) -> Iterator[Visitor]:
    context = chromium.new_context(viewport=window, locale="en-GB")
    yield Visitor(context.new_page(), live_server.url)
    context.close()
