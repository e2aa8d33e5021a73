"""How good the data is on which the figures rest."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone

from sufficiency.core.access import permission_required
from sufficiency.core.audit import record
from sufficiency.core.pages import reader_of, show_page
from sufficiency.core.roles import Permission
from sufficiency.dashboards.published import editions_in_force
from sufficiency.dashboards.quality import quality_of, rows_of_rule
from sufficiency.dashboards.tables import OpenProblemsTable
from sufficiency.extracts.exports import table_download


@permission_required(Permission.LOAD_EXTRACTS)
def quality_page(request: HttpRequest) -> HttpResponse:
    """Rules that rows break, the rows, rows set aside, how fresh each kind is and which years are loaded."""
    authority, rule = reader_of(request).authority, request.GET.get("rule", "")
    table = OpenProblemsTable(rows_of_rule(authority, rule))
    show_page(request, table)
    _note(request, "quality-rows", rule, table.paginator.count)
    context = {"quality": quality_of(authority), "table": table, "rule": rule, "editions": editions_in_force()}
    return render(request, "dashboards/quality.html", context)


@permission_required(Permission.LOAD_EXTRACTS)
def quality_download(request: HttpRequest) -> HttpResponseBase:
    """The same rows as CSV."""
    reader, rule = reader_of(request), request.GET.get("rule", "")
    table = OpenProblemsTable(rows_of_rule(reader.authority, rule))
    _note(request, "quality-download", rule, len(table.rows))
    return table_download(table, "csv", "data-quality", timezone.localdate())


def _note(request: HttpRequest, action: str, rule: str, rows: int) -> None:
    """Who looked at or took which rows: a line and a value can be enough to know a child."""
    reader = reader_of(request)
    subject = rule[:40] if rows else ""  # a rule that no row breaks is no rule
    record(
        actor=reader.name,
        action=f"dashboards.{action}",
        authority=reader.authority.code,
        subject=subject,
        rows=rows,
    )
