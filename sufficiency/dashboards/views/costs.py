"""What placements cost in a week, child by child, and what does not fit."""

from collections import Counter
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from placements.cost_faults import MEANINGS, FaultKind, cost_faults
from placements.costs import placements_with_costs
from placements.provision import BOUGHT, BY_SLUG
from sufficiency.core.access import permission_required
from sufficiency.core.audit import record
from sufficiency.core.pages import reader_of, show_page
from sufficiency.core.roles import Permission
from sufficiency.dashboards.as_at import AsAt, as_at_of
from sufficiency.dashboards.cost_tables import CostChildrenTable, FaultsTable
from sufficiency.dashboards.costs import costs_page_of
from sufficiency.dashboards.pictures import chart_page
from sufficiency.dashboards.topics.places import COSTS
from sufficiency.extracts.exports import KINDS, table_download
from sufficiency.measures.freshness import behind, feeds_of

BOUGHT_SLUG = "bought"


@permission_required(Permission.SEE_REGISTERS)
def costs_page(request: HttpRequest) -> HttpResponseBase:
    """The costs of a week at a date, by kind of provision."""
    reader = reader_of(request)
    page = costs_page_of(request, reader)
    as_at = page.as_at if page else as_at_of(request, reader)
    compared = page.compared if page else None
    errors = as_at.form.errors or (compared and compared.errors)
    feeds = feeds_of(COSTS.measures, reader.authority, as_at.files)
    context: dict[str, Any] = {
        "page": page,
        "as_at": as_at,
        "compared": compared,
        "feeds": feeds,
        "behind": behind(feeds, reader.authority, as_at.day),
        "has_errors": bool(errors),
    }
    charts = page.charts if page else []
    return chart_page(request, "dashboards/costs.html", context, charts, as_at.day)


def _asked(request: HttpRequest) -> tuple[AsAt, date | None]:
    """The date that is asked for; no day when nothing is known of it."""
    as_at = as_at_of(request, reader_of(request))
    return as_at, None if as_at.before_first else as_at.day


def _children(request: HttpRequest, day: date) -> CostChildrenTable:
    """The children that the address asks for; 404 for a kind of provision that is none."""
    kind, listed = request.GET.get("provision", ""), request.GET.get("listed", "")
    found = placements_with_costs(reader_of(request).authority, day)
    if kind and kind not in (BOUGHT_SLUG, *BY_SLUG):
        raise Http404
    if kind:
        found = found.filter(provision__in=BOUGHT if kind == BOUGHT_SLUG else [kind])
    if listed in ("yes", "no"):
        found = found.filter(weekly__isnull=listed == "no")
    known = ("provision",) if kind in BY_SLUG else ()
    table = CostChildrenTable(found.select_related("child", "placement_authority"), exclude=known)
    show_page(request, table)
    return table


@permission_required(Permission.SEE_REGISTERS)
def cost_children_page(request: HttpRequest) -> HttpResponse:
    """Children in care on a day with what their placements cost, those of a kind of provision or all."""
    as_at, day = _asked(request)
    if day is None:
        return redirect(f"{reverse('dashboards:costs')}?{request.GET.urlencode()}")
    table = _children(request, day)
    _note(request, "dashboards.cost-children", day, table.paginator.count)
    provision = BY_SLUG.get(request.GET.get("provision", ""))
    context = {"as_at": as_at, "table": table, "provision": provision, "listed": request.GET.get("listed", "")}
    return render(request, "dashboards/cost_children.html", context)


@permission_required(Permission.SEE_REGISTERS)
def cost_children_download(request: HttpRequest, kind: str) -> HttpResponseBase:
    """All rows of the same list as a file."""
    _, day = _asked(request)
    if kind not in KINDS or day is None:
        raise Http404
    table = _children(request, day)
    _note(request, "dashboards.cost-children-download", day, table.paginator.count)
    return table_download(table, kind, "costs", day)


@permission_required(Permission.SEE_REGISTERS)
def cost_faults_page(request: HttpRequest) -> HttpResponse:
    """Where costs and placements do not fit each other, in the year to a date."""
    as_at, day = _asked(request)
    if day is None:
        return redirect(f"{reverse('dashboards:costs')}?{request.GET.urlencode()}")
    found = cost_faults(reader_of(request).authority, day)
    chosen = request.GET.get("kind", "")
    table = FaultsTable([fault for fault in found if chosen in ("", fault.kind)])
    show_page(request, table)
    _note(request, "dashboards.cost-faults", day, len(found))
    counts = Counter(fault.kind for fault in found)
    context = {
        "as_at": as_at,
        "table": table,
        "count": len(found),
        "chosen": chosen,
        "kinds": [(kind, MEANINGS[kind], counts[kind]) for kind in FaultKind if counts[kind]],
    }
    return render(request, "dashboards/cost_faults.html", context)


def _note(request: HttpRequest, action: str, day: date, rows: int) -> None:
    """Who looked at which rows: counts and dates, nobody's identifier."""
    reader = reader_of(request)
    record(actor=reader.name, action=action, authority=reader.authority.code, as_at=str(day), rows=rows)
