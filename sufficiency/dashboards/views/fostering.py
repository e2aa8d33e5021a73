"""Fostering on a day."""

from django.http import Http404, HttpRequest, HttpResponseBase

from sufficiency.core.access import permission_required
from sufficiency.core.audit import record
from sufficiency.core.pages import reader_of, show_page
from sufficiency.core.roles import Permission
from sufficiency.dashboards.fostering import FosteringPage, fostering_page_of
from sufficiency.dashboards.pictures import chart_page
from sufficiency.dashboards.topics.places import FOSTERING
from sufficiency.extracts.exports import KINDS, table_download
from sufficiency.measures.freshness import behind, feeds_of


@permission_required(Permission.SEE_REGISTERS)
def fostering_page(request: HttpRequest) -> HttpResponseBase:
    """Places, active households, changes, recruitment and allegations, and the households themselves."""
    page = _page(request, "fostering")
    errors = page.as_at.form.errors or page.compared.errors
    authority = reader_of(request).authority
    feeds = feeds_of(FOSTERING.measures, authority)
    context = {
        "page": page,
        "as_at": page.as_at,
        "compared": page.compared,
        "has_errors": bool(errors),
        "feeds": feeds,
        "behind": behind(feeds, authority, page.day),
    }
    return chart_page(request, "dashboards/fostering.html", context, page.charts, page.day)


@permission_required(Permission.SEE_REGISTERS)
def fostering_download(request: HttpRequest, kind: str) -> HttpResponseBase:
    """The households that the page lists, as a file."""
    if kind not in KINDS:
        raise Http404
    page = _page(request, "fostering-download", kind=kind)
    return table_download(page.table, kind, "fostering-households", page.day)


def _page(request: HttpRequest, action: str, **detail: str) -> FosteringPage:
    """What the address asks for; who looks at which households, and at the children that it names, is noted."""
    reader = reader_of(request)
    page = fostering_page_of(request, reader)
    show_page(request, page.table)
    record(
        actor=reader.name,
        action=f"dashboards.{action}",
        authority=reader.authority.code,
        as_at=str(page.day),
        rows=page.table.paginator.count,
        **detail,
    )
    return page
