"""What is to come: the places gap to the end of the strategy, and how many will be in care."""

from django.http import HttpRequest, HttpResponseBase

from placements.measures import CHILDREN_IN_CARE
from sufficiency.core.access import permission_required
from sufficiency.core.pages import reader_of
from sufficiency.core.roles import Permission
from sufficiency.dashboards.forecast import forecast_page_of
from sufficiency.dashboards.pictures import chart_page
from sufficiency.dashboards.places_gap import places_gap_page_of
from sufficiency.measures.freshness import feeds_of
from sufficiency.measures.registry import measure_named


@permission_required(Permission.SEE_MEASURES)
def places_gap_page(request: HttpRequest) -> HttpResponseBase:
    """The places gap month by month."""
    page = places_gap_page_of(request, reader_of(request))
    feeds = feeds_of([measure_named("places-gap")], reader_of(request).authority, page.as_at.files)
    context = {
        "page": page,
        "as_at": page.as_at,
        "compared": page.compared,
        "has_errors": page.has_errors,
        "feeds": feeds,
    }
    return chart_page(request, "dashboards/places_gap.html", context, page.charts, page.as_at.day)


@permission_required(Permission.SEE_MEASURES)
def forecast_page(request: HttpRequest) -> HttpResponseBase:
    """The strategy's own forecast."""
    page = forecast_page_of(request, reader_of(request))
    feeds = feeds_of([CHILDREN_IN_CARE], reader_of(request).authority, page.as_at.files)
    context = {"page": page, "as_at": page.as_at, "has_errors": page.has_errors, "feeds": feeds}
    return chart_page(request, "dashboards/forecast.html", context, (page.chart,), page.as_at.day)
