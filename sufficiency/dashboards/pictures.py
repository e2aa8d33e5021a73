"""Pages with charts: the page, or one of its charts as a file where the address asks for it."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render

from sufficiency.core.audit import record
from sufficiency.core.pages import reader_of
from sufficiency.extracts.exports import file_download, rows_download

from .charts.chart import Chart

CSV, SVG = "csv", "svg"


def chart_page(
    request: HttpRequest, template: str, context: dict[str, Any], charts: Iterable[Chart | None], day: date | None
) -> HttpResponseBase:
    """The page; with ``?chart=IDENTIFIER&file=csv`` or ``svg`` that chart's table or drawing.

    ``day`` is the day the page speaks for; None where it shows nothing.
    """
    wanted, kind = request.GET.get("chart"), request.GET.get("file")
    if wanted is None:
        return render(request, template, context)
    chart = next((each for each in charts if each is not None and each.identifier == wanted), None)
    if chart is None or day is None or kind not in (CSV, SVG):
        raise Http404
    reader = reader_of(request)
    record(
        actor=reader.name,
        action="dashboards.chart-download",
        authority=reader.authority.code,
        subject=chart.identifier,
        page=request.path,
        as_at=str(day),
        kind=kind,
    )
    return _file(chart, kind, day)


def _file(chart: Chart, kind: str, day: date) -> HttpResponseBase:
    if kind == CSV:
        return rows_download(chart.table.head, chart.table.rows, chart.identifier, day)
    return file_download(str(chart.drawing).encode(), f"{chart.identifier}-{day.isoformat()}.svg", "image/svg+xml")
