"""What somebody wrote into a file or a register reaches a report on paper as text, and does nothing."""

import io
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from pypdf import PdfReader
from pypdf.generic import DictionaryObject, IndirectObject, PdfObject

from placements.models import UnregulatedCase
from sufficiency.core.models import Authority
from sufficiency.dashboards.reports import making
from sufficiency.strategy.models import Action, Commentary, Priority, PriorityMeasure, PublishedReport, ReportFile
from sufficiency.strategy.registers.board import CHALLENGE_CARDS
from tests.dashboards.factory import AS_AT, children_of, found_loaded_council, people, small_council_returns
from tests.registers.council import load
from tests.strategy.entries import REFERENCE, entered

pytestmark = pytest.mark.django_db

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    """A file of this machine that no report is to hold."""
    file = tmp_path / "secret.svg"
    file.write_text('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><text>hidden-words</text></svg>')
    return file


@pytest.fixture
def fetched(pango: None, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the maker of PDFs asks for, from the disk, the network or the text itself."""
    from weasyprint.urls import URLFetcher  # noqa: PLC0415 - fails where Pango is missing

    asked: list[str] = []
    fetch = URLFetcher.fetch

    def noted(self: Any, url: str, *rest: Any, **more: Any) -> Any:
        asked.append(url)
        return fetch(self, url, *rest, **more)

    monkeypatch.setattr(URLFetcher, "fetch", noted)
    return asked


def test_what_somebody_wrote_is_only_text_in_pdf_word_and_annex(secret: Path, fetched: list[str]) -> None:
    council = found_loaded_council()
    texts = {
        "picture": f"p0 <img src=file://{secret}> p1",
        "style": f"s0 </style><style>*{{background:url(file://{secret})}}</style> s1",
        "frame": f"f0 <object data='file://{secret}'></object><link rel=attachment href=file://{secret}> f1",
        "script": "j0 <script>app.alert(9)</script><a href=\"javascript:alert(9)\" onclick='x()'>y</a> j1",
        "net": "n0 <img src=http://127.0.0.1:9/x.png> url(http://127.0.0.1:9/y) http://evil.example/ n1",
        "sheet": '=HYPERLINK("http://evil.example","x") {{ 7919|add:83 }} &lt;b&gt;',
    }
    _write(council, texts)
    readers = people(council)
    readers.officer.post("/reports/publish/", {"quarter-end": AS_AT.isoformat()})
    report = PublishedReport.objects.get()
    making.make(ReportFile.objects.create(authority=council, report=report, asked_by="somebody").pk)
    pdf = readers.board.get(f"/reports/{report.pk}/pdf/file/").content
    annex = readers.officer.get(f"/reports/{report.pk}/annex/pdf/").content
    word = readers.board.get(f"/reports/{report.pk}/word/").content

    assert [url[:60] for url in fetched if not url.startswith("data:image/svg+xml;base64,")] == []
    assert fetched, "the charts of the report are drawn from its own text"
    for name, content, wanted in (("report", pdf, set(texts)), ("annex", annex, {"picture", "style"})):
        paper = PdfReader(io.BytesIO(content))
        text = _close(" ".join(page.extract_text() for page in paper.pages))
        assert {key for key in wanted if _close(texts[key]) not in text} == set(), f"{name} says it as it was written"
        assert "hidden-words" not in text
        kinds = set(_kinds(paper.trailer["/Root"]))
        assert not kinds & {"/URI", "/JavaScript", "/Launch", "/SubmitForm", "/GoToR", "/Filespec", "/EmbeddedFile"}
        assert b"hidden-words" not in content
    _only_text_in_word(word, texts)
    for address in (f"/reports/{report.pk}/", f"/reports/{report.pk}/annex/"):
        page = readers.officer.get(address).content.decode()
        assert "<img src=" not in page
        assert "<script>app" not in page


def _write(council: Authority, texts: dict[str, str]) -> None:
    """The texts in registers' fields, and one of a challenge card in the cells of a file."""
    ours: dict[str, Any] = {"strategy": REFERENCE}
    entered(Priority, council, number=1, title=texts["picture"], **ours)
    entered(PriorityMeasure, council, measure="children-in-care", priority=1, **ours)
    entered(Action, council, reference="1.1", priority=1, title=texts["frame"], owner=texts["sheet"][:100], **ours)
    said = {"as_at": AS_AT, "officer": "Manager", "status": "PUBLISHED", "caveat": texts["sheet"]}
    entered(Commentary, council, measure="children-in-care", text=texts["style"], **said)
    asked = {"REFERENCE": "C-01", "ASKED_BY": "CIC", "ASKED_ON": "02/11/2020", "RESPONDED_ON": "03/11/2020"}
    load(asked | {"TEXT": texts["script"], "RESPONSE": texts["net"]}, register=CHALLENGE_CARDS)
    child = children_of(small_council_returns())[0]
    case = {"opened_on": date(2020, 11, 2), "kind": "UNREGULATED", "reason": "none other"}
    entered(UnregulatedCase, council, child=child, exit_plan=texts["picture"], **case)
    entered(UnregulatedCase, council, child="C998", exit_plan=texts["style"], **case)


def _close(text: str) -> str:
    """Without spaces, which a paper sets where lines break."""
    return "".join(text.split())


def _kinds(element: PdfObject, seen: set[int] | None = None) -> Iterator[str]:
    """Whatever the objects of a PDF say they are or do, and the names of their entries."""
    seen = set() if seen is None else seen
    if isinstance(element, IndirectObject):
        if element.idnum in seen:
            return
        seen.add(element.idnum)
    found: Any = element.get_object()
    if isinstance(found, DictionaryObject):
        for key, value in found.items():
            yield str(key)
            yield from [str(value)] if key in ("/S", "/Type", "/Subtype") else _kinds(found.raw_get(key), seen)
    elif isinstance(found, list):
        for each in list.__iter__(found):
            yield from _kinds(each, seen)


def _only_text_in_word(content: bytes, texts: dict[str, str]) -> None:
    document = Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    said = "\n".join([*(each.text for each in document.paragraphs), *cells])
    assert {key for key, text in texts.items() if text not in said} == set()
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        assert not [name for name in parts.namelist() if "embed" in name.lower() or "vba" in name.lower()]
        links = [parts.read(name).decode() for name in parts.namelist() if name.endswith(".rels")]
        assert not [each for each in links if "External" in each or "evil.example" in each]
        inside = {element.tag for element in document.element.iter()}
        assert not inside & {f"{WORD}{tag}" for tag in ("hyperlink", "altChunk", "instrText", "fldSimple", "object")}
