"""Everything that loads can change, as text that does not depend on the order of loading."""

from functools import cache

from django.db import connection, models

from placements.models import CarePeriod, Child, EpisodeSpan, MissingYear, PlacementCount, PlacementSpell
from sufficiency.extracts.kinds import all_kinds
from sufficiency.extracts.models import Fact
from sufficiency.registers.register import all_registers

FACTS: tuple[type[Fact], ...] = tuple(dict.fromkeys(kind.model for kind in all_kinds()))
ENTRIES = tuple(register.model for register in all_registers())
# What follows from a return, and what follows from any file.
OF_RETURN: tuple[type[models.Model], ...] = (
    Child, CarePeriod, PlacementSpell, EpisodeSpan, PlacementCount, MissingYear,
)  # fmt: skip
DERIVED: tuple[type[models.Model], ...] = (*OF_RETURN, *ENTRIES)
# What counts up with each load, or says where a row stood, is not what the data say.
APART = ("id", "file", "line", "version")
NAMED_BY = {
    "child": "child__identifier",
    "episode": "episode__starts",
    "last_episode": "last_episode__starts",
    "placement_authority": "placement_authority_id",
    "authority": "authority_id",
}


def the_model() -> list[str]:
    """Facts that count and derived facts, row by row, without ids; in one query."""
    statement, params = _statement()
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return sorted(line for (line,) in cursor.fetchall())


@cache
def _statement() -> tuple[str, list[object]]:
    """The SQL of it: Django would write that of 128 tables anew each time, which takes longer than to ask."""
    each = [
        *(_rows(fact, fact.objects.filter(file__current=True)) for fact in FACTS),
        *(_rows(derived, derived._default_manager.all()) for derived in DERIVED),
    ]
    return " UNION ALL ".join(sql for sql, _ in each), [param for _, params in each for param in params]


def _rows(model: type[models.Model], rows: models.QuerySet[models.Model]) -> tuple[str, list[object]]:
    # CHILD is text in a fact and in an entry of a register, and a row of its own in a derived fact.
    names = [
        NAMED_BY.get(field.name, field.name) if field.is_relation else field.name
        for field in model._meta.concrete_fields
        if field.name not in APART
    ]
    sql, params = rows.order_by().values_list(*names).query.sql_with_params()
    return f"SELECT '{model.__name__} ' || told::text FROM ({sql}) AS told", list(params)
