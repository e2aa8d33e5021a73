"""Care leavers on a day: counts, the list behind them, birthdays to come, the return compared, supported lodgings."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django_tables2 import Table

from leavers.birthdays import AGES, needs, turning
from leavers.lodgings import lodgings_on
from leavers.models import CareLeaver
from leavers.reading import known_until
from leavers.reconciliation import reconcile, years_with_rows
from leavers.standing import standings
from placements.entries import entries_of
from placements.pipeline import flats_on
from sufficiency.core.access import permission_required
from sufficiency.core.audit import record
from sufficiency.core.models import Authority
from sufficiency.core.pages import reader_of, show_page
from sufficiency.core.roles import Permission
from sufficiency.dashboards.as_at import AsAt, as_at_of
from sufficiency.dashboards.forms import MonthsForm, ReturnYearForm
from sufficiency.dashboards.leaver_tables import DifferencesTable, LeaversTable, LodgingsTable, TurningTable
from sufficiency.dashboards.leavers import LeaversFilter, figures
from sufficiency.extracts.exports import KINDS, table_download


@dataclass
class Page:
    """What a page about care leavers shows: always the day and how far the registers go, often a table of people."""

    request: HttpRequest
    authority: Authority
    as_at: AsAt
    known: date | None
    context: dict[str, Any] = field(default_factory=dict)
    table: Table | None = None

    def show(self, template: str, action: str = "", **detail: Any) -> HttpResponse:
        """The page; who looked at which rows is noted when an action is named."""
        if self.table is not None and action:
            self.note(action, self.table, **detail)
        context = {"as_at": self.as_at, "known": self.known, "table": self.table}
        return render(self.request, template, {"has_errors": bool(self.as_at.form.errors), **context, **self.context})

    def download(self, kind: str, name: str) -> HttpResponseBase:
        """All rows of the table as a file; 404 when there are none to be had or there is no such kind of file."""
        if kind not in KINDS or self.as_at.day is None or self.table is None:
            raise Http404
        self.note(f"{name}-download", self.table, kind=kind)
        return table_download(self.table, kind, name, self.as_at.day)

    def note(self, action: str, table: Table, **detail: Any) -> None:
        """Who looked at or took which rows: counts and choices, nobody's reference."""
        record(
            actor=reader_of(self.request).name,
            action=f"dashboards.{action}",
            authority=self.authority.code,
            as_at=str(self.as_at.day),
            rows=len(table.rows),
            **detail,
        )


def _page(request: HttpRequest) -> Page:
    """For the day asked for, else the last that the registers speak for."""
    reader = reader_of(request)
    known = known_until(reader.authority)
    return Page(request, reader.authority, as_at_of(request, reader, known), known)


@permission_required(Permission.SEE_REGISTERS)
def leavers_page(request: HttpRequest) -> HttpResponse:
    """Counts by entitlement, contact, home, activity, plan and adviser."""
    page = _page(request)
    if page.as_at.day and page.known:
        page.context["figures"] = figures(page.authority, page.as_at.day)
    return page.show("dashboards/leavers.html")


def _listed(request: HttpRequest) -> Page:
    """The care leavers a request asks for."""
    page = _page(request)
    if page.as_at.day and page.known:
        filters = LeaversFilter(request.GET, standings(page.authority, page.as_at.day))
        page.table = LeaversTable(filters.people)
        show_page(request, page.table)
        page.context = {"filters": filters, "has_errors": bool(page.as_at.form.errors or filters.errors)}
    return page


@permission_required(Permission.SEE_REGISTERS)
def list_page(request: HttpRequest) -> HttpResponse:
    """The care leavers behind a count, filtered, sorted and a page at a time."""
    page = _listed(request)
    chosen = page.context["filters"].chosen if page.table is not None else {}
    return page.show("dashboards/leavers_list.html", "leavers-list", filters=chosen)


@permission_required(Permission.SEE_REGISTERS)
def list_download(request: HttpRequest, kind: str) -> HttpResponseBase:
    """All rows of the same list as a file."""
    return _listed(request).download(kind, "care-leavers")


def _birthdays(request: HttpRequest) -> Page:
    """Who turns 18, 21 or 25 in the months a request asks for."""
    page, form = _page(request), MonthsForm(request.GET)
    page.context = {"form": form, "ages": AGES}
    if day := page.as_at.day:
        people = turning(page.authority, day, form.months)
        page.table = TurningTable(people, day=day)
        show_page(request, page.table)
        page.context |= {
            "needs": needs(people),
            "late": sum(one.is_late(day) for one in people),
            "not_entered": sum(one.leaver is None for one in people),
            "flats": flats_on(page.authority, day),
        }
    return page


@permission_required(Permission.SEE_REGISTERS)
def birthdays_page(request: HttpRequest) -> HttpResponse:
    """Who turns 18, 21 and 25 in the coming months, and what housing they will need."""
    return _birthdays(request).show("dashboards/leavers_birthdays.html", "leavers-birthdays")


@permission_required(Permission.SEE_REGISTERS)
def birthdays_download(request: HttpRequest, kind: str) -> HttpResponseBase:
    """The same people as a file."""
    return _birthdays(request).download(kind, "birthdays-of-care-leavers")


def _compared(request: HttpRequest) -> Page:
    """The return of the year a request asks for, against the registers."""
    page = _page(request)
    form = ReturnYearForm(request.GET, years_with_rows(page.authority))
    page.context = {"form": form}
    if page.as_at.day and page.known and form.year:
        found = reconcile(page.authority, form.year, page.as_at.day)
        entries = {leaver.reference: leaver for leaver in entries_of(CareLeaver, page.authority)}
        page.table = DifferencesTable(found.differences, entries=entries)
        show_page(request, page.table)
        page.context["found"] = found
    return page


@permission_required(Permission.SEE_REGISTERS)
def reconciliation_page(request: HttpRequest) -> HttpResponse:
    """Where the return on care leavers and the registers say different things."""
    return _compared(request).show("dashboards/leavers_return.html", "leavers-return")


@permission_required(Permission.SEE_REGISTERS)
def reconciliation_download(request: HttpRequest, kind: str) -> HttpResponseBase:
    """The differences as a file."""
    return _compared(request).download(kind, "care-leavers-return")


@permission_required(Permission.SEE_REGISTERS)
def lodgings_page(request: HttpRequest) -> HttpResponse:
    """Supported lodgings: providers, places, on hold, used and vacant."""
    page = _page(request)
    if page.as_at.day and page.known:
        page.context["lodgings"] = lodgings = lodgings_on(page.authority, page.as_at.day)
        page.table = LodgingsTable(lodgings.providers)
        show_page(request, page.table)
    return page.show("dashboards/leavers_lodgings.html")
