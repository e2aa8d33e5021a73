"""What was published of the council, beside those it is compared with."""

from datetime import date

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from sufficiency.core.access import permission_required
from sufficiency.core.pages import reader_of
from sufficiency.core.roles import Permission
from sufficiency.dashboards.benchmarks import benchmark_page_of, benchmarks_page_of
from sufficiency.dashboards.pictures import chart_page


@permission_required(Permission.SEE_MEASURES)
def benchmarks_page(request: HttpRequest) -> HttpResponse:
    """Every measure that has benchmarks."""
    return render(request, "dashboards/benchmarks.html", {"page": benchmarks_page_of(request, reader_of(request))})


@permission_required(Permission.SEE_MEASURES)
def benchmark_page(request: HttpRequest, slug: str) -> HttpResponseBase:
    """One measure by year and by area, and why our own value differs from the published one."""
    page = benchmark_page_of(request, reader_of(request), slug)
    day = date(page.year, 3, 31)
    return chart_page(request, "dashboards/benchmark.html", {"page": page}, (page.chart, page.dots), day)
