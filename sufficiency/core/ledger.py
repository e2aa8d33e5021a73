"""Ledgers: of what pages ask most, by how much it changed on each day in each authority.

A series is added up from them instead of from every row that was ever counted. They are worked out from the declared
tallies whenever rows of the relation change, so that nothing is said twice.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Expression, F, Model

from .area import Area, within
from .dates import OPEN
from .measure import Relation, Tally
from .models import Authority
from .row_sql import Asked, part_sql, rows_sql


@dataclass(frozen=True)
class Ledger:
    """The changes of some tallies of one relation, each of which counts rows.

    ``changes`` has rows of an ``authority``, a ``day`` and integers; ``columns`` names that of each tally. What is
    counted on a day is the sum of the changes up to it.
    """

    relation: Relation
    changes: type[Model]
    columns: Mapping[Tally, str]

    def holds(self, tallies: Sequence[Tally]) -> bool:
        """Whether it keeps all of these."""
        return all(tally in self.columns for tally in tallies)

    def changes_until(
        self, day: date, area: Area, tallies: Sequence[Tally], part: Expression | F | None
    ) -> tuple[str, list[Any]]:
        """SQL of part, day and a number for each tally of each day with changes, up to a day."""
        rows = within(self.changes._default_manager.filter(day__lte=day), area).annotate(part=part_sql(part))
        sql, params = rows.values_list(
            "part", "day", *(self.columns[tally] for tally in tallies)
        ).query.sql_with_params()
        return sql, list(params)

    def work_out(self, authority: str) -> None:
        """Replace all changes of an authority, named by its ONS code, by what follows from the rows there are."""
        self.changes._default_manager.filter(authority=authority).delete()
        statement, params = self.statement(authority)
        with connection.cursor() as cursor:
            cursor.execute(statement, params)

    def statement(self, authority: str) -> tuple[str, list[Any]]:
        """The SQL that adds the changes of an authority: one scan of its rows, each counted on its first day and on
        the first after it.
        """
        rows, params = rows_sql(Asked(self.relation, tuple(self.columns), Authority(code=authority)))
        counts = ", ".join(f"count(*) FILTER (WHERE counts{n}) AS changed{n}" for n in range(len(self.columns)))
        sums = ", ".join(f"sum(sign * changed{n})" for n in range(len(self.columns)))
        statement = f"""
            INSERT INTO {self.changes._meta.db_table} (authority_id, day, {", ".join(self.columns.values())})
            SELECT %s, day, {sums}
            FROM (
                SELECT coalesce(starts, ends) AS day, CASE grouping(starts) WHEN 0 THEN 1 ELSE -1 END AS sign, {counts}
                FROM ({rows}) AS rows
                WHERE starts < ends
                GROUP BY GROUPING SETS (starts, ends)
            ) AS changes
            WHERE day < %s
            GROUP BY day ORDER BY day
        """
        return statement, [authority, *params, OPEN]


_KEPT: dict[Relation, Ledger] = {}


def keep(ledger: Ledger) -> None:
    """Say that there is a ledger of a relation; once, when the apps start."""
    _KEPT[ledger.relation] = ledger


def ledger_of(relation: Relation) -> Ledger | None:
    """The ledger of a relation, if there is one."""
    return _KEPT.get(relation)
