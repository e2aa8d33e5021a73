"""The children behind a figure: a list, and the same list as a file."""

from dataclasses import dataclass
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from sufficiency.core.access import permission_required
from sufficiency.core.audit import record
from sufficiency.core.measure import Measure
from sufficiency.core.pages import reader_of, show_page
from sufficiency.core.roles import Permission
from sufficiency.dashboards.as_at import AsAt, as_at_of
from sufficiency.dashboards.children import COUNTED, LISTS_OF, children_counted, measure_asked
from sufficiency.dashboards.filters import ChildrenFilter
from sufficiency.dashboards.tables import ChildrenTable
from sufficiency.extracts.exports import KINDS, table_download


@dataclass(frozen=True)
class Listing:
    """The children a request asks for."""

    as_at: AsAt
    measure: Measure
    of: str
    filters: ChildrenFilter
    table: ChildrenTable
    count: int

    @property
    def words(self) -> str:
        """Of whom of the measure it is, in words; empty for those that it counts."""
        return LISTS_OF[self.of] if self.of else ""


def _listing(request: HttpRequest, as_at: AsAt, day: date) -> Listing:
    """Reads the request, narrows the children and orders them."""
    measure = measure_asked(request.GET.get("measure", ""))
    of = request.GET.get("of", COUNTED)
    counted = children_counted(measure, reader_of(request).authority, day, of)
    filters = ChildrenFilter(request.GET, counted, day=day)
    table = ChildrenTable(filters.qs, day=day)
    show_page(request, table)
    return Listing(as_at=as_at, measure=measure, of=of, filters=filters, table=table, count=table.paginator.count)


def _note(request: HttpRequest, listing: Listing, action: str, **detail: str) -> None:
    """Who looked at which rows: counts and choices, nobody's identifier."""
    reader = reader_of(request)
    record(
        actor=reader.name,
        action=action,
        authority=reader.authority.code,
        subject=listing.measure.slug,
        as_at=str(listing.as_at.day),
        rows=listing.count,
        filters=listing.filters.chosen,
        **({"of": listing.of} if listing.of else {}),
        **detail,
    )


@permission_required(Permission.SEE_CHILDREN)
def children_page(request: HttpRequest) -> HttpResponse:
    """The list, filtered, sorted and a page at a time."""
    as_at = as_at_of(request, reader_of(request))
    if as_at.day is None or as_at.before_first:
        return render(request, "dashboards/children.html", {"as_at": as_at, "has_errors": bool(as_at.form.errors)})
    listing = _listing(request, as_at, as_at.day)
    _note(request, listing, "dashboards.children-list")
    context = {
        "as_at": as_at,
        "listing": listing,
        "has_errors": bool(as_at.form.errors or listing.filters.form.errors),
    }
    return render(request, "dashboards/children.html", context)


@permission_required(Permission.SEE_CHILDREN)
def children_download(request: HttpRequest, kind: str) -> HttpResponseBase:
    """All rows of the same list as a file."""
    if kind not in KINDS:
        raise Http404
    as_at = as_at_of(request, reader_of(request))
    if as_at.day is None or as_at.before_first:
        return redirect(f"{reverse('dashboards:children')}?{request.GET.urlencode()}")
    listing = _listing(request, as_at, as_at.day)
    _note(request, listing, "dashboards.children-download", kind=kind)
    return table_download(listing.table, kind, "children", as_at.day)
