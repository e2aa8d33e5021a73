"""The weekly report on unregulated and unregistered placements: on the screen and on paper."""

from dataclasses import replace

from django.http import HttpRequest, HttpResponseBase

from placements.register_measures import cases
from placements.unregulated import weekly_report
from sufficiency.core.access import permission_required
from sufficiency.core.audit import record
from sufficiency.core.pages import reader_of
from sufficiency.core.roles import Permission
from sufficiency.dashboards.as_at import register_day_of
from sufficiency.dashboards.forms import ComparedForm
from sufficiency.dashboards.pictures import chart_page
from sufficiency.dashboards.unregulated_charts import weeks_chart
from sufficiency.measures.freshness import behind, feeds_of
from sufficiency.measures.reading import last_day


@permission_required(Permission.SEE_REGISTERS)
def unregulated_page(request: HttpRequest) -> HttpResponseBase:
    """The report of a date, and the placements for which no case is open yet."""
    return _report(request, "dashboards/unregulated.html")


@permission_required(Permission.SEE_REGISTERS)
def unregulated_print(request: HttpRequest) -> HttpResponseBase:
    """The same report for paper."""
    return _report(request, "dashboards/unregulated_print.html")


def _report(request: HttpRequest, template: str) -> HttpResponseBase:
    """Cases are entered day by day, so the report is of today unless the address asks for another date."""
    reader = reader_of(request)
    as_at, day = register_day_of(request, reader)
    report = weekly_report(reader.authority, day)
    compared = ComparedForm(request.GET, day=day, usual=report.last_week)
    before = weekly_report(reader.authority, compared.day or report.last_week)
    record(
        actor=reader.name,
        action="dashboards.unregulated-report",
        authority=reader.authority.code,
        as_at=str(day),
        rows=len(report.lines),
    )
    chart = weeks_chart(report)
    feeds = feeds_of(cases.MEASURES, reader.authority)
    context = {
        "chart": chart,
        "as_at": replace(as_at, last=last_day(reader.authority)),
        "report": report,
        "compared": compared,
        "before": before,
        "feeds": feeds,
        "behind": behind(feeds, reader.authority, day),
        "has_errors": bool(as_at.form.errors or compared.errors),
    }
    return chart_page(request, template, context, (chart,), day)
