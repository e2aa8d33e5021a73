"""The weekly report on unregulated and unregistered placements: on the screen and on paper."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from placements.unregulated import weekly_report
from sufficiency.core.access import permission_required
from sufficiency.core.audit import record
from sufficiency.core.pages import reader_of
from sufficiency.core.roles import Permission
from sufficiency.dashboards.as_at import AsAt, as_at_of


@permission_required(Permission.SEE_REGISTERS)
def unregulated_page(request: HttpRequest) -> HttpResponse:
    """The report of a date, and the placements for which no case is open yet."""
    as_at = as_at_of(request, reader_of(request))
    return _report(request, as_at, "dashboards/unregulated.html")


@permission_required(Permission.SEE_REGISTERS)
def unregulated_print(request: HttpRequest) -> HttpResponse:
    """The same report for paper."""
    as_at = as_at_of(request, reader_of(request))
    if as_at.day is None or as_at.before_first or as_at.form.errors:
        return redirect("dashboards:unregulated")
    return _report(request, as_at, "dashboards/unregulated_print.html")


def _report(request: HttpRequest, as_at: AsAt, template: str) -> HttpResponse:
    context = {"as_at": as_at, "has_errors": bool(as_at.form.errors)}
    if as_at.day is not None and not as_at.before_first:
        reader = reader_of(request)
        report = weekly_report(reader.authority, as_at.day)
        record(
            actor=reader.name,
            action="dashboards.unregulated-report",
            authority=reader.authority.code,
            as_at=str(as_at.day),
            rows=len(report.lines),
        )
        context |= {"report": report}
    return render(request, template, context)
