"""SQL of the rows of a relation with what each adds to each tally: what counting and ledgers begin with."""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from django.db.models import Case, CharField, Expression, F, Model, Q, QuerySet, Value, When
from django.db.models.functions import Cast, Coalesce

from .area import Area
from .measure import Relation, Tally
from .models import Authority

_INSIDE = ("not_before", "not_after")  # the stored days between which ends lie that are worked out
UNSAID = ""  # the part of what is not known, and of everybody when nothing tells them apart


def rows_sql(
    relation: Relation,
    tallies: tuple[Tally, ...],
    area: Area,
    filters: Q | None = None,
    part: Expression | F | None = None,
) -> tuple[str, list[Any]]:
    """SQL of all rows of an area: part, starts, ends, and for each tally the number a row adds to it, or null."""
    if filters is None and isinstance(area, Authority):
        sql, params = _rows_of_any_authority(relation, tallies, part)
        return sql, [area.pk if param == _ANY else param for param in params]
    return _told(relation.of(area, filters), relation, tallies, part, area)


def covering_sql(relation: Relation, first: date, last: date) -> tuple[str, list[Any]]:
    """SQL of the condition that one of these rows covers some day from the first to the last."""
    pairs = [("starts", "ends"), *([_INSIDE] if relation.inside else [])]
    return " AND ".join(f"{starts} <= %s AND {ends} > %s" for starts, ends in pairs), [last, first] * len(pairs)


def part_sql(part: Expression | F | None) -> Expression | Value:
    """The key of a row's part as a text that is never null."""
    return Value(UNSAID) if part is None else Coalesce(Cast(part, CharField()), Value(UNSAID))


_ANY = "any authority"  # stands for the code of one in SQL that is kept


@lru_cache(maxsize=1000)
def _rows_of_any_authority(
    relation: Relation, tallies: tuple[Tally, ...], part: Expression | F | None
) -> tuple[str, list[Any]]:
    """SQL of the rows of an authority. Pages ask for the same measures over and over, and to write the SQL takes
    longer than to run it; what is declared does not change while the tracker runs.
    """
    any_authority = Authority(code=_ANY)
    return _told(relation.of(any_authority), relation, tallies, part, any_authority)


def _told(
    rows: QuerySet[Any], relation: Relation, tallies: Sequence[Tally], part: Expression | F | None, area: Area
) -> tuple[str, list[Any]]:
    flags = {f"tally{n}": _flag(tally) for n, tally in enumerate(tallies)}
    named = {"part_": part_sql(part), "starts_": F(relation.starts), "ends_": F(relation.ends)}
    if relation.inside:
        named |= {f"{name}_": F(day) for name, day in zip(_INSIDE, relation.inside, strict=True)}
    named |= flags
    told_apart = _narrowed(rows.annotate(**named).order_by().values_list(*named), area)
    sql, params = told_apart.query.sql_with_params()
    columns = ", ".join(name.removesuffix("_") for name in named)
    return f"SELECT * FROM ({sql}) AS told({columns})", list(params)


def _narrowed(rows: QuerySet[Any], area: Area) -> QuerySet[Any]:
    """The same rows, told that what they are joined with is of their authority: or all children of England are read."""
    if not isinstance(area, Authority):
        return rows
    rows.query.sql_with_params()  # joins are known once the SQL is written
    joins: list[Any] = list(rows.query.alias_map.values())
    to_one = [join.join_field for join in joins if join.parent_alias == rows.query.base_table]
    joined = {field.name for field in to_one if not field.null}
    of_authority = {name for name in joined if _has_authority(rows.model, name)}
    return rows.filter(**{f"{name}__authority": area for name in sorted(of_authority)})


def _has_authority(model: type[Model], name: str) -> bool:
    """Whether a foreign key leads to rows that name their authority."""
    field = next((each for each in model._meta.concrete_fields if each.name == name), None)
    to = field.related_model if field is not None else None
    return isinstance(to, type) and any(each.name == "authority" for each in to._meta.fields)


def _flag(tally: Tally) -> Expression | F:
    """What a row adds to a tally: 1 or its amount, and nothing when it does not meet the condition."""
    one = F(tally.amount) if tally.amount else Value(1)
    return one if tally.where is None else Case(When(tally.where, then=one))
