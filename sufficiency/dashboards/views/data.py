"""Loading return files, and what became of each load."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST
from django_tables2 import RequestConfig

from sufficiency.core.access import permission_required
from sufficiency.core.audit import record
from sufficiency.core.roles import Permission
from sufficiency.dashboards.exports import table_download
from sufficiency.dashboards.forms import UploadForm
from sufficiency.dashboards.loads import (
    files_of,
    load_sound_rows,
    load_upload,
    loads_of,
    problems_of,
    rows_with_errors,
)
from sufficiency.dashboards.request import reader_of
from sufficiency.dashboards.tables import LoadsTable, ProblemsTable
from sufficiency.extracts.actions import LoadRefusedError
from sufficiency.extracts.models import Load
from sufficiency.extracts.outcome import Outcome, Status

ROWS_A_PAGE = 50


@permission_required(Permission.LOAD_EXTRACTS)
def loads_page(request: HttpRequest) -> HttpResponse:
    """Every load of the reader's authority."""
    table = LoadsTable(loads_of(reader_of(request).authority))
    RequestConfig(request, paginate={"per_page": ROWS_A_PAGE}).configure(table)
    return render(request, "dashboards/loads.html", {"table": table})


@permission_required(Permission.LOAD_EXTRACTS)
def upload_page(request: HttpRequest) -> HttpResponse:
    """Choose files; send them; go on to what became of them."""
    if request.method != "POST":
        return render(request, "dashboards/load_new.html", {"form": UploadForm()})
    form = UploadForm(request.POST, request.FILES)
    if form.is_valid():
        chosen = form.cleaned_data
        try:
            outcome = load_upload(reader_of(request), chosen["returns"], chosen["year"], chosen["extracted"])
        except LoadRefusedError as refusal:
            form.add_error(None, str(refusal))
        else:
            return _to_result(request, outcome)
    return render(request, "dashboards/load_new.html", {"form": form, "has_errors": True}, status=422)


@permission_required(Permission.LOAD_EXTRACTS)
def load_page(request: HttpRequest, number: int) -> HttpResponse:
    """One load: its files, and what is wrong with them."""
    load = _load(request, number)
    problems = ProblemsTable(problems_of(load))
    RequestConfig(request, paginate={"per_page": ROWS_A_PAGE}).configure(problems)
    context = {"load": load, "files": files_of(load), "problems": problems, "faulty_rows": rows_with_errors(load)}
    return render(request, "dashboards/load.html", context)


@require_POST
@permission_required(Permission.LOAD_EXTRACTS)
def load_sound_rows_action(request: HttpRequest, number: int) -> HttpResponse:
    """Load a rejected load's files without their faulty rows."""
    load = _load(request, number)
    if rows_with_errors(load) is None:
        return redirect("dashboards:load", number=load.pk)
    try:
        return _to_result(request, load_sound_rows(reader_of(request), load))
    except LoadRefusedError as refusal:
        messages.warning(request, str(refusal))
        return redirect("dashboards:load", number=load.pk)


@permission_required(Permission.LOAD_EXTRACTS)
def problems_download(request: HttpRequest, number: int) -> HttpResponse:
    """Everything wrong with a load, as CSV."""
    reader, load = reader_of(request), _load(request, number)
    table = ProblemsTable(problems_of(load))
    record(
        actor=reader.name,
        action="dashboards.problems-download",
        authority=reader.authority.code,
        subject=str(load),
        rows=len(table.rows),
    )
    return table_download(table, "csv", f"problems-load-{load.pk}", timezone.localdate(load.started_at))


def _load(request: HttpRequest, number: int) -> Load:
    """A load of the reader's authority; 404 for any other."""
    return get_object_or_404(loads_of(reader_of(request).authority), pk=number)


def _to_result(request: HttpRequest, outcome: Outcome) -> HttpResponse:
    """To the load's own page, so that refreshing it sends nothing again."""
    if outcome.status is Status.ALREADY_LOADED:
        messages.info(request, "These files are loaded already. Nothing has changed.")
    elif outcome.status is Status.COMMITTED:
        messages.success(request, "The files are loaded, and the figures are up to date.")
    return redirect("dashboards:load", number=outcome.load_id)
