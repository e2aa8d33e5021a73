"""Homes, places to come, contracts and tenders."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from placements.register_measures.costs import WEEKLY_COST
from sufficiency.core.access import permission_required
from sufficiency.core.audit import record
from sufficiency.core.pages import reader_of, show_page
from sufficiency.core.roles import Permission
from sufficiency.dashboards.as_at import as_at_of
from sufficiency.dashboards.homes import PAGES, contracts_page_of, homes_page_of, pipeline_page_of, providers_page_of
from sufficiency.dashboards.pictures import chart_page
from sufficiency.dashboards.topics.places import HOMES
from sufficiency.extracts.exports import KINDS, table_download
from sufficiency.measures.freshness import behind, feeds_of


@permission_required(Permission.SEE_REGISTERS)
def homes_page(request: HttpRequest) -> HttpResponseBase:
    """Homes with who lives in them on a day."""
    reader = reader_of(request)
    page = homes_page_of(request, reader)
    as_at = page.as_at if page else as_at_of(request, reader)
    if page:
        show_page(request, page.table)
    compared = page.compared if page else None
    errors = as_at.form.errors or (compared and compared.errors)
    feeds = feeds_of(HOMES.measures, reader.authority, as_at.files)
    context: dict[str, Any] = {
        "page": page,
        "as_at": as_at,
        "compared": compared,
        "feeds": feeds,
        "behind": behind(feeds, reader.authority, as_at.day),
        "has_errors": bool(errors),
    }
    return chart_page(request, "dashboards/homes.html", context, page.charts if page else (), as_at.day)


@permission_required(Permission.SEE_REGISTERS)
def providers_page(request: HttpRequest) -> HttpResponseBase:
    """Providers with their homes, our children there and what is paid for them."""
    reader = reader_of(request)
    page = providers_page_of(request, reader)
    as_at = page.as_at if page else as_at_of(request, reader)
    if page:
        show_page(request, page.table)
    feeds = feeds_of((*HOMES.measures, WEEKLY_COST), reader.authority, as_at.files)
    context: dict[str, Any] = {
        "page": page,
        "as_at": as_at,
        "feeds": feeds,
        "behind": behind(feeds, reader.authority, as_at.day),
        "has_errors": bool(as_at.form.errors),
    }
    return chart_page(request, "dashboards/providers.html", context, page.charts if page else (), as_at.day)


@permission_required(Permission.SEE_REGISTERS)
def pipeline_page(request: HttpRequest) -> HttpResponseBase:
    """Place schemes by stage, and the places there are and are to come."""
    page = pipeline_page_of(request, reader_of(request))
    show_page(request, page.table)
    context = {"page": page, "as_at": page.as_at, "has_errors": bool(page.as_at.form.errors)}
    return chart_page(request, "dashboards/pipeline.html", context, (page.chart,), page.day)


@permission_required(Permission.SEE_REGISTERS)
def contracts_page(request: HttpRequest) -> HttpResponseBase:
    """Contracts that end within six months, and the calendar of tenders."""
    page = contracts_page_of(request, reader_of(request))
    show_page(request, page.table)
    context = {"page": page, "as_at": page.as_at, "has_errors": bool(page.as_at.form.errors)}
    return chart_page(request, "dashboards/contracts.html", context, (page.chart,), page.day)


@permission_required(Permission.SEE_REGISTERS)
def places_download(request: HttpRequest, page: str, kind: str) -> HttpResponseBase:
    """All rows of the table of one of the pages as a file."""
    if kind not in KINDS or page not in PAGES:
        raise Http404
    reader = reader_of(request)
    shown = PAGES[page](request, reader)
    if shown is None:
        return redirect(f"{reverse('dashboards:homes')}?{request.GET.urlencode()}")
    show_page(request, shown.table)
    record(
        actor=reader.name,
        action=f"dashboards.{page}-download",
        authority=reader.authority.code,
        subject=page,
        as_at=str(shown.day),
        rows=shown.table.paginator.count,
        kind=kind,
    )
    return table_download(shown.table, kind, page, shown.day)
