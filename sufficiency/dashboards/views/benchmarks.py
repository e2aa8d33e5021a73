"""What was published of the council, beside those it is compared with."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from sufficiency.core.access import permission_required
from sufficiency.core.pages import reader_of
from sufficiency.core.roles import Permission
from sufficiency.dashboards.benchmarks import benchmark_page_of, benchmarks_page_of


@permission_required(Permission.SEE_MEASURES)
def benchmarks_page(request: HttpRequest) -> HttpResponse:
    """Every measure that has benchmarks."""
    return render(request, "dashboards/benchmarks.html", {"page": benchmarks_page_of(request, reader_of(request))})


@permission_required(Permission.SEE_MEASURES)
def benchmark_page(request: HttpRequest, slug: str) -> HttpResponse:
    """One measure by year and by area, and why our own value differs from the published one."""
    page = benchmark_page_of(request, reader_of(request), slug)
    return render(request, "dashboards/benchmark.html", {"page": page})
