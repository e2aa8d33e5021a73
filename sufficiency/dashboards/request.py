"""What the middleware leaves on a request, with its type."""

from typing import cast

from django.core.paginator import EmptyPage, PageNotAnInteger
from django.http import HttpRequest
from django_tables2 import RequestConfig, Table

from sufficiency.core.access import Reader

ROWS_A_PAGE = 50


def reader_of(request: HttpRequest) -> Reader:
    """The reader of a guarded view; ``permission_required`` has made sure that there is one."""
    return cast(Reader, request.reader)  # type: ignore[attr-defined]


def show_page(request: HttpRequest, table: Table) -> None:
    """Order a table as the address asks, and cut it to the page asked for; the size of a page is not the reader's."""
    RequestConfig(request, paginate=False).configure(table)
    try:
        table.paginate(page=request.GET.get(table.prefixed_page_field, 1), per_page=ROWS_A_PAGE)
    except PageNotAnInteger:
        table.page = table.paginator.page(1)
    except EmptyPage:
        table.page = table.paginator.page(table.paginator.num_pages)
