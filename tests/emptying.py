"""Empties the database after a test that commits, faster than Django's flush.

Flush truncates every table, a few hundred files, and has all reference data worked out anew: a second for each test.
Here only those tables are truncated that take room, and what came with the migrations stays. A test that changed that
gets the flush after all.

The same is done before each module: rows of tests that were rolled back take room too, and what PostgreSQL's statistics
then say of a table that is empty but large leads it to plans that take thirty times as long in the tests that follow.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.test import TransactionTestCase

Marks = dict[str, tuple[int, int]]
_flush = TransactionTestCase._fixture_teardown


class Emptying:
    """Knows what the migrations left, table by table: how many rows, and the youngest transaction that wrote one."""

    def __init__(self) -> None:
        self._kept = _marks(_tables())

    def after(self, case: TransactionTestCase) -> None:
        """Take the place of ``TransactionTestCase._fixture_teardown``."""
        if _marks(self._kept) != self._kept:
            _flush(case)
            self._kept = _marks(_tables())
            return
        self.shrink()

    def shrink(self) -> None:
        """Give back the room that rows of earlier tests took, whether these were committed or not."""
        used = _with_pages([table for table in _tables() if table not in self._kept])
        if used:
            with connection.cursor() as cursor:
                cursor.execute(f"TRUNCATE {', '.join(map(connection.ops.quote_name, used))} CASCADE")


@contextmanager
def emptied_quickly() -> Iterator[Emptying]:
    """While it lasts tests that commit are followed by :class:`Emptying`."""
    emptying = Emptying()

    def teardown(case: TransactionTestCase) -> None:
        emptying.after(case)

    TransactionTestCase._fixture_teardown = teardown
    try:
        yield emptying
    finally:
        TransactionTestCase._fixture_teardown = _flush


def _tables() -> list[str]:
    return connection.introspection.django_table_names(only_existing=True, include_views=False)


def _with_pages(tables: list[str]) -> list[str]:
    """Those that take room on the disk, be it for rows of a test that was rolled back."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relname = ANY(%s) AND relkind = 'r' AND pg_relation_size(oid) > 0",
            [tables],
        )
        return [table for (table,) in cursor.fetchall()]


def _marks(tables: list[str] | Marks) -> Marks:
    """Of the tables that have rows; in one query."""
    each = " UNION ALL ".join(
        f"SELECT '{table}', count(*), coalesce(max(xmin::text::bigint), 0) FROM {connection.ops.quote_name(table)}"
        for table in tables
    )
    if not each:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(each)
        return {table: (rows, youngest) for table, rows, youngest in cursor.fetchall() if rows}
