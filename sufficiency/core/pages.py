"""What pages of several floors share: who reads, a table's page and order, and how its cells stand."""

from datetime import date
from typing import Any, cast

from django import forms
from django.core.paginator import EmptyPage, PageNotAnInteger
from django.forms.utils import flatatt
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django_tables2 import DateColumn, RequestConfig, Table
from django_tables2.columns import BoundColumn

from .access import Reader

ROWS_A_PAGE = 50
NUMERIC = {"th": {"class": "govuk-table__header--numeric"}, "td": {"class": "govuk-table__cell--numeric"}}
NOWRAP = {"td": {"class": "app-table__nowrap"}}
# ISO first: it is what a browser's date field sends and what stands in addresses.
DATE_FORMATS = ["%Y-%m-%d", "%d/%m/%Y", "%d %B %Y", "%d %b %Y"]


class Select(forms.Select):
    """A list to choose from, as Django writes it, but for a template for each of its choices: those of eight lists took
    a tenth of the time of a page."""

    def __init__(self, **options: Any) -> None:
        super().__init__(attrs={"class": "govuk-select"}, **options)

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """The element with its options; their groups are not for lists as short as ours."""
        widget = self.get_context(name, value, attrs)["widget"]
        options = (option for _, group, _ in widget["optgroups"] for option in group)
        return format_html(
            '<select name="{}"{}>{}</select>',
            name,
            flatatt(widget["attrs"]),
            format_html_join(
                "\n",
                '<option value="{}"{}>{}</option>',
                ((option["value"], flatatt(option["attrs"]), option["label"]) for option in options),
            ),
        )


class DayColumn(DateColumn):
    """A date in words on the page and as a date in downloads.

    Django-tables2 has a template for a date, and reads it anew for each cell: a fifth of the time of a list.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(format="j F Y", attrs=NOWRAP, **options)

    def render(self, value: date | None, bound_column: BoundColumn) -> str:
        """What the page shows."""
        return f"{value.day} {value:%B %Y}" if value else str(bound_column.default)

    def value(self, value: date | None) -> date | None:
        """What a download holds."""
        return value


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
