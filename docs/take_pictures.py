"""Takes the pictures of docs/pages.md anew: ``python docs/take_pictures.py``, with the demo loaded.

It serves the demo council on a free port, signs in as one of the demo's people, and puts a picture of each page, as
the top of a desk's window shows it on 30 November 2020, into docs/pictures.
"""

import json
import re
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from playwright.sync_api import Page, ViewportSize, sync_playwright

DOCS = Path(__file__).resolve().parent
PICTURES = DOCS / "pictures"
MANAGE = [sys.executable, str(DOCS.parent / "manage.py")]
WINDOW: ViewportSize = {"width": 1280, "height": 1000}
AS_AT = "2020-11-30"
# A page of docs/pages.md: ![...](pictures/NAME.png) with `/its/address/` in its heading, and who looks at it.
ENTRY = re.compile(
    r"^## .*`(?P<address>/\S*)`.*?^Seen by the (?P<who>[a-z-]+)\..*?pictures/(?P<name>[a-z-]+)\.png", re.M | re.S
)


def pages() -> list[tuple[str, str, str]]:
    """Address, person and name of the picture, in the order of docs/pages.md."""
    text = (DOCS / "pages.md").read_text()
    sections = re.split(r"^(?=## )", text, flags=re.M)
    found = [ENTRY.search(section) for section in sections]
    return [(each["address"], each["who"], each["name"]) for each in found if each]


def main() -> None:
    """Serve, sign in, look, and stop the server whatever happens."""
    port = _free_port()
    made = subprocess.run([*MANAGE, "demo", "--no-server", "--format", "json"], check=True, capture_output=True)  # noqa: S603
    passwords = {each["username"]: each["password"] for each in json.loads(made.stdout)["users"]}
    server = subprocess.Popen([*MANAGE, "demo", "--port", str(port)], stdout=subprocess.DEVNULL)  # noqa: S603
    try:
        _wait_for(f"http://127.0.0.1:{port}/sign-in/")
        _take(f"http://127.0.0.1:{port}", passwords)
    finally:
        server.terminate()
        server.wait()


def _take(site: str, passwords: dict[str, str]) -> None:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        seen_by: dict[str, Page] = {}
        for address, who, name in pages():
            if who not in seen_by:
                seen_by[who] = browser.new_context(viewport=WINDOW, locale="en-GB").new_page()
                _sign_in(seen_by[who], site, who, passwords[who])
            page = seen_by[who]
            page.goto(f"{site}{address}?as-at={AS_AT}")
            page.wait_for_load_state("networkidle")
            page.wait_for_timeout(1000)
            page.screenshot(path=PICTURES / f"{name}.png")
        browser.close()


def _sign_in(page: Page, site: str, who: str, password: str) -> None:
    page.goto(f"{site}/sign-in/")
    page.get_by_label("User name").fill(who)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_load_state("networkidle")


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def _wait_for(address: str, seconds: int = 60) -> None:
    for _ in range(seconds * 2):
        try:
            urlopen(address).close()  # noqa: S310 - of this machine
        except URLError:
            time.sleep(0.5)
        else:
            return
    raise TimeoutError(address)


if __name__ == "__main__":
    main()
