"""Empties the database after a test that commits, faster than Django's flush.

Flush truncates every table, a few hundred files, and has all reference data worked out anew: a second for each test.
Here rows are deleted from the tables that have any, and what came with the migrations stays. A test that changed
that gets the flush after all.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction
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
        used = _marks(table for table in _tables() if table not in self._kept)
        # Neither the order of foreign keys nor the triggers that keep the audit trail whole stand in the way.
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")
            for table in used:
                cursor.execute(f"DELETE FROM {connection.ops.quote_name(table)}")


@contextmanager
def emptied_quickly() -> Iterator[None]:
    """While it lasts tests that commit are followed by :class:`Emptying`."""
    emptying = Emptying()

    def teardown(case: TransactionTestCase) -> None:
        emptying.after(case)

    TransactionTestCase._fixture_teardown = teardown
    try:
        yield
    finally:
        TransactionTestCase._fixture_teardown = _flush


def _tables() -> list[str]:
    return connection.introspection.django_table_names(only_existing=True, include_views=False)


def _marks(tables: Iterator[str] | list[str] | Marks) -> Marks:
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
