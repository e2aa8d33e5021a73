"""How measures are worked out and what they come to."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from sufficiency.core.access import permission_required
from sufficiency.core.pages import reader_of
from sufficiency.core.roles import Permission
from sufficiency.dashboards.as_at import as_at_of, compared_of
from sufficiency.dashboards.children import LISTS_OF, lists_of
from sufficiency.dashboards.measure_pages import figures_of, rows_of, sources_of
from sufficiency.dashboards.pictures import chart_page
from sufficiency.measures.freshness import behind
from sufficiency.measures.registry import all_themes, measure_named
from sufficiency.strategy.datasets import COMPARED


@permission_required(Permission.SEE_MEASURES)
def measures_page(request: HttpRequest) -> HttpResponse:
    """All measures by theme, and the figures at a day of the theme that the address names."""
    reader = reader_of(request)
    as_at = as_at_of(request, reader)
    theme = next((each for each in all_themes() if each.slug == request.GET.get("theme")), all_themes()[0])
    compared = compared_of(request, as_at)
    rows = None
    if as_at.day and as_at.first and not as_at.before_first:
        rows = rows_of(theme, reader, as_at.day, as_at.first, compared.day)
    context = {
        "as_at": as_at,
        "compared": compared,
        "themes": all_themes(),
        "theme": theme,
        "rows": rows,
        "has_errors": bool(as_at.form.errors or compared.errors),
    }
    return render(request, "dashboards/measures.html", context)


@permission_required(Permission.SEE_MEASURES)
def measure_page(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The definition of one measure, its figures and where they come from."""
    reader = reader_of(request)
    try:
        measure = measure_named(slug)
    except KeyError:
        raise Http404 from None
    as_at = as_at_of(request, reader)
    compared = compared_of(request, as_at)
    figures = None
    if as_at.day and as_at.first and not as_at.before_first:
        figures = figures_of(measure, reader, as_at.day, as_at.first, compared.day)
    sources = sources_of(measure, reader, as_at.files)
    context = {
        "measure": measure,
        "as_at": as_at,
        "compared": compared,
        "has_benchmark": slug in COMPARED,
        "figures": figures,
        "sources": sources,
        "behind": behind(sources.feeds, reader.authority, as_at.day),
        "lists": [{"of": of, "words": LISTS_OF[of]} for of in lists_of(measure)] if reader.may_see_children else [],
        "set_aside": as_at.could_move(measure),
        "has_errors": bool(as_at.form.errors or compared.errors),
    }
    charts = (figures.chart,) if figures else ()
    return chart_page(request, "dashboards/measure.html", context, charts, as_at.day)
