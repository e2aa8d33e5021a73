"""Files that somebody opened and saved in a spreadsheet, from the upload to the overview."""

import csv
import io
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import FilePayload

from sufficiency.core.models import Authority
from sufficiency.extracts.models import Load
from tests.dashboards.factory import ADMIN, IN_CARE, person, small_council_returns
from tests.placements.council import found_council
from tests.returns import as_csv

from .conftest import PHONE, Visitor
from .test_journeys import press

pytestmark = pytest.mark.django_db(transaction=True)

KINDS = ("header", "episodes")


@pytest.fixture
def town(transactional_db: None) -> Authority:
    council = found_council()
    person(council, ADMIN)
    return council


def as_written(cell: str) -> str:
    return cell


def without_zeros(cell: str) -> str:
    """1/5/2020 for 01/05/2020."""
    return re.sub(r"^0?(\d+)/0?(\d+)/(\d{4})$", r"\1/\2/\3", cell)


def with_short_year(cell: str) -> str:
    return re.sub(r"^(\d\d/\d\d)/\d\d(\d\d)$", r"\1/\2", cell)


def month_first(cell: str) -> str:
    return re.sub(r"^(\d\d)/(\d\d)/(\d{4})$", r"\2/\1/\3", cell)


def saved(kind: str, encoding: str, rewrite: Callable[[str], str]) -> FilePayload:
    """The small council's file as a spreadsheet saves it: surplus columns and rows, and line ends of Windows."""
    header, *rows = csv.reader(io.StringIO(as_csv(kind, small_council_returns()[2021][kind]).decode()))
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([*header, "", "", ""])
    writer.writerows([*map(rewrite, row), "", "", ""] for row in rows)
    writer.writerows([[""] * (len(header) + 3)] * 20)
    return {"name": f"{kind} (2).csv", "mimeType": "text/csv", "buffer": text.getvalue().encode(encoding)}


def check(visitor: Visitor, encoding: str, rewrite: Callable[[str], str] = as_written) -> None:
    """Sign in and send the files, as far as the preview."""
    visitor.sign_in("data.admin", "/data/")
    visitor.page.get_by_role("button", name="Load return files").click()
    visitor.page.locator("input[type=file]").set_input_files([saved(kind, encoding, rewrite) for kind in KINDS])
    visitor.page.get_by_label("Return year").fill("2021")
    visitor.page.get_by_role("button", name="Check the files").click()
    visitor.page.wait_for_url("**/data/loads/*/")


def go_through(visitor: Visitor, encoding: str) -> None:
    """Check the files, load them and look at the figures."""
    check(visitor, encoding)
    says = visitor.says()
    assert "Every row is sound, and nothing is loaded yet." in says
    assert "trailing-commas" in says
    assert "blank-row" in says
    press(visitor, "Load these files")
    with visitor.page.expect_navigation():
        visitor.page.get_by_role("link", name="See the figures").click()
    assert f"{IN_CARE} children were in our care" in visitor.says()
    assert visitor.faults == []


def test_saved_files_go_from_upload_to_overview(town: Authority, visitor: Visitor) -> None:
    go_through(visitor, "utf-8-sig")


def test_files_saved_as_unicode_text_go_the_same_way(town: Authority, visitor: Visitor) -> None:
    go_through(visitor, "utf-16")


@pytest.mark.parametrize(
    ("rewrite", "rule", "advice"),
    [
        (without_zeros, "bad-date", "written as DD/MM/YYYY"),
        (with_short_year, "two-digit-year", "write the date as DD/MM/YYYY"),
        (month_first, "month-first", "Do not load the sound rows"),
    ],
)
def test_dates_that_a_spreadsheet_changed_are_named_once_with_what_to_do(
    town: Authority, visitor: Visitor, rewrite: Callable[[str], str], rule: str, advice: str
) -> None:
    check(visitor, "utf-8-sig", rewrite)
    assert "2021 return: rejected" in visitor.says()
    assert advice in visitor.page.locator("main").inner_text()
    visitor.page.get_by_role("link", name=rule).click()
    visitor.page.get_by_role("heading", name=f"Rows that break {rule}").wait_for()
    assert visitor.findings() == []
    assert not Load.objects.committed().exists()


def test_problems_and_data_pages_are_read_on_a_phone_without_scrolling_sideways(
    town: Authority, visitor: Visitor
) -> None:
    def stands_well() -> None:
        scrolls = "frames => frames.filter(each => each.scrollWidth > each.clientWidth + 1).map(each => each.innerText)"
        assert visitor.page.locator(".app-scroll").evaluate_all(scrolls) == []
        assert visitor.overflow() <= 0

    visitor.page.set_viewport_size(PHONE)
    check(visitor, "utf-8-sig", with_short_year)
    stands_well()
    visitor.go("/data/load/")
    visitor.page.locator("input[type=file]").set_input_files([saved(kind, "utf-8-sig", as_written) for kind in KINDS])
    visitor.page.get_by_label("Return year").fill("2021")
    press(visitor, "Check the files")
    press(visitor, "Load these files")
    for address in ("/data/", "/data/quality/"):
        visitor.go(address)
        stands_well()
