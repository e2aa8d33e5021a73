"""How a measure is worked out."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from sufficiency.core.access import permission_required
from sufficiency.core.pages import reader_of
from sufficiency.core.roles import Permission
from sufficiency.core.tally import evaluate
from sufficiency.dashboards.as_at import as_at_of
from sufficiency.measures.present import present
from sufficiency.measures.registry import measure_named
from sufficiency.strategy.datasets import COMPARED


@permission_required(Permission.SEE_MEASURES)
def measure_page(request: HttpRequest, slug: str) -> HttpResponse:
    """The definition of one measure, and its figures at a day."""
    reader = reader_of(request)
    try:
        measure = measure_named(slug)
    except KeyError:
        raise Http404 from None
    as_at = as_at_of(request, reader)
    shown = None
    if as_at.day and not as_at.before_first:
        shown = present(evaluate([measure], reader.authority, [as_at.day])[slug][0], reader)
    context = {
        "measure": measure,
        "as_at": as_at,
        "shown": shown,
        "has_benchmark": slug in COMPARED,
        "set_aside": as_at.could_move(measure),
        "has_errors": bool(as_at.form.errors),
    }
    return render(request, "dashboards/measure.html", context)
