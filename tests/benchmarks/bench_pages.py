"""How fast pages are: ``python tests/benchmarks/bench_pages.py [--database NAME] [--browser] [--profile N]``.

Puts the demo council into a scratch database on the server that the settings name, publishes the report of its quarter,
and prints for each page of the menu and those below it, as an officer and as a board member get it: the time that the
server takes (the median of nine, warm), how much of that waits for the database, the ratio to the page for signing in,
which shows nothing and asks for nothing, the queries and the kilobytes. Pages that neither may open are read by the
first role that may. ``--database`` keeps the database under that name for the next time.

``--browser`` opens each page in Chromium, served by gunicorn, with nothing in its cache, and prints when something was
first painted and when the largest part was, how much came over the wire, and how many charts were drawn before anybody
scrolled; lists of registers, which are all alike, apart. ``--profile N`` prints what the N slowest pages spend their
time on.
"""

import argparse
import cProfile
import os
import pstats
import shutil
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sufficiency.settings")

import django  # noqa: E402

django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from playwright.sync_api import Browser, sync_playwright  # noqa: E402

from placements.demo.schedule import REFERENCE_DAY  # noqa: E402
from sufficiency.core.roles import ROLES  # noqa: E402
from sufficiency.strategy.models import PublishedReport  # noqa: E402
from tests.benchmarks.serving import HOST, demo_database, person_of, served, session_of  # noqa: E402
from tests.browser.conftest import CHROMIUM, DESKTOP, QUIET  # noqa: E402
from tests.every_page import pages_of  # noqa: E402

TIMES = 9
OFFICER, BOARD = "commissioning-officer", "board-member"
SIGN_IN = "/sign-in/"
SERVER_MS, HTML_BYTES, PAINT_MS = 150, 300_000, 1_500
LINES_OF_PROFILE = 45
# What a page that has come in knows of itself; largest paints are told to those who observe.
TIMINGS = """() => new Promise(resolve => {
    const paints = performance.getEntriesByType("paint").filter(({name}) => name === "first-contentful-paint");
    const files = performance.getEntriesByType("resource");
    const sizes = [...performance.getEntriesByType("navigation"), ...files].map(({transferSize}) => transferSize);
    const found = {
        first: paints[0].startTime,
        bytes: sizes.reduce((sum, size) => sum + size, 0),
        charts: document.querySelectorAll("[data-chart]").length,
        drawn: document.querySelectorAll("[data-chart][data-drawn]").length,
    };
    new PerformanceObserver(list => resolve({...found, largest: list.getEntries().at(-1).startTime}))
        .observe({type: "largest-contentful-paint", buffered: true});
})"""


@dataclass
class Waited:
    """How long, and how often, a page waited for the database."""

    milliseconds: float = 0.0
    queries: int = 0

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        started = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            self.milliseconds += 1000 * (time.perf_counter() - started)
            self.queries += 1


@dataclass
class Timed:
    """A page read several times: milliseconds of each, and of them in the database; queries and bytes."""

    whole: list[float] = field(default_factory=list)
    database: list[float] = field(default_factory=list)
    queries: int = 0
    size: int = 0

    @property
    def median(self) -> float:
        return statistics.median(self.whole)


def main() -> None:
    """Prepare the demo council, measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--database", metavar="NAME", help="keep the demo council under this name")
    parser.add_argument("--only", metavar="TEXT", default="", help="pages whose address holds this")
    parser.add_argument("--browser", action="store_true", help="open them in Chromium")
    parser.add_argument("--profile", metavar="N", type=int, default=0, help="profile the N slowest")
    options = parser.parse_args()
    name = options.database or f"bench_pages_{os.getpid()}"
    with demo_database(name, keep=bool(options.database)):
        readers = {role: session_of(person_of(role)) for role in ROLES if role != "regional-viewer"}
        publish(client_of(readers[OFFICER]))
        asked = [(role, page) for role, page in pages() if options.only in page]
        if options.browser:
            with served(name) as port:
                view(port, readers, asked)
            return
        usual = dict(connection.settings_dict)
        import sufficiency.wsgi  # noqa: F401, PLC0415 - from here on this process is like one that serves

        connection.settings_dict["NAME"] = name
        clients = {role: client_of(session) for role, session in readers.items()}
        found = measure(clients, asked)
        slowest = sorted(found, key=lambda page: found[page].median, reverse=True)
        for role, page in slowest[: options.profile]:
            profile(clients[role], page)
        connection.close()
        connection.settings_dict.update(usual)


def pages() -> Iterator[tuple[str, str]]:
    """Roles and addresses: all that officers and board members open, then what only others do."""
    report = PublishedReport.objects.filter(day=REFERENCE_DAY).latest("pk")
    seen: set[str] = set()
    for role in (OFFICER, BOARD):
        for page in (*pages_of(role), f"/reports/{report.pk}/"):
            seen.add(page)
            yield role, page
    for role in ROLES:
        for page in pages_of(role):
            if page not in seen:
                seen.add(page)
                yield role, page


def publish(officer: Client) -> None:
    """The report of the day, unless it was published when the database was made."""
    if not PublishedReport.objects.filter(day=REFERENCE_DAY).exists():
        officer.post("/reports/publish/", {"quarter-end": REFERENCE_DAY.isoformat()})


def client_of(session: str) -> Client:
    client = Client(SERVER_NAME="localhost")
    client.cookies[settings.SESSION_COOKIE_NAME] = session
    return client


def measure(clients: dict[str, Client], asked: list[tuple[str, str]]) -> dict[tuple[str, str], Timed]:
    """Read each page and print what it takes."""
    bare = read(Client(SERVER_NAME="localhost"), SIGN_IN)
    print(f"{'':58}{'ms':>7}{'database':>10}{'ratio':>7}{'queries':>9}{'KB':>6}")
    found = {}
    for role, page in [("nobody", SIGN_IN), *asked]:
        timed = bare if page == SIGN_IN else read(clients[role], page)
        over = timed.median > SERVER_MS or timed.size > HTML_BYTES
        print(
            f"{role[:12]:14}{page.split('?')[0]:44}{timed.median:7.1f}{statistics.median(timed.database):10.1f}"
            f"{timed.median / bare.median:7.1f}{timed.queries:9}{timed.size / 1000:6.0f}{'  over' if over else ''}",
            flush=True,
        )
        if page != SIGN_IN:
            found[role, page] = timed
    return found


def read(client: Client, page: str) -> Timed:
    """A page so many times, after twice to get warm."""
    timed = Timed()
    for turn in range(TIMES + 2):
        waited = Waited()
        with connection.execute_wrapper(waited):
            started = time.perf_counter()
            response = client.get(page)
            spent = 1000 * (time.perf_counter() - started)
        if response.status_code != 200:
            raise SystemExit(f"{page} answered {response.status_code}.")
        if turn > 1:
            timed.whole.append(spent)
            timed.database.append(waited.milliseconds)
        timed.queries, timed.size = waited.queries, len(response.content)
    return timed


def profile(client: Client, page: str) -> None:
    """What a page spends its time on, nine times."""
    profiler = cProfile.Profile()
    profiler.enable()
    for _ in range(TIMES):
        client.get(page)
    profiler.disable()
    print(f"\n{page}, {TIMES} times")
    pstats.Stats(profiler).sort_stats("cumulative").print_stats(LINES_OF_PROFILE)
    pstats.Stats(profiler).sort_stats("tottime").print_stats(LINES_OF_PROFILE // 2)


def view(port: int, readers: dict[str, str], asked: list[tuple[str, str]]) -> None:
    """Open each page in a browser that has nothing in its cache."""
    if not CHROMIUM or not shutil.which(CHROMIUM):
        raise SystemExit("Chromium is not installed.")
    print(f"{'':58}{'first paint':>12}{'largest':>9}{'KB':>6}  charts drawn before scrolling")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        for client in (*readers.values(),) * 2:  # each worker of the server once or twice, as a server that runs
            client_of(client).get(SIGN_IN)
        asked = [(role, page) for role, page in asked if page.count("/") < 3 or "/registers/" not in page]
        for turn, (role, page) in enumerate([*asked[:8], *asked]):
            found = seen(browser, f"http://{HOST}:{port}{page}", readers[role])
            if turn < 8:
                continue
            over = "  over" if found["first"] > PAINT_MS else ""
            print(
                f"{role[:12]:14}{page.split('?')[0]:44}{found['first']:9.0f} ms{found['largest']:6.0f} ms"
                f"{found['bytes'] / 1000:6.0f}  {found['drawn']} of {found['charts']}{over}",
                flush=True,
            )
        browser.close()


def seen(browser: Browser, address: str, session: str) -> dict[str, float]:
    """What a page knows of its own painting, half a second after all has come."""
    context = browser.new_context(viewport=DESKTOP, locale="en-GB")
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "domain": HOST, "path": "/"}])
    page = context.new_page()
    page.goto(address, wait_until="networkidle")
    found: dict[str, float] = page.evaluate(TIMINGS)
    context.close()
    return found


if __name__ == "__main__":
    main()
