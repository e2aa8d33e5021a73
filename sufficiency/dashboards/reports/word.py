"""A report as a Word document, for the committee clerk to put into the agenda's own form."""

import io
from collections.abc import Iterable, Sequence

from docx import Document
from docx.document import Document as Paper
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.shared import Cm, Pt

from sufficiency.dashboards.charts.chart import Chart
from sufficiency.dashboards.charts.raster import png_of
from sufficiency.dashboards.words import long_date
from sufficiency.strategy.models import PublishedReport

from .content import Content, Line, Task
from .wording import comparisons, published_line

PICTURE = Cm(13)  # the width of a chart on paper
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def document_of(content: Content, report: PublishedReport) -> bytes:
    """Headings, texts, charts and tables with heading rows, in styles that the clerk can change."""
    document = Document()
    _lay_out(document, content)
    document.add_heading(content.title, 0)
    document.add_paragraph(f"{content.council}. {content.strategy}.")
    document.add_paragraph(published_line(content, report))
    document.add_paragraph(content.lead)
    for section in content.sections:
        document.add_heading(section.heading, 1)
        if section.why:
            document.add_paragraph(section.why)
        for line in section.lines:
            _measure(document, line)
    document.add_heading("What the strategy does", 1)
    for of, tasks in content.tasks_by_priority:
        document.add_heading(of, 2)
        _tasks(document, tasks)
    document.add_heading("Actions of the board", 1)
    _tasks(document, content.resolved)
    document.add_heading("What young people asked", 1)
    _table(
        document,
        ("Card", "Asked", "Response", "Status"),
        (
            (each.reference, f"{long_date(each.asked_on)}, {each.asked_by}: {each.text}", each.response, each.status)
            for each in content.cards
        ),
    )
    document.add_heading("How each figure is worked out", 1)
    for line in content.lines:
        document.add_heading(line.title, 2)
        document.add_paragraph(line.definition)
        document.add_paragraph(f"{line.technical} From: {line.source}")
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def _lay_out(document: Paper, content: Content) -> None:
    """A4, an easily read letter, a title and a language that screen readers go by."""
    page = document.sections[0]
    page.orientation = WD_ORIENT.PORTRAIT
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Cm(2)
    document.styles["Normal"].font.name, document.styles["Normal"].font.size = "Arial", Pt(11)
    document.core_properties.title, document.core_properties.author = content.title, content.council
    document.core_properties.language = "en-GB"


def _measure(document: Paper, line: Line) -> None:
    document.add_heading(line.title, 2)
    figure = document.add_paragraph()
    figure.add_run(line.figure).bold = True
    said = [f"({line.ratio})"] if line.ratio else []
    said += [f"{line.aim_name} {line.aim}. {line.status.word}."] if line.aim else []
    figure.add_run(" ".join(["", *said, line.sentence, line.unknown]).rstrip())
    _table(document, ("Compared with", "Figure"), comparisons(line))
    if line.commentary:
        document.add_paragraph(line.commentary.text)
        document.add_paragraph(
            " ".join(
                text
                for text in (
                    line.commentary.caveat,
                    f"{line.commentary.officer}, on the figure of {long_date(line.commentary.as_at)}.",
                )
                if text
            )
        )
    _picture(document, line.chart)
    document.add_paragraph(line.chart.sentence)
    # Twelve months are enough on paper; the table of all figures has the rest.
    _table(document, line.chart.table.head, line.chart.table.rows[:12])


def _picture(document: Paper, chart: Chart) -> None:
    """The chart, with what it says for those who do not see it."""
    picture = document.add_picture(io.BytesIO(png_of(chart)), width=PICTURE)
    picture._inline.docPr.set("descr", chart.sentence)
    picture._inline.docPr.set("title", chart.title)


def _tasks(document: Paper, tasks: Iterable[Task]) -> None:
    _table(
        document,
        ("Action", "Owner", "Due", "Status"),
        (
            (
                f"{each.reference} {each.text}",
                each.owner,
                f"{each.due}, overdue" if each.is_overdue else each.due,
                f"{each.status}. {each.note}" if each.note else each.status,
            )
            for each in tasks
        ),
    )


def _table(document: Paper, head: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """A table whose head is marked as such and comes again on each page."""
    table = document.add_table(rows=1, cols=len(head), style="Light Grid Accent 1")
    for cell, text in zip(table.rows[0].cells, head, strict=True):
        cell.text = text
    properties = table.rows[0]._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:tblHeader"))
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    document.add_paragraph()
