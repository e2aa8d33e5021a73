"""The weekly report on the screen and on paper, and opening a case from a placement."""

import re
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone

from placements.models import UnregulatedCase
from placements.registers.unregulated import CASES, EVENTS
from sufficiency.core.models import AuditEvent, Authority
from sufficiency.measures.present import NOT_KNOWN
from tests.registers.council import load as load_register

from .factory import OFFICER, People, person, saved_rows, signed_in

REPORT, PAPER = "/unregulated/?as-at=2020-11-30", "/unregulated/print/?as-at=2020-11-30"


@pytest.fixture
def opened(loaded: Authority) -> None:
    """A case for C028, one of the six unregulated children (C028 to C033), with a visit that is overdue."""
    load_register(
        {
            "CHILD": "C028", "OPENED_ON": "28/08/2020", "KIND": "UNREGULATED", "REASON": "No home was found",
            "FRAMEWORK": "Pathway plan", "EXIT_PLAN": "Own tenancy", "PLANNED_EXIT": "01/02/2021",
        },
        register=CASES,
    )  # fmt: skip
    load_register(
        {"CHILD": "C028", "OPENED_ON": "28/08/2020", "KIND": "VISIT", "DUE_ON": "20/11/2020"}, register=EVENTS
    )


def html_of(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def text_of(html: str) -> str:
    inside = html.split("<main")[1].split("</main", maxsplit=1)[0]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", inside)).split())


@pytest.mark.parametrize("address", [REPORT, PAPER])
def test_nobody_but_officers_reads_the_report(readers: People, opened: None, address: str) -> None:
    assert "C028" in html_of(readers.officer, address)
    for client in (readers.board, readers.admin):
        response = client.get(address)
        assert response.status_code == 403
        assert b"C028" not in response.content
    assert Client().get(address).status_code == 302


@pytest.mark.parametrize("address", [REPORT, PAPER])
def test_report_stands_beside_last_week_or_the_day_the_address_compares_with(
    readers: People, opened: None, address: str
) -> None:
    now = "Now 1 unregulated, 0 unregistered; 0 out of area on"
    before = "0 unregulated, 0 unregistered; 0 out of area"
    assert f"{now} 23 November 2020: 1{before[1:]}" in text_of(html_of(readers.officer, address))
    text = text_of(html_of(readers.officer, f"{address}&compare-with=2020-08-27"))
    assert f"{now} 27 August 2020: {before}" in text
    assert "1 overdue, 0 due within a week on 27 August 2020: 0 overdue, 0 due" in text


def test_before_the_first_case_their_number_is_not_known_rather_than_none(readers: People, opened: None) -> None:
    before, after = (
        text_of(html_of(readers.officer, f"/measures/unregulated-cases/?as-at={day}"))
        for day in ("2020-08-27", "2020-08-28")
    )
    assert f"Not known The register {CASES.title} begins on 28 August 2020; of earlier days it says nothing." in before
    assert f"Value {NOT_KNOWN}" in before
    assert "Not known The register" not in after
    assert "Value 1" in after


def test_report_is_compared_with_no_later_day(readers: People, opened: None) -> None:
    html = html_of(readers.officer, f"{REPORT}&compare-with=2020-12-01")
    assert "The date to compare with must be before 30 November 2020" in html
    assert "<title>Error: " in html


@pytest.mark.parametrize("address", [REPORT, PAPER])
def test_report_says_number_duration_plan_and_what_is_overdue(readers: People, opened: None, address: str) -> None:
    text = text_of(html_of(readers.officer, address))
    for said in (
        "Now 1 unregulated, 0 unregistered; 0 out of area",
        "In the year to this date 1 child in all; 1 case started",
        "Visits and meetings 1 overdue, 0 due within a week",
        "1 without the offer of an advocate, 0 without an exit plan, 5 placements without a case",
        "C028 Visit",
        "20 November 2020 Overdue None yet",
        "28 Aug 2020 94 In No home was found Pathway plan None yet No Own tenancy, planned for 1 Feb 2021",
    ):
        assert said in text, said


def test_case_is_opened_from_its_placement(readers: People, opened: None) -> None:
    html = html_of(readers.officer, REPORT)
    assert "5 placements without an open case" in text_of(html)
    address = re.findall(r'href="(/registers/unregulated-cases/new/\?child=C029[^"]+)"', html)[0].replace("&amp;", "&")
    form = readers.officer.get(address).context["form"]
    known = {name: form[name].value() for name in ("child", "opened_on", "kind")}
    assert known == {"child": "C029", "opened_on": "2020-07-01", "kind": "UNREGULATED"}
    refused = readers.officer.post(address, known)
    assert (refused.status_code, "Enter the reason" in refused.content.decode()) == (422, True)
    readers.officer.post(address, known | {"reason": "Close to college"})
    assert UnregulatedCase.objects.get(child="C029").reason == "Close to college"
    after = text_of(html_of(readers.officer, REPORT))
    assert "2 open cases on 30 November 2020" in after
    assert "4 placements without an open case" in after


def test_report_shows_open_cases_week_by_week_and_by_age(readers: People, opened: None) -> None:
    head, *weeks = saved_rows(readers.officer, REPORT, "unregulated-by-week")
    # The one case, opened on Friday 28 August 2020, is of a child born on 1 December 2010.
    assert head == ["Week to", "Under 16"]
    assert [week for week, number in weeks if number == "1"][-1] == "31 August 2020"
    assert (len(weeks), [number for _, number in weeks]) == (53, ["1"] * 14 + ["0"] * 39)
    assert "<svg" in html_of(readers.officer, PAPER), "paper needs no script"


def test_paper_has_no_menu_and_no_forms(readers: People, opened: None) -> None:
    html = html_of(readers.officer, PAPER)
    assert "app-header" not in html
    assert "<form" not in html
    assert 'class="govuk-template__body app-paper"' in html


def test_report_is_recorded_without_saying_who_was_seen(readers: People, opened: None) -> None:
    html_of(readers.officer, REPORT)
    event = AuditEvent.objects.filter(action="dashboards.unregulated-report").get()
    assert event.detail == {"as_at": "2020-11-30", "rows": 1}


def test_other_councils_cases_never_appear(readers: People, opened: None) -> None:
    kent = signed_in(person(Authority.objects.get(code="E10000016"), OFFICER, "kent.officer"))
    for address in (REPORT, PAPER):
        assert not re.search(r"\bC0\d\d", html_of(kent, address).split("<main")[1])


def test_report_is_of_today_unless_a_date_is_asked_for(readers: People, opened: None) -> None:
    context = readers.officer.get("/unregulated/").context
    assert context["report"].day == timezone.localdate() > context["as_at"].last


def test_date_that_cannot_be_read_is_said(readers: People) -> None:
    assert "The date to show must be a real date" in html_of(readers.officer, "/unregulated/?as-at=soon")


def test_timeline_of_a_case_tells_what_is_due_and_not_over_and_over_when_it_was_opened(
    readers: People, opened: None
) -> None:
    held = UnregulatedCase.objects.get(child="C028")
    timeline = text_of(html_of(readers.officer, f"/registers/unregulated-cases/{held.pk}/")).split("Timeline")[1]
    assert "20 November 2020 : Visit or event (kind: Visit)" in timeline
    assert timeline.split("Who changed what")[0].count("28 August 2020") == 1
