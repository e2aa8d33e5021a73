"""The audit trail."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone

from sufficiency.core.access import permission_required
from sufficiency.core.audit import record
from sufficiency.core.pages import reader_of, show_page
from sufficiency.core.roles import Permission
from sufficiency.dashboards.trail import TrailFilter, TrailTable, events_of
from sufficiency.extracts.exports import KINDS, table_download


@permission_required(Permission.SEE_AUDIT)
def trail_page(request: HttpRequest) -> HttpResponse:
    """Events of the reader's authority, searched, ordered and a page at a time."""
    filters = TrailFilter(request.GET, events_of(reader_of(request).authority))
    table = TrailTable(filters.qs)
    show_page(request, table)
    context = {"filters": filters, "table": table, "count": table.paginator.count}
    return render(request, "dashboards/trail.html", context | {"has_errors": bool(filters.form.errors)})


@permission_required(Permission.SEE_AUDIT)
def trail_download(request: HttpRequest, kind: str) -> HttpResponseBase:
    """All events of the same list as a file; that too is an event."""
    if kind not in KINDS:
        raise Http404
    reader = reader_of(request)
    filters = TrailFilter(request.GET, events_of(reader.authority))
    table = TrailTable(filters.qs)
    record(
        actor=reader.name,
        action="dashboards.audit-download",
        authority=reader.authority.code,
        rows=len(table.rows),
        filters=filters.chosen,
    )
    return table_download(table, kind, "audit-trail", timezone.localdate())
