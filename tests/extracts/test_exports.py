"""Files that people save: long ones are sent row by row."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.http import StreamingHttpResponse
from pytest import MonkeyPatch

from sufficiency.extracts import exports

HEAD, DAY = ("Child", "Note"), date(2020, 11, 30)
ROWS = [("C001", "=1+1"), ("C002", 'says "no", twice'), ("C003", None), ("C004", DAY), ("C005", 4)]


def pieces(rows: Any, monkeypatch: MonkeyPatch) -> Iterator[bytes]:
    """The same file where three rows are many and two are sent at a time."""
    monkeypatch.setattr(exports, "AT_ONCE", 3)
    monkeypatch.setattr(exports, "A_PIECE", 2)
    response = exports.rows_download(HEAD, rows, "list", DAY)
    assert isinstance(response, StreamingHttpResponse)
    assert response["Content-Disposition"] == 'attachment; filename="list-2020-11-30.csv"'
    return iter(response)


def test_long_file_says_the_same_as_one_sent_whole(monkeypatch: MonkeyPatch) -> None:
    whole: Any = exports.rows_download(HEAD, ROWS, "list", DAY)
    assert b"C001,'=1+1" in whole.content
    assert b"".join(pieces(ROWS, monkeypatch)) == whole.content


def test_work_on_a_long_file_ends_when_nobody_waits_for_it(monkeypatch: MonkeyPatch) -> None:
    made: list[int] = []

    def rows() -> Iterator[tuple[str, int]]:
        for number in range(100):
            made.append(number)
            yield f"C{number:03}", number

    response = pieces(rows(), monkeypatch)
    next(response)
    next(response)
    assert len(made) < 6
