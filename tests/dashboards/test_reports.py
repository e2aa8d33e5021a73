"""The report to the board: drafted, published, frozen, taken away; and its exempt annex."""

import csv
import io
import json
import re
import sys
from datetime import date, timedelta
from html import unescape
from typing import Any

import pytest
from django.conf import settings
from django.db import InternalError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from docx import Document
from pypdf import PdfReader
from pytest import MonkeyPatch

from sufficiency.core.models import AuditEvent, Authority
from sufficiency.dashboards.reports import making
from sufficiency.dashboards.reports.content import as_json, from_json
from sufficiency.measures.present import NOT_KNOWN
from sufficiency.strategy.models import (
    Action,
    ChallengeCard,
    Commentary,
    Priority,
    PriorityMeasure,
    PublishedReport,
    ReportFile,
    Target,
)
from tests.placements.council import load
from tests.returns import episode
from tests.strategy.entries import REFERENCE, entered

from .factory import AS_AT, IN_CARE, OFFICER, OUT_OF_AREA, People, children_of, person, signed_in, small_council_returns

pytestmark = pytest.mark.django_db

DRAFT, PUBLISH = f"/reports/draft/?quarter-end={AS_AT}", "/reports/publish/"
OURS: dict[str, Any] = {"strategy": REFERENCE}
MEASURES = {"children-in-care": 1, "with-parents-percent": 1, "out-of-area-percent": 2}


@pytest.fixture
def plan(loaded: Authority) -> Authority:
    """A strategy with two priorities and their measures, an action, commentary and a challenge card."""
    for number, title in ((1, "Fewer children in care"), (2, "Homes near home")):
        entered(Priority, loaded, number=number, title=title, **OURS)
    for measure, number in MEASURES.items():
        entered(PriorityMeasure, loaded, measure=measure, priority=number, **OURS)
    entered(Action, loaded, reference="2.1", priority=2, title="Open a home", owner="Residential", **OURS)
    said = {"as_at": AS_AT, "officer": "Commissioning manager"}
    entered(Commentary, loaded, measure="out-of-area-percent", text="Too few homes", status="PUBLISHED", **said)
    entered(Commentary, loaded, measure="children-in-care", text="Not thought through", status="DRAFT", **said)
    entered(
        ChallengeCard, loaded, reference="C-01", asked_by="Council", asked_on=date(2020, 2, 1), text="Why so far away?"
    )
    return loaded


@pytest.fixture
def published(plan: Authority, readers: People) -> PublishedReport:
    """The report of the day, as an officer published it."""
    readers.officer.post(PUBLISH, {"quarter-end": AS_AT.isoformat()})
    return PublishedReport.objects.get()


def text_of(client: Client, address: str) -> str:
    """The text of a page, without scripts and drawings, spaces made one."""
    response = client.get(address)
    assert response.status_code == 200, address
    inside = response.content.decode().split("<main")[1].split("</main", maxsplit=1)[0]
    html = re.sub(r"<script.*?</script>|<svg.*?</svg>", " ", inside, flags=re.DOTALL)
    return re.sub(r"\s+(?=[.,:])", "", " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split()))


def figures(client: Client, report: PublishedReport) -> list[dict[str, str]]:
    """The table of all figures."""
    text = client.get(f"/reports/{report.pk}/figures/").content.decode()
    return list(csv.DictReader(io.StringIO(text)))


def now(rows: list[dict[str, str]]) -> dict[str, str]:
    """What each measure shows on the report's day."""
    return {row["Name"]: row["Figure"] for row in rows if row["What"] == "Now"}


def test_draft_goes_through_the_measures_priority_by_priority_and_then_by_theme(
    plan: Authority, readers: People
) -> None:
    text = text_of(readers.officer, DRAFT)
    inside = text[text.index("1. Fewer children in care 2. Homes near home") :].split("Actions What young people", 1)[1]
    titles = ["1. Fewer children in care", "Children in care 36", "2. Homes near home", "Placed outside the area 41.7%",
              "Children in care per 10,000", "Open a home", "Why so far away?"]  # fmt: skip
    places = [inside.index(title) for title in titles]
    assert places == sorted(places)
    assert f"{OUT_OF_AREA} of {IN_CARE}" in inside
    assert (OUT_OF_AREA, IN_CARE) == (15, 36)


def test_nobody_but_officers_reads_a_draft_or_publishes(plan: Authority, readers: People) -> None:
    for client in (readers.board, readers.admin):
        assert client.get(DRAFT).status_code == 403
        assert client.post(PUBLISH, {"quarter-end": AS_AT.isoformat()}).status_code == 403
        assert "Draft a report" not in text_of(client, "/reports/")
    assert signed_in(person(plan, "quality-assurance-officer")).get(DRAFT).status_code == 200
    assert signed_in(person(plan, "care-leavers-manager")).post(PUBLISH).status_code == 403
    assert readers.officer.get(PUBLISH).status_code == 405
    assert not PublishedReport.objects.exists()


def test_published_report_stays_as_it_was_whatever_is_loaded_or_changed_later(
    published: PublishedReport, plan: Authority, readers: People
) -> None:
    address = f"/reports/{published.pk}/"
    before, rows = text_of(readers.board, address), figures(readers.board, published)
    drawing = readers.board.get(f"{address}?chart=chart-children-in-care&file=svg").content
    returns = small_council_returns()
    returns[2021]["episodes"].append(episode("01/05/2020", child="NEW"))
    load(plan, returns)
    Target.objects.update(value=99)
    Commentary.objects.all().delete()
    Priority.objects.update(title="Something else")
    assert text_of(readers.board, address) == before
    assert figures(readers.board, published) == rows
    assert readers.board.get(f"{address}?chart=chart-children-in-care&file=svg").content == drawing
    assert f"Children in care {IN_CARE + 1}" in text_of(readers.officer, DRAFT)
    assert f"Children in care {IN_CARE} " in before


@pytest.mark.parametrize("change", ["update", "delete"])
def test_database_refuses_to_change_a_published_report(published: PublishedReport, change: str) -> None:
    found = PublishedReport.objects.filter(pk=published.pk)
    with pytest.raises(InternalError, match="A published report is frozen"), transaction.atomic():
        found.update(published_by="somebody") if change == "update" else found._raw_delete(found.db)


def test_publishing_says_who_and_when_and_leaves_an_event(published: PublishedReport, readers: People) -> None:
    assert published.published_by == "commissioning.officer"
    assert timezone.now() - published.published_at < timedelta(minutes=1)
    event = AuditEvent.objects.get(action="strategy.publish-report")
    assert (event.actor, event.detail) == ("commissioning.officer", {"day": "2020-11-30", "edition": 1})
    assert "30 November 2020, edition 1 1 " in text_of(readers.board, "/reports/")
    assert "Published by commissioning.officer on" in text_of(readers.board, f"/reports/{published.pk}/")


def test_second_report_of_a_day_is_its_next_edition_and_the_first_stays(
    published: PublishedReport, readers: People
) -> None:
    assert "this becomes edition 2, and both stay" in text_of(readers.officer, DRAFT)
    readers.officer.post(PUBLISH, {"quarter-end": AS_AT.isoformat()})
    assert [report.edition for report in PublishedReport.objects.all()] == [2, 1]
    assert "There is a newer one: edition 2" in text_of(readers.board, f"/reports/{published.pk}/")


def test_commentary_that_is_a_draft_is_read_by_officers_and_not_published(plan: Authority, readers: People) -> None:
    text = text_of(readers.officer, DRAFT)
    assert "Not thought through" in text
    assert "1 commentary is a draft and is left out" in text
    readers.officer.post(PUBLISH, {"quarter-end": AS_AT.isoformat()})
    report = PublishedReport.objects.get()
    assert "Too few homes" in text_of(readers.board, f"/reports/{report.pk}/")
    assert "Not thought through" not in str(report.content)


def test_draft_leads_to_where_its_commentary_is_written(plan: Authority, readers: People) -> None:
    html = readers.officer.get(DRAFT).content.decode()
    for address in re.findall(r'href="(/registers/commentary/[^"]+)"', html):
        assert readers.officer.get(unescape(address)).status_code == 200
    assert html.count("Change the commentary") == 2
    assert "/registers/commentary/new/?measure=care-rate-per-10000&amp;as_at=2020-11-30" in html


def test_small_numbers_are_withheld_in_the_report_whoever_makes_it(published: PublishedReport, readers: People) -> None:
    """One child of 36 lives with parents."""
    for client in (readers.officer, readers.board):
        rows = [row for row in figures(client, published) if row["Name"] == "with-parents-percent"]
        assert {row["Figure"] for row in rows} <= {"c", NOT_KNOWN, "0%"}
        assert now(rows) == {"with-parents-percent": "c"}
    (line,) = [line for line in from_json(published.content).lines if line.slug == "with-parents-percent"]
    assert (line.figure, line.numerator, line.denominator, line.ratio) == ("c", "c", "c", "")
    for said in (str(published.content), text_of(readers.officer, DRAFT)):
        assert not re.search(r"(?<![\d.])2\.(8%|7{5})", said)


def test_content_comes_back_from_the_database_as_it_went_in(published: PublishedReport) -> None:
    content = from_json(published.content)
    assert from_json(as_json(content)) == content
    assert as_json(content) == published.content
    assert (content.day, content.quarter_before, content.year_before) == (AS_AT, date(2020, 9, 30), date(2019, 11, 30))


def test_report_that_an_earlier_version_kept_is_still_read(loaded: Authority, readers: People) -> None:
    kept = json.loads((settings.BASE_DIR / "docs" / "report" / "content.json").read_text(encoding="utf-8"))
    report = PublishedReport.objects.create(authority=loaded, day=AS_AT, edition=1, content=kept, published_by="ann")
    assert "Placed outside the area 40.8% 194 of 476 target 30%" in text_of(readers.board, f"/reports/{report.pk}/")
    assert now(figures(readers.board, report))["children-in-care"] == "476"


def test_the_number_of_queries_depends_neither_on_measures_nor_on_days(plan: Authority, readers: People) -> None:
    counts = []
    for measure in ("foster-percent", "agency-foster-percent"):
        with CaptureQueriesContext(connection) as queries:
            readers.officer.get(DRAFT)
        counts.append(len(queries))
        entered(PriorityMeasure, plan, measure=measure, priority=2, **OURS)
    assert counts[0] == counts[1]


def test_a_day_that_the_returns_do_not_speak_for_is_refused_in_words(plan: Authority, readers: People) -> None:
    text = text_of(readers.officer, "/reports/draft/?quarter-end=2021-06-30")
    assert "The returns that are loaded speak for 1 April 2020 to 31 March 2021: choose a month-end of these" in text
    assert "must be a real date" in text_of(readers.officer, "/reports/draft/?quarter-end=soon")
    readers.officer.post(PUBLISH, {"quarter-end": "2021-06-30"})
    assert not PublishedReport.objects.exists()


def test_without_returns_there_is_nothing_to_report(council: Authority) -> None:
    officer = signed_in(person(council, OFFICER))
    assert "There is nothing to report yet" in text_of(officer, "/reports/")
    assert officer.get("/reports/draft/")["Location"] == "/reports/"


def test_reports_of_another_council_are_not_found(published: PublishedReport) -> None:
    elsewhere = signed_in(person(Authority.objects.get(code="E06000058"), OFFICER, "elsewhere"))
    for page in ("", "figures/", "word/", "pdf/", "pdf/file/", "annex/", "annex/pdf/"):
        assert elsewhere.get(f"/reports/{published.pk}/{page}").status_code == 404


def test_word_document_has_every_figure_under_its_priority(published: PublishedReport, readers: People) -> None:
    document = Document(io.BytesIO(readers.board.get(f"/reports/{published.pk}/word/").content))
    headings = [each.text for each in document.paragraphs if each.style and each.style.name == "Heading 1"]
    assert headings[:2] == ["1. Fewer children in care", "2. Homes near home"]
    said = [each.text for each in document.paragraphs]
    assert said[said.index("Placed outside the area") + 1].startswith("41.7% (15 of 36) target ")
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    assert {"2.1 Open a home", "C-01"} <= set(cells)
    pictures = [each._inline.docPr.get("descr") for each in document.inline_shapes]
    assert pictures == [chart.sentence for chart in from_json(published.content).charts]


@pytest.mark.usefixtures("pango")
def test_paper_is_a_tagged_pdf_that_says_what_its_charts_show(published: PublishedReport, readers: People) -> None:
    asked = ReportFile.objects.create(authority=published.authority, report=published, asked_by="somebody")
    making.make(asked.pk)
    asked.refresh_from_db()
    assert (asked.state, asked.fault) == ("ready", "")
    response = readers.board.get(f"/reports/{published.pk}/pdf/file/")
    paper = PdfReader(io.BytesIO(response.content))
    assert len(paper.pages) == asked.pages
    text = " ".join(" ".join(page.extract_text() for page in paper.pages).split())
    for figure in ("41.7%", "15 of 36", "Too few homes", "Open a home", "Why so far away?"):
        assert figure in text
    root: Any = paper.trailer["/Root"]
    assert (root["/MarkInfo"]["/Marked"], root["/Lang"]) == (True, "en-GB")
    tags, said = tagged(root["/StructTreeRoot"])
    assert {"/H1", "/H2", "/H3", "/Table", "/TH", "/TD", "/Figure"} <= tags
    assert said == {chart.sentence for chart in from_json(published.content).charts}


def tagged(element: Any) -> tuple[set[str], set[str]]:
    """The tags below an element of a PDF's structure, and the texts that stand for pictures."""
    element, tags, said = element.get_object(), set(), set()
    if not hasattr(element, "get"):
        return tags, said
    tags |= {str(element["/S"])} if "/S" in element else set()
    said |= {str(element["/Alt"])} if "/Alt" in element else set()
    below = element.get("/K", [])
    below = below.get_object() if hasattr(below, "get_object") else below
    for each in below if isinstance(below, list) else [below]:
        if not isinstance(each, int):
            more = tagged(each)
            tags, said = tags | more[0], said | more[1]
    return tags, said


@pytest.fixture
def begun(monkeypatch: MonkeyPatch) -> list[int]:
    """The papers that were begun, none of which is made."""
    numbers: list[int] = []
    monkeypatch.setattr(making, "begin", lambda number, _authority: numbers.append(number))
    return numbers


def test_paper_is_made_once_and_asked_for_again_only_after_its_maker_fell_silent(
    published: PublishedReport, readers: People, begun: list[int], django_capture_on_commit_callbacks: Any
) -> None:
    address = f"/reports/{published.pk}/pdf/"
    with django_capture_on_commit_callbacks(execute=True):
        assert "It has not been made yet" in text_of(readers.board, address)
        readers.board.post(address)
        readers.officer.post(address)
    assert len(begun) == 1
    assert "Starting. It takes a few seconds." in text_of(readers.board, address)
    ReportFile.objects.update(seen_at=timezone.now() - timedelta(minutes=1))
    assert "It was broken off. Ask for it again." in text_of(readers.board, address)
    with django_capture_on_commit_callbacks(execute=True):
        readers.board.post(address)
    assert len(begun) == 2


def test_making_a_paper_shows_its_pages_and_stops_when_cancelled(
    published: PublishedReport, readers: People, monkeypatch: MonkeyPatch
) -> None:
    address, after = f"/reports/{published.pk}/pdf/", []

    def slow(_template: str, _context: Any, noticed: Any) -> bytes:
        noticed("Step 5 - Creating layout - Page 3")
        assert "Laying out: 3 pages so far" in text_of(readers.board, address)
        readers.board.post(f"{address}cancel/")
        noticed("Step 5 - Creating layout - Page 4")
        after.append("went on")
        return b"paper"

    monkeypatch.setattr(making, "paper", slow)
    asked = ReportFile.objects.create(authority=published.authority, report=published, asked_by="somebody")
    making.make(asked.pk)
    assert after == []
    assert "It was cancelled" in text_of(readers.board, address)
    assert readers.board.get(f"{address}file/")["Location"] == address
    assert AuditEvent.objects.filter(action="strategy.cancel-report-file", actor="board.member").exists()


def test_server_without_pango_says_so_and_everything_else_works(
    published: PublishedReport, readers: People, monkeypatch: MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    asked = ReportFile.objects.create(authority=published.authority, report=published, asked_by="somebody")
    making.make(asked.pk)
    assert "the libraries of Pango are not installed" in text_of(readers.board, f"/reports/{published.pk}/pdf/")
    annex = readers.officer.get(f"/reports/{published.pk}/annex/pdf/", follow=True)
    assert b"the libraries of Pango are not installed" in annex.content
    assert readers.board.get(f"/reports/{published.pk}/word/").status_code == 200


def test_annex_lists_children_for_those_who_may_see_them_and_leaves_an_event(
    published: PublishedReport, readers: People
) -> None:
    address = f"/reports/{published.pk}/annex/"
    response = readers.officer.get(address)
    assert "no-store" in response["Cache-Control"]
    text = text_of(readers.officer, address)
    away = children_of(small_council_returns())[12:27]
    assert f"{OUT_OF_AREA} children outside the area" in text
    assert all(child in text for child in away)
    assert "Read by commissioning.officer on" in text
    event = AuditEvent.objects.filter(action="dashboards.report-annex").latest("number")
    assert event.detail["kind"] == "page"
    assert event.detail["rows"] >= OUT_OF_AREA
    assert not any(child in str(event.detail) for child in away)
    for client in (readers.board, readers.admin):
        for page in (address, f"{address}pdf/"):
            refused = client.get(page)
            assert refused.status_code == 403
            assert away[0].encode() not in refused.content
    assert "annex" not in text_of(readers.board, f"/reports/{published.pk}/")


@pytest.mark.usefixtures("pango")
def test_every_page_of_the_annex_on_paper_bears_its_reader(published: PublishedReport, readers: People) -> None:
    response = readers.officer.get(f"/reports/{published.pk}/annex/pdf/")
    assert "no-store" in response["Cache-Control"]
    for page in PdfReader(io.BytesIO(response.content)).pages:
        assert "commissioning.officer" in page.extract_text()
