"""The overview page."""

from django.http import HttpRequest, HttpResponseBase

from sufficiency.core.access import permission_required
from sufficiency.core.pages import reader_of
from sufficiency.core.roles import Permission
from sufficiency.dashboards.as_at import as_at_of, compared_of
from sufficiency.dashboards.overview import overview
from sufficiency.dashboards.pictures import chart_page
from sufficiency.measures.freshness import behind, feeds_of


@permission_required(Permission.SEE_MEASURES)
def overview_page(request: HttpRequest) -> HttpResponseBase:
    """The headline measures at the day the address asks for."""
    reader = reader_of(request)
    as_at = as_at_of(request, reader)
    compared = compared_of(request, as_at)
    shown = None
    if as_at.day and as_at.first and not as_at.before_first:
        shown = overview(reader, as_at.day, as_at.first, as_at.could_move, compared.day)
    rows = shown.rows.rows if shown else ()
    feeds = feeds_of((row.measure for row in rows), reader.authority, as_at.files)
    context = {
        "behind": behind(feeds, reader.authority, as_at.day),
        "as_at": as_at,
        "compared": compared,
        "overview": shown,
        "has_errors": bool(as_at.form.errors or compared.errors),
    }
    return chart_page(request, "dashboards/overview.html", context, shown.charts if shown else (), as_at.day)
