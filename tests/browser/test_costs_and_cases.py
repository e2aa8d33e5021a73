"""Costs and unregulated cases in a browser: nothing serious for axe, nothing wider than the window or the paper."""

import io

import pytest
from pypdf import PdfReader

from placements.registers.costs import COSTS
from placements.registers.unregulated import CASES, EVENTS
from sufficiency.core.models import Authority
from tests.dashboards.factory import OFFICER, person, small_council_returns
from tests.placements.council import found_council
from tests.placements.council import load as load_returns
from tests.registers.council import load

from .conftest import Visitor

pytestmark = pytest.mark.django_db(transaction=True)
DAY = "as-at=2020-11-30"
A4_SIDEWAYS = {"width": 1047, "height": 718}  # 277 by 190 mm, what its margins leave


@pytest.fixture
def town(transactional_db: None) -> Authority:
    """A council with costs, a gap between them, and an unregulated case with a visit overdue."""
    council = found_council()
    load_returns(council, small_council_returns())
    person(council, OFFICER)
    person(council, "quality-assurance-officer", "executive.director")
    load(
        {"CHILD": "C013", "PAID_FROM": "01/10/2020", "PAID_TO": "01/11/2020", "CORE": "900.10"},
        {"CHILD": "C013", "PAID_FROM": "03/11/2020", "CORE": "950.20"},
        {"CHILD": "NOBODY", "PAID_FROM": "03/11/2020", "CORE": "950.20"},
        register=COSTS,
    )
    load(
        {
            "CHILD": "C028", "OPENED_ON": "28/08/2020", "KIND": "UNREGULATED", "FRAMEWORK": "Pathway plan",
            "REASON": "The placement before ended without notice " * 5,
            "EXIT_PLAN": "Moves to registered supported accommodation when a place is free " * 5,
        },
        register=CASES,
    )  # fmt: skip
    load({"CHILD": "C028", "OPENED_ON": "28/08/2020", "KIND": "VISIT", "DUE_ON": "20/11/2020"}, register=EVENTS)
    return council


@pytest.fixture
def officer(town: Authority, visitor: Visitor) -> Visitor:
    """An officer of that council, signed in."""
    visitor.sign_in("commissioning.officer", "/registers/")
    return visitor


def is_fine(visitor: Visitor) -> None:
    assert visitor.findings() == [], visitor.page.url


def test_pages_about_costs_and_cases_are_fine(officer: Visitor) -> None:
    for address in (
        f"/costs/?{DAY}",
        f"/costs/children/?{DAY}&provision=agency-fostering",
        f"/costs/check/?{DAY}",
        f"/unregulated/?{DAY}",
        f"/unregulated/print/?{DAY}",
        "/registers/placement-costs/new/",
    ):
        officer.go(address)
        if "print" not in address:
            officer.draw_charts()
        is_fine(officer)


def test_gap_is_closed_from_the_page_that_names_it(officer: Visitor) -> None:
    page = officer.page
    officer.go(f"/costs/?{DAY}")
    page.get_by_role("link", name="2 gaps, overlaps or the like").click()
    page.get_by_role("link", name="Enter a cost for C013").click()
    page.get_by_label("Paid to").fill("2020-11-03")
    page.get_by_label("Core").fill("60")
    page.get_by_role("button", name="Save").click()
    assert "The parts come to £60.00 a week" in officer.says()
    officer.go(f"/costs/check/?{DAY}")
    assert "1 thing does not fit" in officer.says()


def test_case_is_opened_from_its_placement_and_stands_in_the_report(officer: Visitor) -> None:
    page = officer.page
    officer.go(f"/unregulated/?{DAY}")
    page.get_by_role("link", name="Open a case for C029").click()
    page.get_by_label("Reason").fill("Close to college")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="Enter a new visit or event").click()
    page.get_by_label("Visit", exact=True).check()
    page.get_by_label("Due on").fill("2020-12-01")
    page.get_by_role("button", name="Save").click()
    officer.go(f"/unregulated/?{DAY}")
    says = officer.says()
    assert "2 open cases on 30 November 2020" in says
    assert "1 overdue, 1 due within a week" in says


def test_director_reads_the_weekly_report_and_takes_it_along_on_paper(town: Authority, visitor: Visitor) -> None:
    page = visitor.page
    visitor.sign_in("executive.director")
    page.get_by_role("link", name="Places", exact=True).click()
    page.get_by_role("link", name="Unregulated placements", exact=True).click()
    page.get_by_label("As at").fill("2020-11-30")
    page.get_by_label("Compare with").fill("2020-08-27")
    page.get_by_role("button", name="Show", exact=True).click()
    says = visitor.says()
    assert "1 open case on 30 November 2020" in says
    assert "on 27 August 2020: 0 unregulated, 0 unregistered; 0 out of area" in says
    assert "1 overdue, 0 due within a week" in says
    assert page.get_by_role("button", name="Save").count() == 0

    page.get_by_role("button", name="Report for printing").click()
    page.wait_for_url("**/print/**")
    page.emulate_media(media="print")
    page.set_viewport_size(A4_SIDEWAYS)  # type: ignore[arg-type]
    assert visitor.overflow() <= 0
    cut = "[...document.querySelectorAll('.app-scroll')].filter(each => each.scrollWidth > each.clientWidth).length"
    assert page.evaluate(cut) == 0
    assert not page.get_by_text("Back to the report").is_visible()
    paper = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    assert round(float(paper.pages[0].mediabox.width)) == 842  # points, of A4 that lies sideways
    printed = " ".join(" ".join(sheet.extract_text() for sheet in paper.pages).split())
    assert len(paper.pages) == 1
    assert all(
        words in printed for words in ("In short", "Week by week", "Each open case", "C028", "when a place is free")
    )
    assert "on 27 August 2020: 0 unregulated" in printed
    assert visitor.faults == []
