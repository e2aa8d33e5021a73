"""Tables as files for a spreadsheet, with cells that it would run as formulas made harmless."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from io import StringIO
from itertools import chain, islice
from typing import Any

from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header
from django_tables2 import Table
from django_tables2.export.export import TableExport
from tablib import Dataset

from . import formulas
from .cells import CONTROL

KINDS = {TableExport.CSV: "text/csv; charset=utf-8", TableExport.XLSX: TableExport.FORMATS[TableExport.XLSX]}

AT_ONCE, A_PIECE = 2_000, 200  # rows of a file that is sent whole, and of what is sent at a time otherwise


def harmless(cell: Any) -> Any:
    """A text that a spreadsheet would take for a formula gets a leading apostrophe; all else stays.

    What no workbook can hold, and nobody can see, becomes a question mark: one such cell would cost the whole file.
    """
    return formulas.harmless(CONTROL.sub("?", cell)) if isinstance(cell, str) else cell


def table_download(table: Table, kind: str, name: str, day: date) -> HttpResponseBase:
    """All rows of a table, whatever page is shown, as ``name-2020-11-30.csv`` or ``.xlsx``."""
    values = iter(table.as_values())
    return _download(next(values), values, kind, name, day)


def rows_download(headers: Sequence[str], rows: Iterable[Sequence[Any]], name: str, day: date) -> HttpResponseBase:
    """Rows as a CSV file ``name-2020-11-30.csv``."""
    return _download(headers, iter(rows), TableExport.CSV, name, day)


def _download(
    headers: Sequence[Any], rows: Iterator[Sequence[Any]], kind: str, name: str, day: date
) -> HttpResponseBase:
    """A short file whole; a long one of text row by row, so that the work ends when nobody waits for it any more."""
    about = {
        "Content-Type": KINDS[kind],
        "Content-Disposition": f'attachment; filename="{name}-{day.isoformat()}.{kind}"',
    }
    first = list(islice(rows, AT_ONCE))
    if kind == TableExport.CSV and len(first) == AT_ONCE:
        return StreamingHttpResponse(_lines(chain([headers], first, rows)), headers=about)
    data = Dataset(title=name.capitalize()[:31])
    data.headers = [harmless(cell) for cell in headers]
    for row in chain(first, rows):
        data.append([harmless(cell) for cell in row])
    return HttpResponse(data.export(kind), headers=about)


def _lines(rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    """Rows as lines of a CSV file, some hundred at a time."""
    written = StringIO()
    lines = csv.writer(written)
    for number, row in enumerate(rows, start=1):
        lines.writerow([harmless(cell) for cell in row])
        if number % A_PIECE == 0:
            yield written.getvalue()
            written.seek(0)
            written.truncate()
    yield written.getvalue()


def file_download(content: bytes, file_name: str, content_type: str) -> HttpResponse:
    """Bytes as they are, to be saved and never shown by a browser."""
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = content_disposition_header(True, file_name) or "attachment"
    return response
