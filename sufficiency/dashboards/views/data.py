"""Choosing files, and the list of what was brought in."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from sufficiency.core.access import permission_required
from sufficiency.core.pages import reader_of, show_page
from sufficiency.core.roles import Permission
from sufficiency.dashboards.forms import PublishedForm, UploadForm
from sufficiency.dashboards.loads import check_published, check_upload, loads_of
from sufficiency.dashboards.published import editions_in_force
from sufficiency.dashboards.tables import LoadsTable
from sufficiency.dashboards.views.loads import to_result
from sufficiency.extracts.actions import LoadRefusedError
from sufficiency.extracts.kinds import all_kinds
from sufficiency.extracts.template import template


@permission_required(Permission.LOAD_EXTRACTS)
def loads_page(request: HttpRequest) -> HttpResponse:
    """Every load of the reader's authority, and those of published data."""
    table = LoadsTable(loads_of(reader_of(request)))
    show_page(request, table)
    return render(request, "dashboards/loads.html", {"table": table})


@permission_required(Permission.LOAD_EXTRACTS)
def upload_page(request: HttpRequest) -> HttpResponse:
    """Choose files; send them; go on to what the check found."""
    asked = {"year": request.GET.get("year", "")}
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm(initial=asked)
    if form.is_valid():
        try:
            return to_result(request, check_upload(reader_of(request), form.cleaned_data))
        except LoadRefusedError as refusal:
            form.add_error(None, str(refusal))
    context = {"form": form, "has_errors": form.is_bound}
    return render(request, "dashboards/load_new.html", context, status=422 if form.is_bound else 200)


@permission_required(Permission.LOAD_PUBLISHED)
def published_page(request: HttpRequest) -> HttpResponse:
    """Choose published files; send them; go on to what the check found."""
    form = PublishedForm(request.POST, request.FILES) if request.method == "POST" else PublishedForm()
    if form.is_valid():
        try:
            return to_result(request, check_published(reader_of(request), form.cleaned_data))
        except LoadRefusedError as refusal:
            form.add_error(None, str(refusal))
    context = {"form": form, "has_errors": form.is_bound, "editions": editions_in_force()}
    return render(request, "dashboards/load_published.html", context, status=422 if form.is_bound else 200)


@permission_required(Permission.LOAD_EXTRACTS)
def kinds_page(request: HttpRequest) -> HttpResponse:
    """What each kind of file holds; with its template, if it is an authority's own."""
    own = [kind for kind in all_kinds() if not kind.is_published]
    published = [kind for kind in all_kinds() if kind.is_published]
    return render(request, "dashboards/kinds.html", {"own": own, "published": published})


@permission_required(Permission.LOAD_EXTRACTS)
def template_download(_request: HttpRequest, slug: str) -> HttpResponse:
    """The CSV template of a kind: its header and an example row."""
    kind = next((kind for kind in all_kinds() if kind.slug == slug and not kind.is_published), None)
    if kind is None:
        raise Http404
    headers = {"Content-Type": "text/csv; charset=utf-8", "Content-Disposition": f'attachment; filename="{slug}.csv"'}
    return HttpResponse(template(kind), headers=headers)
