"""The report to the board in a browser: an officer publishes it, the board takes it away; long files can be stopped."""

import pytest
from playwright.sync_api import Route

from sufficiency.core.models import Authority
from sufficiency.strategy.models import ReportFile
from tests.dashboards.factory import BOARD, OFFICER, person, small_council_returns
from tests.placements.council import found_council, load

from .conftest import Visitor
from .test_accessibility import is_fine

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def town(transactional_db: None) -> Authority:
    council = found_council()
    load(council, small_council_returns())
    for role in (OFFICER, BOARD):
        person(council, role)
    return council


def test_officer_publishes_the_report_and_takes_it_away_on_paper(town: Authority, visitor: Visitor) -> None:
    page = visitor.page
    visitor.sign_in("commissioning.officer", "/reports/")
    is_fine(visitor, "/reports/", "/reports/draft/?quarter-end=2020-11-30")
    page.get_by_role("button", name="Publish this report").click()
    page.get_by_text("The report is published").wait_for()
    report = page.url
    page.get_by_role("button", name="PDF").click()
    page.get_by_role("button", name="Cancel").or_(page.get_by_role("button", name="Save the PDF")).wait_for()
    assert visitor.findings() == []
    with page.expect_download() as coming:
        page.get_by_role("button", name="Save the PDF").click(timeout=60_000)
    assert coming.value.suggested_filename == "board-report-2020-11-30.pdf"
    assert coming.value.path().read_bytes().startswith(b"%PDF-1.7")
    assert ReportFile.objects.get().is_ready
    is_fine(visitor, f"{report.removeprefix(visitor.server)}annex/")
    assert visitor.faults == []


def test_file_that_takes_long_can_be_cancelled_and_fetched_again(town: Authority, visitor: Visitor) -> None:
    waiting: list[Route] = []

    def never(route: Route) -> None:
        waiting.append(route)

    visitor.sign_in("commissioning.officer", "/children/?as-at=2020-11-30")
    link = visitor.page.get_by_role("link", name="Download as CSV")
    visitor.page.route("**/download/**", never)
    link.click()
    visitor.page.get_by_text("Making the file").wait_for()
    assert visitor.findings() == []
    visitor.page.get_by_role("button", name="Cancel").click()
    visitor.page.get_by_text("Cancelled: no file was saved.").wait_for()
    visitor.page.unroute("**/download/**")
    with visitor.page.expect_download() as coming:
        link.click()
    assert coming.value.suggested_filename == "children-2020-11-30.csv"
    assert coming.value.path().read_text().count("\n") == 37
    assert len(waiting) == 1
