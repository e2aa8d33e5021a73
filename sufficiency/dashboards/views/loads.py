"""One load: what the check found, and what can be done about it."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST
from django_htmx.http import HttpResponseClientRedirect
from django_htmx.middleware import HtmxDetails

from sufficiency.core.access import permission_required
from sufficiency.core.audit import record
from sufficiency.core.pages import reader_of, show_page
from sufficiency.core.roles import Permission
from sufficiency.dashboards.effects import effect_of, figures_for
from sufficiency.dashboards.forms import MendedForm
from sufficiency.dashboards.loads import (
    can_be_tried_again,
    check_again,
    check_upload,
    files_of,
    loads_of,
    names_with,
    problems_of,
    rows_waiting,
    rows_with_errors,
)
from sufficiency.dashboards.quality import rules_of
from sufficiency.dashboards.tables import ProblemsTable
from sufficiency.extracts.actions import LoadRefusedError, undo_load
from sufficiency.extracts.exports import file_download, table_download
from sufficiency.extracts.mending import rows_to_mend
from sufficiency.extracts.models import Load, LoadFile
from sufficiency.extracts.outcome import Outcome, Status
from sufficiency.extracts.previews import check_undo, commit_load
from sufficiency.extracts.replay import kept_file

ALREADY = "These files are loaded already. Nothing has changed."
LOADED = "The files are loaded, and the figures are up to date."
MOVED_ON = (
    "Something else was loaded since these files were checked, so they would now come to something else. "
    "Nothing was loaded: look at the new preview, then decide."
)


@permission_required(Permission.LOAD_EXTRACTS)
def load_page(request: HttpRequest, number: int) -> HttpResponse:
    """One load: its files, what it moves, and what is wrong with it."""
    load = _load(request, number)
    rule = request.GET.get("rule", "")
    problems = ProblemsTable(problems_of(load, rule))
    show_page(request, problems)
    if problems.paginator.count:
        _note(
            request, load, "dashboards.problem-rows", rows=problems.paginator.count, **({"rule": rule} if rule else {})
        )
    files = files_of(load)
    context = {
        "load": load,
        "files": files,
        "effect": effect_of(load.effect, reader_of(request)),
        "rules": rules_of(problems_of(load)),
        "rule": rule,
        "problems": problems,
        "month_first": names_with(load, "month-first") if load.standing == Load.Status.REJECTED else [],
        "misplaced": names_with(load, "misplaced-file"),
        "faulty_rows": rows_with_errors(load),
        "sound_rows": sum(file.new + file.changed + file.unchanged for file in files),
        "can_be_tried_again": can_be_tried_again(load),
        "waiting": rows_waiting(load),
    }
    return render(request, "dashboards/load.html", context)


@require_POST
@permission_required(Permission.LOAD_EXTRACTS)
def commit_action(request: HttpRequest, number: int) -> HttpResponse:
    """Load what was checked."""
    return _commit(request, number, set_aside=False)


@require_POST
@permission_required(Permission.LOAD_EXTRACTS)
def load_sound_rows_action(request: HttpRequest, number: int) -> HttpResponse:
    """Load what was checked without its faulty rows."""
    return _commit(request, number, set_aside=True)


def _commit(request: HttpRequest, number: int, *, set_aside: bool) -> HttpResponse:
    load, reader = _load(request, number), reader_of(request)
    effect = figures_for(reader)
    return _tried(
        request, load, lambda: commit_load(load=load, by=reader.name, set_aside=set_aside, effect=effect), MOVED_ON
    )


@require_POST
@permission_required(Permission.LOAD_EXTRACTS)
def check_again_action(request: HttpRequest, number: int) -> HttpResponse:
    """Check the kept files of a load that is not in force."""
    load, reader = _load(request, number), reader_of(request)
    return _tried(request, load, lambda: check_again(reader, load))


def _tried(request: HttpRequest, load: Load, attempt: Callable[[], Outcome], when_open: str = "") -> HttpResponse:
    """To what an attempt came to; back to the load with one sentence when it was refused."""
    try:
        return to_result(request, attempt(), when_open)
    except LoadRefusedError as refusal:
        messages.warning(request, str(refusal))
        return redirect("dashboards:load", number=load.pk)


@permission_required(Permission.LOAD_EXTRACTS)
def mended_page(request: HttpRequest, number: int) -> HttpResponse:
    """Add mended rows on top of a load that set rows aside. Published data is mended where it is published."""
    load = _load(request, number)
    if load.is_published:
        raise Http404
    form = MendedForm(request.POST, request.FILES) if request.method == "POST" else MendedForm()
    if form.is_valid():
        try:
            return to_result(request, check_upload(reader_of(request), form.cleaned_data, on_top_of=load))
        except LoadRefusedError as refusal:
            form.add_error(None, str(refusal))
    context = {"form": form, "load": load, "files": files_of(load), "has_errors": form.is_bound}
    return render(request, "dashboards/load_mended.html", context, status=422 if form.is_bound else 200)


@permission_required(Permission.LOAD_EXTRACTS)
def undo_page(request: HttpRequest, number: int) -> HttpResponse:
    """Say what taking a load back would change; take it back."""
    load, reader = _load(request, number), reader_of(request)
    try:
        if request.method == "POST":
            undo_load(load=load, by=reader.name)
            messages.success(request, "The load is taken back, and the figures are as if it had never been loaded.")
            return redirect("dashboards:load", number=load.pk)
        restored, found = check_undo(load=load, effect=figures_for(reader))
    except LoadRefusedError as refusal:
        messages.warning(request, str(refusal))
        return redirect("dashboards:load", number=load.pk)
    context = {"load": load, "files": files_of(load), "restored": restored, "effect": effect_of(found, reader)}
    return render(request, "dashboards/load_undo.html", context)


@permission_required(Permission.LOAD_EXTRACTS)
def problems_download(request: HttpRequest, number: int) -> HttpResponseBase:
    """Everything wrong with a load, as CSV."""
    load = _load(request, number)
    table = ProblemsTable(problems_of(load))
    _note(request, load, "dashboards.problems-download", rows=len(table.rows))
    return table_download(table, "csv", f"problems-load-{load.pk}", timezone.localdate(load.started_at))


@permission_required(Permission.LOAD_EXTRACTS)
def original_download(request: HttpRequest, number: int, file: int) -> HttpResponse:
    """A file as it was sent, byte for byte."""
    load, chosen = _file(request, number, file)
    try:
        content = kept_file(chosen).stream.read()
    except LoadRefusedError as refusal:
        messages.warning(request, str(refusal))
        return redirect("dashboards:load", number=load.pk)
    _note(request, load, "dashboards.original-download", file=chosen.pk, sha256=chosen.sha256)
    return file_download(content, chosen.name, "application/octet-stream")


@permission_required(Permission.LOAD_EXTRACTS)
def to_mend_download(request: HttpRequest, number: int, file: int) -> HttpResponse:
    """The rows of a file that have errors, as CSV to mend and load again."""
    load, chosen = _file(request, number, file)
    try:
        text = rows_to_mend(chosen)
    except LoadRefusedError as refusal:
        messages.warning(request, str(refusal))
        return redirect("dashboards:load", number=load.pk)
    _note(request, load, "dashboards.to-mend-download", file=chosen.pk)
    return file_download(text.encode(), f"to-mend-{chosen.kind}-{load.pk}.csv", "text/csv; charset=utf-8")


def _note(request: HttpRequest, load: Load, action: str, **detail: int | str) -> None:
    """Who took what away."""
    reader = reader_of(request)
    record(actor=reader.name, action=action, authority=reader.authority.code, subject=str(load), **detail)


def _load(request: HttpRequest, number: int) -> Load:
    """A load of the reader's authority, or of published data where the reader may load it; 404 for any other."""
    return get_object_or_404(loads_of(reader_of(request)), pk=number)


def _file(request: HttpRequest, number: int, file: int) -> tuple[Load, LoadFile]:
    """A file of a load that the reader may look at; 404 for any other."""
    load = _load(request, number)
    return load, get_object_or_404(load.files.exclude(kind=""), pk=file)


def to_result(request: HttpRequest, outcome: Outcome, when_open: str = "") -> HttpResponse:
    """To the load's own page, so that refreshing it sends nothing again; ``when_open`` says why it is not loaded."""
    if outcome.status is Status.ALREADY_LOADED:
        messages.info(request, ALREADY)
    elif outcome.status is Status.COMMITTED:
        messages.success(request, LOADED)
    elif when_open:
        messages.warning(request, when_open)
    address = reverse("dashboards:load", args=[outcome.load_id])
    # htmx would put the page of a plain redirect under the form's address.
    return HttpResponseClientRedirect(address) if HtmxDetails(request) else redirect(address)
