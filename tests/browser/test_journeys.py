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


def test_admin_mends_a_fault_and_sees_the_cards_change(town: Authority, at_desk: Visitor) -> None:
    at_desk.sign_in("data.admin")
    assert "No returns are loaded yet" in at_desk.says()

    check(at_desk, [*EPISODES[:-1], EPISODES[-1] | {"PLACE": "Q9"}])
    row = at_desk.page.get_by_role("row", name="PLACE Q9")
    assert row.inner_text().split("\t")[:4] == ["episodes.csv", str(IN_CARE + 1), "PLACE", "Q9"]
    at_desk.go("/")
    assert "No returns are loaded yet" in at_desk.says()

    choose(at_desk, EPISODES)
    assert "The files are loaded, and the figures are up to date." in at_desk.says()
    at_desk.go("/?as-at=2020-11-30")
    at_desk.draw_charts()
    assert f"{IN_CARE} children were in our care" in at_desk.says()
    assert "41.7%" in at_desk.page.get_by_role("region", name="Placed outside the area").inner_text()

    choose(at_desk, [*EPISODES, *(episode("01/05/2020", child=f"N{n}", PL_POST="QY1 1AA") for n in range(4))])
    at_desk.go("/?as-at=2020-11-30")
    assert f"{OUT_OF_AREA + 4} of {IN_CARE + 4} children in care" in at_desk.says()
    assert at_desk.faults == []


def test_refresh_and_back_send_nothing_again(town: Authority, at_desk: Visitor) -> None:
    at_desk.sign_in("data.admin")
    choose(at_desk, EPISODES)
    at_desk.page.reload()
    at_desk.page.go_back()
    at_desk.page.go_forward()
    assert Load.objects.count() == 1
    assert "2021 return: loaded" in at_desk.says()


def test_good_load_moves_the_cards_as_its_preview_said_and_undo_moves_them_back(
    loaded_town: Authority, at_desk: Visitor
) -> None:
    at_desk.sign_in("data.admin")
    cards = at_desk.page.locator(".app-card__value")
    before = cards.all_inner_texts()
    check(at_desk, [*EPISODES, *(episode("01/05/2020", child=f"N{n}", PL_POST="QY1 1AA") for n in range(4))])
    after = at_desk.page.locator("table").first.locator("td:last-child").all_inner_texts()
    assert after != before
    at_desk.go("/")
    assert cards.all_inner_texts() == before

    at_desk.page.go_back()
    press(at_desk, "Load these files")
    at_desk.go("/")
    assert cards.all_inner_texts() == after

    at_desk.page.go_back()
    press(at_desk, "Take this load back")
    press(at_desk, "Take it back")
    assert "The load is taken back" in at_desk.says()
    at_desk.go("/")
    assert cards.all_inner_texts() == before
    assert at_desk.faults == []


def test_faulty_rows_are_set_aside_mended_and_loaded_on_top(town: Authority, at_desk: Visitor, tmp_path: Path) -> None:
    at_desk.sign_in("data.admin")
    check(at_desk, [*EPISODES[:-2], EPISODES[-2] | {"PLACE": "Q9"}, EPISODES[-1] | {"DECOM": "31/02/2020"}])
    press(at_desk, f"Load the {2 * IN_CARE - 2} sound rows and set 2 aside")
    at_desk.go("/")
    assert "2 rows set aside" in at_desk.says()

    with at_desk.page.expect_navigation():
        at_desk.page.get_by_role("link", name="2 rows set aside").click()
    with at_desk.page.expect_download() as coming:
        at_desk.page.get_by_role("link", name="download to mend").click()
    coming.value.save_as(tmp_path / "to-mend.csv")
    text = (tmp_path / "to-mend.csv").read_text(encoding="utf-8")
    (tmp_path / "mended.csv").write_text(text.replace("31/02/2020", "15/10/2020").replace("Q9", "U4"), encoding="utf-8")

    with at_desk.page.expect_navigation():
        at_desk.page.get_by_role("link", name="load the mended rows").click()
    at_desk.page.locator("input[type=file]").set_input_files(tmp_path / "mended.csv")
    press(at_desk, "Check the files")
    press(at_desk, "Load these files")
    at_desk.go("/?as-at=2020-11-30")
    assert "set aside" not in at_desk.says()
    assert f"{IN_CARE} children were in our care" in at_desk.says()
    assert at_desk.faults == []


def test_two_tabs_and_a_double_click_load_once(town: Authority, at_desk: Visitor) -> None:
    at_desk.sign_in("data.admin")
    check(at_desk, EPISODES)
    other = Visitor(at_desk.page.context.new_page(), at_desk.server)
    other.page.goto(at_desk.page.url)
    at_desk.page.get_by_role("button", name="Load these files").dblclick()
    at_desk.page.get_by_text("The files are loaded").wait_for()
    press(other, "Load these files")
    assert "These files are loaded already. Nothing has changed." in other.says()
    other.page.reload()
    other.page.go_back()
    assert Load.objects.committed().count() == 1
    assert Load.objects.count() == 1


def test_files_are_dropped_on_the_page(town: Authority, at_desk: Visitor) -> None:
    at_desk.sign_in("data.admin")
    at_desk.go("/data/load/")
    dropped = at_desk.page.evaluate_handle(
        """() => {
            const data = new DataTransfer();
            for (const name of ["header.csv", "episodes.csv"]) data.items.add(new File(["CHILD"], name));
            return data;
        }"""
    )
    at_desk.page.locator(".govuk-file-upload-button").dispatch_event("drop", {"dataTransfer": dropped})
    assert at_desk.page.evaluate("document.querySelector('input[type=file]').files.length") == 2
    assert "2 files chosen" in at_desk.says()


def test_without_scripts_files_are_checked_and_loaded_all_the_same(town: Authority, chromium, live_server) -> None:  # type: ignore[no-untyped-def]
    context = chromium.new_context(java_script_enabled=False)
    admin = Visitor(context.new_page(), live_server.url)
    admin.sign_in("data.admin")
    choose(admin, EPISODES)
    assert "The files are loaded, and the figures are up to date." in admin.says()
    context.close()


def test_page_says_that_files_are_being_checked(town: Authority, at_desk: Visitor) -> None:
    at_desk.sign_in("data.admin")
    at_desk.go("/data/load/")
    at_desk.page.evaluate(
        """() => {
            window.said = new Set();
            const says = document.getElementById("upload-says");
            new MutationObserver(() => window.said.add(says.textContent)).observe(says, {childList: true});
        }"""
    )
    at_desk.page.route("**/data/load/", lambda route: route.abort())
    at_desk.page.locator("input[type=file]").set_input_files([file("episodes", EPISODES)])
    at_desk.page.get_by_label("Return year").fill("2021")
    at_desk.page.get_by_role("button", name="Check the files").click()
    at_desk.page.get_by_text("The files could not be sent.").wait_for()
    assert "Sending the files …" in at_desk.page.evaluate("[...window.said]")
    assert not Load.objects.exists()


def test_officer_goes_from_the_number_to_filtered_rows_and_takes_them_away(
    loaded_town: Authority, at_desk: Visitor, tmp_path: Path
) -> None:
    at_desk.sign_in("commissioning.officer")
    at_desk.page.get_by_label("As at").fill("2020-11-30")
    at_desk.page.get_by_role("button", name="Show").click()
    assert at_desk.page.url.endswith("/?as-at=2020-11-30")
    card = at_desk.page.get_by_role("region", name="Placed outside the area")
    card.get_by_role("link", name=f"The {OUT_OF_AREA} children").click()
    assert f"{OUT_OF_AREA} children on 30 November 2020" in at_desk.says()

    at_desk.page.get_by_label("Placement type").select_option("Children's home")
    at_desk.page.get_by_role("button", name="Apply filters").click()
    assert "7 children on 30 November 2020" in at_desk.says()
    at_desk.page.get_by_role("link", name="Child", exact=True).click()
    assert "place=childrens-home" in at_desk.page.url

    with at_desk.page.expect_download() as coming:
        at_desk.page.get_by_role("link", name="Download as CSV").click()
    assert coming.value.suggested_filename == "children-2020-11-30.csv"
    coming.value.save_as(tmp_path / "children.csv")
    with (tmp_path / "children.csv").open(newline="") as saved:
        assert len(list(csv.DictReader(saved))) == 7
    assert at_desk.faults == []


def test_signing_out_ends_it(loaded_town: Authority, visitor: Visitor) -> None:
    visitor.sign_in("commissioning.officer")
    if visitor.page.viewport_size == PHONE:
        visitor.page.get_by_role("button", name="Menu").click()
    visitor.page.get_by_role("button", name="Sign out").click()
    visitor.page.wait_for_url("**/sign-in/")
    visitor.page.go_back()
    visitor.page.reload()
    assert "/sign-in/" in visitor.page.url


def test_keyboard_reaches_the_content_first(loaded_town: Authority, at_desk: Visitor) -> None:
    at_desk.sign_in("commissioning.officer")
    at_desk.page.keyboard.press("Tab")
    assert at_desk.page.evaluate("document.activeElement.textContent") == "Skip to main content"
    at_desk.page.keyboard.press("Enter")
    assert at_desk.page.evaluate("document.activeElement.id") == "main"


def test_charts_fit_the_window_and_come_from_this_site_alone(loaded_town: Authority, visitor: Visitor) -> None:
    fetched: list[str] = []
    visitor.page.on("request", lambda request: fetched.append(request.url))
    visitor.sign_in("commissioning.officer")
    visitor.draw_charts()
    for drawing in visitor.page.locator("[data-drawn] svg.main-svg").all():
        box = drawing.bounding_box()
        assert box is not None
        assert box["x"] + box["width"] <= visitor.page.viewport_size["width"]  # type: ignore[index]
    assert visitor.page.locator("[data-drawn]").count() == 3
    assert all(address.startswith((visitor.server, "data:", "blob:")) for address in fetched)
    assert visitor.faults == []


def test_charts_are_fetched_only_where_there_are_any(loaded_town: Authority, at_desk: Visitor) -> None:
    fetched: list[str] = []
    at_desk.sign_in("commissioning.officer")
    at_desk.page.on("request", lambda request: fetched.append(request.url))
    at_desk.go("/children/")
    assert not any("plotly" in address for address in fetched)


def test_page_without_its_chart_bundle_stays_under_a_megabyte(loaded_town: Authority, at_desk: Visitor) -> None:
    sizes: dict[str, int] = {}
    at_desk.page.on("response", lambda answer: sizes.update({answer.url: len(answer.body())}))
    at_desk.sign_in("commissioning.officer")
    at_desk.go("/?as-at=2021-03-31")
    assert sum(size for address, size in sizes.items() if "plotly" not in address) < 1_000_000


def test_without_scripts_drawings_and_tables_are_there(loaded_town: Authority, chromium, live_server) -> None:  # type: ignore[no-untyped-def]
    context = chromium.new_context(java_script_enabled=False)
    reader = Visitor(context.new_page(), live_server.url)
    reader.sign_in("commissioning.officer")
    assert reader.page.locator("svg.app-chart__spark").count() == 3
    reader.page.get_by_text("Table", exact=False).first.click()
    assert reader.page.get_by_role("table").first.is_visible()
    context.close()
