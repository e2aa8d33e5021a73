"""The ways people take through the site, in a real browser."""

import csv
from pathlib import Path

import pytest
from playwright.sync_api import FilePayload

from sufficiency.core.models import Authority
from sufficiency.extracts.models import Load
from tests.dashboards.factory import ADMIN, IN_CARE, OFFICER, OUT_OF_AREA, person, small_council_returns
from tests.placements.council import found_council, load
from tests.returns import Row, as_csv, episode, header

from .conftest import PHONE, Visitor

pytestmark = pytest.mark.django_db(transaction=True)

EPISODES = small_council_returns()[2021]["episodes"]


@pytest.fixture
def town(transactional_db: None) -> Authority:
    """A council with nothing loaded, an officer and an admin."""
    council = found_council()
    for role in (OFFICER, ADMIN):
        person(council, role)
    return council


@pytest.fixture
def loaded_town(town: Authority) -> Authority:
    load(town, small_council_returns())
    return town


def file(kind: str, rows: list[Row]) -> FilePayload:
    return {"name": f"{kind}.csv", "mimeType": "text/csv", "buffer": as_csv(kind, rows)}


def check(visitor: Visitor, episodes: list[Row], year: str = "2021") -> None:
    """Send header and episodes through the form, as far as the preview."""
    headers = [header(row["CHILD"]) for row in episodes]
    visitor.go("/data/")
    visitor.page.get_by_role("button", name="Load return files").click()
    visitor.page.locator("input[type=file]").set_input_files([file("header", headers), file("episodes", episodes)])
    visitor.page.get_by_label("Return year").fill(year)
    visitor.page.get_by_role("button", name="Check the files").click()
    visitor.page.wait_for_url("**/data/loads/*/")


def press(visitor: Visitor, name: str) -> None:
    """Press the button of that name, and wait for what comes of it."""
    with visitor.page.expect_navigation():
        visitor.page.get_by_role("button", name=name).click()


def choose(visitor: Visitor, episodes: list[Row], year: str = "2021") -> None:
    """Check files and load them."""
    check(visitor, episodes, year)
    press(visitor, "Load these files")


def test_admin_mends_a_fault_and_sees_the_cards_change(town: Authority, visitor: Visitor) -> None:
    visitor.sign_in("data.admin")
    assert "No returns are loaded yet" in visitor.says()

    check(visitor, [*EPISODES[:-1], EPISODES[-1] | {"PLACE": "Q9"}])
    row = visitor.page.get_by_role("row", name="PLACE Q9")
    assert row.inner_text().split("\t")[:4] == ["episodes.csv", str(IN_CARE + 1), "PLACE", "Q9"]
    visitor.go("/")
    assert "No returns are loaded yet" in visitor.says()

    choose(visitor, EPISODES)
    assert "The files are loaded, and the figures are up to date." in visitor.says()
    visitor.go("/?as-at=2020-11-30")
    visitor.draw_charts()
    assert f"{IN_CARE} children were in our care" in visitor.says()
    assert "41.7%" in visitor.page.get_by_role("region", name="Placed outside the area").inner_text()

    choose(visitor, [*EPISODES, *(episode("01/05/2020", child=f"N{n}", PL_POST="QY1 1AA") for n in range(4))])
    visitor.go("/?as-at=2020-11-30")
    assert f"{OUT_OF_AREA + 4} of {IN_CARE + 4} children in care" in visitor.says()
    assert visitor.faults == []


def test_refresh_and_back_send_nothing_again(town: Authority, visitor: Visitor) -> None:
    visitor.sign_in("data.admin", "/data/")
    choose(visitor, EPISODES)
    visitor.page.reload()
    visitor.page.go_back()
    visitor.page.go_forward()
    assert Load.objects.count() == 1
    assert "2021 return: loaded" in visitor.says()


def test_good_load_moves_the_cards_as_its_preview_said_and_undo_moves_them_back(
    loaded_town: Authority, visitor: Visitor
) -> None:
    visitor.sign_in("data.admin")
    cards = visitor.page.locator(".app-card__value")
    before = cards.all_inner_texts()
    check(visitor, [*EPISODES, *(episode("01/05/2020", child=f"N{n}", PL_POST="QY1 1AA") for n in range(4))])
    after = visitor.page.locator("table").first.locator("td:last-child").all_inner_texts()
    assert after != before
    visitor.go("/")
    assert cards.all_inner_texts() == before

    visitor.page.go_back()
    press(visitor, "Load these files")
    visitor.go("/")
    assert cards.all_inner_texts() == after

    visitor.page.go_back()
    press(visitor, "Take this load back")
    press(visitor, "Take it back")
    assert "The load is taken back" in visitor.says()
    visitor.go("/")
    assert cards.all_inner_texts() == before
    assert visitor.faults == []


def test_faulty_rows_are_set_aside_mended_and_loaded_on_top(town: Authority, visitor: Visitor, tmp_path: Path) -> None:
    visitor.sign_in("data.admin", "/data/")
    check(visitor, [*EPISODES[:-2], EPISODES[-2] | {"PLACE": "Q9"}, EPISODES[-1] | {"DECOM": "31/02/2020"}])
    press(visitor, f"Load the {2 * IN_CARE - 2} sound rows and set 2 aside")
    visitor.go("/")
    assert "2 rows set aside" in visitor.says()

    with visitor.page.expect_navigation():
        visitor.page.get_by_role("link", name="2 rows set aside").click()
    with visitor.page.expect_download() as coming:
        visitor.page.get_by_role("link", name="download to mend").click()
    coming.value.save_as(tmp_path / "to-mend.csv")
    text = (tmp_path / "to-mend.csv").read_text(encoding="utf-8")
    (tmp_path / "mended.csv").write_text(text.replace("31/02/2020", "15/10/2020").replace("Q9", "U4"), encoding="utf-8")

    with visitor.page.expect_navigation():
        visitor.page.get_by_role("link", name="load the mended rows").click()
    visitor.page.locator("input[type=file]").set_input_files(tmp_path / "mended.csv")
    press(visitor, "Check the files")
    press(visitor, "Load these files")
    visitor.go("/?as-at=2020-11-30")
    assert "set aside" not in visitor.says()
    assert f"{IN_CARE} children were in our care" in visitor.says()
    assert visitor.faults == []


def test_two_tabs_and_a_double_click_load_once(town: Authority, visitor: Visitor) -> None:
    visitor.sign_in("data.admin", "/data/")
    check(visitor, EPISODES)
    other = Visitor(visitor.page.context.new_page(), visitor.server)
    other.page.goto(visitor.page.url)
    visitor.page.get_by_role("button", name="Load these files").dblclick()
    visitor.page.get_by_text("The files are loaded").wait_for()
    press(other, "Load these files")
    assert "These files are loaded already. Nothing has changed." in other.says()
    other.page.reload()
    other.page.go_back()
    assert Load.objects.committed().count() == 1
    assert Load.objects.count() == 1


def test_files_are_dropped_on_the_page(town: Authority, visitor: Visitor) -> None:
    visitor.sign_in("data.admin", "/data/load/")
    dropped = visitor.page.evaluate_handle(
        """() => {
            const data = new DataTransfer();
            for (const name of ["header.csv", "episodes.csv"]) data.items.add(new File(["CHILD"], name));
            return data;
        }"""
    )
    visitor.page.locator(".govuk-file-upload-button").dispatch_event("drop", {"dataTransfer": dropped})
    assert visitor.page.evaluate("document.querySelector('input[type=file]').files.length") == 2
    assert "2 files chosen" in visitor.says()


def test_without_scripts_files_are_checked_and_loaded_all_the_same(town: Authority, chromium, live_server) -> None:  # type: ignore[no-untyped-def]
    context = chromium.new_context(java_script_enabled=False)
    admin = Visitor(context.new_page(), live_server.url)
    admin.sign_in("data.admin", "/data/")
    choose(admin, EPISODES)
    assert "The files are loaded, and the figures are up to date." in admin.says()
    context.close()


def test_page_says_that_files_are_being_checked(town: Authority, visitor: Visitor) -> None:
    visitor.sign_in("data.admin", "/data/load/")
    visitor.page.evaluate(
        """() => {
            window.said = new Set();
            const says = document.getElementById("upload-says");
            new MutationObserver(() => window.said.add(says.textContent)).observe(says, {childList: true});
        }"""
    )
    visitor.page.route("**/data/load/", lambda route: route.abort())
    visitor.page.locator("input[type=file]").set_input_files([file("episodes", EPISODES)])
    visitor.page.get_by_label("Return year").fill("2021")
    visitor.page.get_by_role("button", name="Check the files").click()
    visitor.page.get_by_text("The files could not be sent.").wait_for()
    assert "Sending the files …" in visitor.page.evaluate("[...window.said]")
    assert not Load.objects.exists()


def test_officer_goes_from_the_number_to_filtered_rows_and_takes_them_away(
    loaded_town: Authority, visitor: Visitor, tmp_path: Path
) -> None:
    visitor.sign_in("commissioning.officer")
    visitor.page.get_by_label("As at").fill("2020-11-30")
    visitor.page.get_by_role("button", name="Show").click()
    assert visitor.page.url.endswith("/?as-at=2020-11-30&compare-with=")
    assert "Compared with 30 September 2020 unless you choose another day." in visitor.says()
    card = visitor.page.get_by_role("region", name="Placed outside the area")
    card.get_by_role("link", name=f"The {OUT_OF_AREA} children").click()
    assert f"{OUT_OF_AREA} children on 30 November 2020" in visitor.says()

    visitor.page.get_by_label("Placement type").select_option("Children's home")
    visitor.page.get_by_role("button", name="Apply filters").click()
    assert "7 children on 30 November 2020" in visitor.says()
    visitor.page.get_by_role("link", name="Child", exact=True).click()
    assert "place=childrens-home" in visitor.page.url

    with visitor.page.expect_download() as coming:
        visitor.page.get_by_role("link", name="Download as CSV").click()
    assert coming.value.suggested_filename == "children-2020-11-30.csv"
    coming.value.save_as(tmp_path / "children.csv")
    with (tmp_path / "children.csv").open(newline="") as saved:
        assert len(list(csv.DictReader(saved))) == 7
    asks_what_if_and_says_what_it_means(visitor)
    assert visitor.faults == []


def asks_what_if_and_says_what_it_means(visitor: Visitor) -> None:
    """The rest of an officer's day: what if there were fewer, a chart for a paper, and a word on the figure."""
    page = visitor.page
    visitor.go("/places-gap/?as-at=2020-11-30&compare-with=2020-10-31")
    # 15 of 36, less 30% of 36: 4.2
    assert "4 more places are needed in the area" in visitor.says()
    assert f"4 needed; {OUT_OF_AREA} of {IN_CARE} children in care placed outside the area" in visitor.says()
    page.get_by_label("Target share", exact=False).first.fill("40")
    page.get_by_role("button", name="Show what if").click()
    page.get_by_text("This is a what-if").wait_for()
    assert "compare-with=2020-10-31" in page.url
    assert "1 more place is needed in the area" in visitor.says()
    with page.expect_download() as coming:
        page.get_by_role("link", name="CSV file: From needed to still to find").click()
    assert coming.value.suggested_filename.endswith("2020-11-30.csv")

    visitor.go("/?as-at=2020-11-30")
    page.get_by_role("link", name="Write a commentary on placed outside the area").click()
    page.get_by_label("Text", exact=True).fill("Three homes of our own open in spring.")
    page.get_by_label("Officer").fill("Commissioning manager")
    page.get_by_label("Draft", exact=True).check()
    press(visitor, "Save")
    visitor.go("/?as-at=2020-11-30")
    card = page.get_by_role("region", name="Placed outside the area").inner_text()
    assert "Draft Three homes of our own open in spring." in " ".join(card.split())


def test_signing_out_ends_it(loaded_town: Authority, anybody: Visitor) -> None:
    anybody.sign_in("commissioning.officer", "/registers/")
    if anybody.page.viewport_size == PHONE:
        anybody.page.get_by_role("button", name="Menu").click()
    anybody.page.get_by_role("button", name="Sign out").click()
    anybody.page.wait_for_url("**/sign-in/")
    anybody.page.go_back()
    anybody.page.reload()
    assert "/sign-in/" in anybody.page.url


def test_keyboard_reaches_the_content_first(loaded_town: Authority, visitor: Visitor) -> None:
    visitor.sign_in("commissioning.officer")
    visitor.page.keyboard.press("Tab")
    assert visitor.page.evaluate("document.activeElement.textContent") == "Skip to main content"
    visitor.page.keyboard.press("Enter")
    assert visitor.page.evaluate("document.activeElement.id") == "main"


def test_charts_fit_the_window_and_come_from_this_site_alone(loaded_town: Authority, anybody: Visitor) -> None:
    fetched: list[str] = []
    anybody.page.on("request", lambda request: fetched.append(request.url))
    anybody.sign_in("commissioning.officer")
    anybody.draw_charts()
    for drawing in anybody.page.locator("[data-drawn] svg.main-svg").all():
        box = drawing.bounding_box()
        assert box is not None
        assert box["x"] + box["width"] <= anybody.page.viewport_size["width"]  # type: ignore[index]
    assert anybody.page.locator("[data-drawn]").count() == 3
    assert all(address.startswith((anybody.server, "data:", "blob:")) for address in fetched)
    assert anybody.faults == []


def test_charts_are_fetched_only_where_there_are_any(loaded_town: Authority, visitor: Visitor) -> None:
    fetched: list[str] = []
    visitor.page.on("request", lambda request: fetched.append(request.url))
    visitor.sign_in("commissioning.officer", "/children/")
    assert not any("plotly" in address for address in fetched)


def test_page_without_its_chart_bundle_stays_under_a_megabyte(loaded_town: Authority, visitor: Visitor) -> None:
    sizes: dict[str, int] = {}
    visitor.page.on("response", lambda answer: sizes.update({answer.url: len(answer.body())}))
    visitor.sign_in("commissioning.officer")
    visitor.go("/?as-at=2021-03-31")
    assert sum(size for address, size in sizes.items() if "plotly" not in address) < 1_000_000
