"""SQL of the rows of a relation and of what each adds to each tally: what counting and ledgers begin with."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.models import (
    BooleanField,
    Case,
    CharField,
    DecimalField,
    Expression,
    F,
    Func,
    Model,
    Q,
    QuerySet,
    SmallIntegerField,
    Value,
    When,
)
from django.db.models import ExpressionWrapper as Wrapped
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Coalesce, Greatest, Least

from .area import ENGLAND, Area
from .measure import Relation, Tally
from .models import Authority

UNSAID = ""  # the part of what is not known, and of everybody when nothing tells them apart
_ANY = "any authority"  # stands for the code of one in SQL that is kept
Sql = tuple[str, list[Any]]
Columns = dict[str, Any]  # expressions by name
LONGEST_CODE = 4


@dataclass(frozen=True)
class Asked:
    """Which rows are asked for, those of a relation in an area that the filters leave, and what is asked of them."""

    relation: Relation
    tallies: tuple[Tally, ...]
    area: Area
    filters: Q | None = None
    part: Expression | F | None = None


def rows_sql(asked: Asked) -> Sql:
    """SQL of all these rows: part, starts, ends, and for each tally whether a row counts, and its amount."""
    return _told(asked, in_groups=False)


def groups_sql(asked: Asked, day: date) -> Sql:
    """SQL of the rows that cover a day, grouped by all that the tallies ask of them.

    Eighty thousand children live in some twenty kinds of placement: to weigh dozens of conditions on each kind takes
    no time, to weigh them on each child takes longer than to find the children. Of each group: its part, ``number`` of
    rows, and for each tally whether they count, and the sum of their amounts.
    """
    groups = _groups_of(asked.relation, asked.tallies)
    told, params = _told(asked, in_groups=True)
    covering, days = covering_sql(asked.relation, day, day)
    keys = "".join(f", {_quoted(name)}" for name in groups.asked if name not in groups.amounts)
    sums = "".join(f", sum({name}) AS {name}" for name in groups.amounts)
    # The groups go by the name of the table, so that conditions can be put to them as if they were its rows.
    sql = f"""
        WITH {groups.table} AS (
            SELECT part, count(*) AS number{keys}{sums} FROM ({told}) AS rows WHERE {covering} GROUP BY part{keys}
        )
        {groups.weighed}
    """
    return sql, [*params, *days, *groups.params]


def covering_sql(relation: Relation, first: date, last: date) -> Sql:
    """SQL of the condition that one of these rows covers some day from the first to the last: by stored days alone."""
    sql, params = "first_day <= %s AND day_after > %s", [last, first]
    if relation.since:
        sql, params = f"{sql} AND (since <= %s OR since IS NULL)", [*params, relation.since.named_by(last)]
    if relation.until:
        sql, params = f"{sql} AND (until > %s OR until IS NULL)", [*params, relation.until.named_by(first)]
    return sql, params


def sums_sql(tallies: Sequence[Tally], number: str = "") -> str:
    """SQL of what each tally comes to: how many rows or groups of a ``number`` of them count, or their amounts."""
    many = f"coalesce(sum({number}) FILTER (WHERE counts{{n}}), 0)" if number else "count(*) FILTER (WHERE counts{n})"
    amount = "coalesce(sum(amount{n}) FILTER (WHERE counts{n}), 0)"
    return ", ".join(f"{amount if tally.amount else many} AS tally{{n}}".format(n=n) for n, tally in enumerate(tallies))


def part_sql(part: Expression | F | None) -> Expression | Value:
    """The key of a row's part as a text that is never null."""
    return Value(UNSAID) if part is None else Coalesce(Cast(part, CharField()), Value(UNSAID))


def _told(asked: Asked, *, in_groups: bool) -> Sql:
    """SQL of the rows: part, days, and what is asked of them to weigh them one by one or in groups."""
    if asked.filters is None and isinstance(asked.area, Authority):
        sql, params = _told_of_any_authority(asked.relation, asked.tallies, asked.part, in_groups)
        return sql, [asked.area.pk if param == _ANY else param for param in params]
    return _written(asked.relation.of(asked.area, asked.filters), _columns(asked, in_groups), asked.area)


@lru_cache(maxsize=1000)
def _told_of_any_authority(
    relation: Relation, tallies: tuple[Tally, ...], part: Expression | F | None, in_groups: bool
) -> Sql:
    """SQL of the rows of an authority. Pages ask for the same measures over and over, and to write the SQL takes
    longer than to run it; what is declared does not change while the tracker runs.
    """
    asked = Asked(relation, tallies, Authority(code=_ANY), part=part)
    return _written(relation.of(asked.area), _columns(asked, in_groups), asked.area)


def _columns(asked: Asked, in_groups: bool) -> Columns:
    weighed = _groups_of(asked.relation, asked.tallies).asked if in_groups else _flags(asked.tallies)
    return {"part": part_sql(asked.part)} | _days(asked.relation) | weighed


def _days(relation: Relation) -> Columns:
    """The days from and up to which a row counts, and those that it holds of which they are the latest and earliest."""
    first, after = F(relation.starts), F(relation.ends)
    days: Columns = {"starts": first, "ends": after, "first_day": first, "day_after": after}
    if relation.since:
        days |= {"starts": Greatest(first, relation.since.expression()), "since": F(relation.since.field)}
    if relation.until:
        days |= {"ends": Least(after, relation.until.expression()), "until": F(relation.until.field)}
    return days


def _written(rows: QuerySet[Any], columns: Columns, area: Area) -> Sql:
    """SQL of some columns of rows, by names of their own: Django would take them for those of the rows."""
    named = {f"{name}_": column for name, column in columns.items()}
    sql, params = _narrowed(rows.annotate(**named).order_by().values_list(*named), area).query.sql_with_params()
    return f"SELECT * FROM ({sql}) AS told({', '.join(map(_quoted, columns))})", list(params)


def _column(name: str, output_field: Any = None) -> Func:
    """A column of the groups, which no field stands for."""
    return Func(template=name, output_field=output_field or DecimalField())


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)


def _flags(tallies: Sequence[Tally]) -> Columns:
    """For each tally whether a row counts, and its amount."""
    counts = {
        f"counts{n}": Value(value=True) if tally.where is None else Wrapped(tally.where, BooleanField())
        for n, tally in enumerate(tallies)
    }
    return counts | _amounts(tallies)


def _amounts(tallies: Sequence[Tally]) -> dict[str, F]:
    return {f"amount{n}": F(tally.amount) for n, tally in enumerate(tallies) if tally.amount}


@dataclass(frozen=True)
class _Groups:
    """What is asked of rows to group them, and the SQL that weighs tallies on the groups."""

    table: str
    asked: Columns
    amounts: Collection[str]
    weighed: str
    params: list[Any]


@lru_cache(maxsize=1000)
def _groups_of(relation: Relation, tallies: tuple[Tally, ...]) -> _Groups:
    model = relation.rows().model
    conditions = _Conditions(model)
    asked_of_groups = [
        replace(tally, where=tally.where and conditions.of_groups(tally.where), amount="") for tally in tallies
    ]
    amounts = _amounts(tallies)
    columns = ["part", "number", *amounts]
    weighed, params = _written(
        model._base_manager.all(), {name: _column(name) for name in columns} | _flags(asked_of_groups), ENGLAND
    )
    return _Groups(_quoted(model._meta.db_table), conditions.asked | amounts, amounts, weighed, params)


class _Conditions:
    """Conditions on the rows of a model, and what must be known of the rows to weigh them.

    Codes and flags that a row holds must be known as they are; of anything else whether it meets the condition, as of
    a distance whether it is over twenty miles.
    """

    def __init__(self, model: type[Model]) -> None:
        self._codes = {each.name: each for each in model._meta.concrete_fields if _has_few_values(each)}
        self._met: dict[Q, str] = {}
        self.asked: Columns = {}

    def of_groups(self, where: Q) -> Q:
        """The same condition, put to a group of rows that are alike in all that must be known."""
        return Q(*map(self._of_groups, where.children), _connector=where.connector, _negated=where.negated)

    def _of_groups(self, condition: Any) -> Any:
        if isinstance(condition, Q):
            return self.of_groups(condition)
        if isinstance(condition, tuple) and not isinstance(condition[1], Combinable):
            code = self._codes.get(condition[0].partition("__")[0])
            if code is not None:
                self.asked[str(code.column)] = F(code.name)
                return condition
        name = self._met.setdefault(Q(condition), f"met{len(self._met)}")
        self.asked[name] = Case(When(Q(condition), then=Value(value=True)), default=Value(value=False))
        return _column(name, BooleanField())


def _has_few_values(held: Any) -> bool:
    """Whether a column holds codes, flags or small numbers."""
    is_code = isinstance(held, CharField) and held.max_length is not None and held.max_length <= LONGEST_CODE
    return is_code or isinstance(held, (BooleanField, SmallIntegerField))


def _narrowed(rows: QuerySet[Any], area: Area) -> QuerySet[Any]:
    """The same rows, told that what they are joined with is of their authority: or all children of England are read."""
    if not isinstance(area, Authority):
        return rows
    rows.query.sql_with_params()  # joins are known once the SQL is written
    in_use = rows.query.alias_refcount  # 0 of a join that Django found it can do without
    joins: list[Any] = [join for name, join in rows.query.alias_map.items() if in_use[name]]
    to_one = [join.join_field for join in joins if join.parent_alias == rows.query.base_table]
    joined = {field.name for field in to_one if not field.null}
    of_authority = {name for name in joined if _has_authority(rows.model, name)}
    return rows.filter(**{f"{name}__authority": area for name in sorted(of_authority)})


def _has_authority(model: type[Model], name: str) -> bool:
    """Whether a foreign key leads to rows that name their authority."""
    field = next((each for each in model._meta.concrete_fields if each.name == name), None)
    to = field.related_model if field is not None else None
    return isinstance(to, type) and any(each.name == "authority" for each in to._meta.fields)
