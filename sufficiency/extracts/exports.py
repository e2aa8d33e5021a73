"""Tables as files for a spreadsheet, with cells that it would run as formulas made harmless."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django_tables2 import Table
from django_tables2.export.export import TableExport
from tablib import Dataset

from . import formulas

KINDS = {TableExport.CSV: "text/csv; charset=utf-8", TableExport.XLSX: TableExport.FORMATS[TableExport.XLSX]}


def harmless(cell: Any) -> Any:
    """A text that a spreadsheet would take for a formula gets a leading apostrophe; all else stays."""
    return formulas.harmless(cell) if isinstance(cell, str) else cell


def table_download(table: Table, kind: str, name: str, day: date) -> HttpResponse:
    """All rows of a table, whatever page is shown, as ``name-2020-11-30.csv`` or ``.xlsx``."""
    headers, *rows = table.as_values()
    return _download(_dataset(name, headers, rows), kind, f"{name}-{day.isoformat()}.{kind}")


def _dataset(title: str, headers: Sequence[Any], rows: Iterable[Sequence[Any]]) -> Dataset:
    data = Dataset(title=title.capitalize()[:31])
    data.headers = [harmless(cell) for cell in headers]
    for row in rows:
        data.append([harmless(cell) for cell in row])
    return data


def _download(data: Dataset, kind: str, file_name: str) -> HttpResponse:
    return HttpResponse(
        data.export(kind),
        headers={"Content-Type": KINDS[kind], "Content-Disposition": f'attachment; filename="{file_name}"'},
    )


def rows_download(headers: Sequence[str], rows: Iterable[Sequence[Any]], name: str, day: date) -> HttpResponse:
    """Rows as a CSV file ``name-2020-11-30.csv``."""
    return _download(_dataset(name, headers, rows), TableExport.CSV, f"{name}-{day.isoformat()}.csv")


def file_download(content: bytes, file_name: str, content_type: str) -> HttpResponse:
    """Bytes as they are, to be saved and never shown by a browser."""
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = content_disposition_header(True, file_name) or "attachment"
    return response
