"""Strategies and the board's business."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from sufficiency.core.access import permission_required
from sufficiency.core.pages import reader_of
from sufficiency.core.roles import Permission
from sufficiency.dashboards.as_at import as_at_of
from sufficiency.dashboards.board import board_page_of
from sufficiency.dashboards.pictures import chart_page
from sufficiency.dashboards.strategy import strategy_page_of


@permission_required(Permission.SEE_MEASURES)
def strategy_page(request: HttpRequest) -> HttpResponseBase:
    """A strategy: its priorities with their actions, its success tests, targets, trajectories and places."""
    reader = reader_of(request)
    page = strategy_page_of(request, reader)
    as_at = page.as_at if page else as_at_of(request, reader)
    compared = page.compared if page else None
    errors = as_at.form.errors or (compared and compared.errors)
    context = {"page": page, "as_at": as_at, "compared": compared, "has_errors": bool(errors)} | _may(request)
    charts = [line.chart for line in page.trajectories] if page else []
    return chart_page(request, "dashboards/strategy.html", context, charts, page.day if page else None)


@permission_required(Permission.SEE_MEASURES)
def board_page(request: HttpRequest) -> HttpResponse:
    """The board's actions and the challenge cards put to it."""
    page = board_page_of(request, reader_of(request))
    context = {"page": page, "as_at": page.as_at, "has_errors": bool(page.as_at.form.errors)} | _may(request)
    return render(request, "dashboards/board.html", context)


def _may(request: HttpRequest) -> dict[str, bool]:
    """Whether links lead on to the registers."""
    return {"sees_registers": reader_of(request).may(Permission.SEE_REGISTERS)}
