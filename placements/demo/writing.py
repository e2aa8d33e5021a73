"""Files of the return, as a council's system writes them."""

import csv
from collections.abc import Iterable
from datetime import date
from io import StringIO


def csv_file(columns: Iterable[str], rows: Iterable[Iterable[str]]) -> bytes:
    """Header and rows as CSV."""
    text = StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(columns)
    writer.writerows(rows)
    return text.getvalue().encode()


def written(day: date | None) -> str:
    """A date as the return writes it; blank when there is none."""
    return f"{day:%d/%m/%Y}" if day else ""
