"""Reports to the board: the list, the draft of a quarter, publishing, and what is published."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from sufficiency.core.access import Reader, permission_required
from sufficiency.core.audit import record
from sufficiency.core.pages import reader_of
from sufficiency.core.roles import Permission
from sufficiency.dashboards.pictures import chart_page
from sufficiency.dashboards.reports.annex import annex_of
from sufficiency.dashboards.reports.content import as_json, from_json
from sufficiency.dashboards.reports.drafting import draft
from sufficiency.dashboards.reports.figures import FIGURES_HEAD, figures_of
from sufficiency.dashboards.reports.forms import QuarterForm
from sufficiency.dashboards.reports.making import ask_for_paper, cancel_paper
from sufficiency.dashboards.reports.paper import PaperRefusedError, paper
from sufficiency.dashboards.reports.word import WORD, document_of
from sufficiency.extracts.exports import file_download, rows_download
from sufficiency.measures.reading import first_day, last_day
from sufficiency.strategy.models import PublishedReport, ReportFile
from sufficiency.strategy.reports import publish_report, published_reports

PDF = "application/pdf"


@permission_required(Permission.SEE_MEASURES)
def reports_page(request: HttpRequest) -> HttpResponse:
    """What is published, and for officers a way to the draft of a quarter."""
    reader = reader_of(request)
    context = {
        "reports": published_reports(reader.authority),
        "form": _form(request, reader) if reader.may(Permission.SEE_REGISTERS) else None,
        "drafts_for": reader.may(Permission.SEE_REGISTERS),
    }
    return render(request, "reports/list.html", context)


@permission_required(Permission.SEE_REGISTERS)
def draft_page(request: HttpRequest) -> HttpResponseBase:
    """The draft of the day that the address asks for, with the commentary that is not published yet."""
    reader = reader_of(request)
    form = _form(request, reader)
    if form is None:
        return redirect("dashboards:reports")
    content = draft(reader, form.day, form.first, form.last, drafts=True)
    context = {
        "content": content,
        "form": form,
        "may_publish": reader.may(Permission.PUBLISH_REPORTS),
        "may_write": reader.may(Permission.EDIT_REGISTERS),
        "has_errors": bool(form.errors),
        "before": published_reports(reader.authority).filter(day=form.day).first(),
    }
    return chart_page(request, "reports/draft.html", context, content.charts, form.day)


@permission_required(Permission.PUBLISH_REPORTS)
@require_POST
def publish_action(request: HttpRequest) -> HttpResponse:
    """Freeze the report of a day as it stands, without commentary that is not published."""
    reader = reader_of(request)
    form = _form(request, reader, posted=True)
    if form is None or not form.is_valid():
        return redirect("dashboards:reports")
    content = draft(reader, form.day, form.first, form.last, drafts=False)
    report = publish_report(authority=reader.authority, day=form.day, content=as_json(content), by=reader.name)
    messages.success(request, "The report is published. No later load changes it.")
    return redirect("dashboards:report", number=report.pk)


@permission_required(Permission.SEE_MEASURES)
def report_page(request: HttpRequest, number: int) -> HttpResponseBase:
    """A published report."""
    report = _report(request, number)
    content = from_json(report.content)
    latest = published_reports(report.authority).filter(day=report.day).first()
    context = {
        "report": report,
        "content": content,
        "newer": latest if latest != report else None,
        "sees_children": reader_of(request).may_see_children,
    }
    return chart_page(request, "reports/report.html", context, content.charts, report.day)


@permission_required(Permission.SEE_MEASURES)
def report_download(request: HttpRequest, number: int, kind: str) -> HttpResponseBase:
    """A published report as a Word document, or all its figures as a table."""
    report = _report(request, number)
    content = from_json(report.content)
    _note(request, "dashboards.report-download", report, kind=kind)
    if kind == "csv":
        return rows_download(FIGURES_HEAD, figures_of(content), "board-report", report.day)
    return file_download(document_of(content, report), f"board-report-{report.day}.docx", WORD)


@permission_required(Permission.SEE_MEASURES)
def paper_page(request: HttpRequest, number: int) -> HttpResponse:
    """How far the paper of a report is; a POST asks for it."""
    report = _report(request, number)
    if request.method == "POST":
        ask_for_paper(report, reader_of(request).name)
        return redirect("dashboards:report-paper", number=report.pk)
    context = {"report": report, "file": ReportFile.objects.filter(report=report).defer("content").first()}
    template = "reports/making_state.html" if "HX-Request" in request.headers else "reports/making.html"
    return render(request, template, context)


@permission_required(Permission.SEE_MEASURES)
@require_POST
def paper_cancel_action(request: HttpRequest, number: int) -> HttpResponse:
    """Stop making it."""
    report = _report(request, number)
    cancel_paper(report, reader_of(request).name)
    return redirect("dashboards:report-paper", number=report.pk)


@permission_required(Permission.SEE_MEASURES)
def paper_download(request: HttpRequest, number: int) -> HttpResponse:
    """The paper that was made; the page that makes it while there is none."""
    report = _report(request, number)
    held = ReportFile.objects.filter(report=report, state=ReportFile.State.READY).first()
    if held is None or held.content is None:
        return redirect("dashboards:report-paper", number=report.pk)
    _note(request, "dashboards.report-download", report, kind="pdf")
    return file_download(bytes(held.content), f"board-report-{report.day}.pdf", PDF)


@permission_required(Permission.SEE_CHILDREN)
def annex_page(request: HttpRequest, number: int) -> HttpResponse:
    """The exempt annex: rows about children on the report's day, as the records are now. Kept nowhere."""
    return render(request, "reports/annex.html", _annex(request, number, "page"))


@permission_required(Permission.SEE_CHILDREN)
def annex_download(request: HttpRequest, number: int) -> HttpResponse:
    """The annex on paper, each page marked with who reads it and when."""
    context = _annex(request, number, "pdf")
    try:
        content = paper("reports/annex_paper.html", context)
    except PaperRefusedError as refusal:
        messages.error(request, str(refusal))
        return redirect("dashboards:report-annex", number=number)
    return file_download(content, f"exempt-annex-{context['report'].day}.pdf", PDF)


def _annex(request: HttpRequest, number: int, kind: str) -> dict[str, Any]:
    """What the annex says, noted in the audit trail."""
    report, reader = _report(request, number), reader_of(request)
    annex = annex_of(reader.authority, report.day)
    _note(request, "dashboards.report-annex", report, kind=kind, rows=annex.rows)
    now = timezone.localtime()
    return {"report": report, "annex": annex, "council": reader.authority.name, "by": reader.name, "now": now}


def _form(request: HttpRequest, reader: Reader, *, posted: bool = False) -> QuarterForm | None:
    """What the address asks for; None while nothing is loaded."""
    first, last = first_day(reader.authority), last_day(reader.authority)
    if first is None or last is None:
        return None
    return QuarterForm(request.POST if posted else request.GET, first=first, last=min(last, timezone.localdate()))


def _report(request: HttpRequest, number: int) -> PublishedReport:
    """One of the reader's authority; 404 otherwise."""
    found = PublishedReport.objects.filter(authority=reader_of(request).authority).select_related("authority")
    return get_object_or_404(found, pk=number)


def _note(request: HttpRequest, action: str, report: PublishedReport, **detail: str | int) -> None:
    """Who took what away."""
    reader = reader_of(request)
    record(
        actor=reader.name,
        action=action,
        authority=reader.authority.code,
        subject=f"report {report.pk}",
        as_at=str(report.day),
        **detail,
    )
