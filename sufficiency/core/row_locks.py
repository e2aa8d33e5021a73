"""The third lock: which rows of a table the web processes reach, and what they may do with them.

A web process connects as a role that owns nothing (:mod:`sufficiency.core.web_role`). PostgreSQL shows that role the
rows of the authorities that were set for the request and no others, whatever a query asks for. Which rows those are
follows from the model: those that name an authority, or lead to a row that does. A model that wants another rule says
so with ``row_lock = Lock(...)``, and one that is open to every request says why.
"""

from dataclasses import dataclass, replace
from typing import Any

from django.db.models import ForeignKey, Model

AUTHORITIES, PERSON, PUBLISHES = "app.authorities", "app.person", "app.publishes"

READ = ("SELECT",)
APPEND = ("SELECT", "INSERT")
KEEP = ("SELECT", "INSERT", "UPDATE")
WRITE = ("SELECT", "INSERT", "UPDATE", "DELETE")

# Each a subquery, which PostgreSQL works out once for a statement and not once for a row. Nothing set: no row.
_CODES = f"(SELECT string_to_array(current_setting('{AUTHORITIES}', true), ','))::text[]"
_SOMEBODY = f"(SELECT current_setting('{AUTHORITIES}', true) <> '')"
_PUBLISHES = f"(SELECT current_setting('{PUBLISHES}', true) = 'yes')"
_PERSONS = f"user_id = (SELECT nullif(current_setting('{PERSON}', true), ''))::int"


@dataclass(frozen=True)
class Lock:
    """The rule of a table.

    ``why`` says in words whose rows are reached; ``may`` are the rights of web processes. ``reads`` and ``writes``
    are the conditions in SQL; without them every request reaches every row, and ``why`` must be a reason.
    """

    why: str
    may: tuple[str, ...] = WRITE
    reads: str = ""
    writes: str = ""

    @property
    def is_open(self) -> bool:
        """Whether the rows are not told apart by authority."""
        return not self.reads


def _own(column: str) -> str:
    return f"{column} = ANY ({_CODES})"


OWN = Lock("rows of the authorities that are set", reads=_own("authority_id"), writes=_own("authority_id"))
PAST = replace(OWN, why="what entries of the authorities that are set were, which nobody changes", may=APPEND)
OWN_OR_PUBLISHED = Lock(
    "rows of the authorities that are set, and those of published data, which only whoever may load it changes",
    reads=f"{OWN.reads} OR (authority_id IS NULL AND {_SOMEBODY})",
    writes=f"{OWN.writes} OR (authority_id IS NULL AND {_PUBLISHES})",
)
PUBLISHED = Lock(
    "published figures: for every reader to read, for whoever may load them to change",
    reads=_SOMEBODY,
    writes=_PUBLISHES,
)
PERSONAL = Lock(
    "what belongs to the person whose request it is",
    reads=_PERSONS,
    writes=_PERSONS,
)
TRAIL = Lock(
    "events of the authorities that are set and of nobody's; anything may be added, nothing changed",
    may=APPEND,
    reads=f"authority = ANY (array_append({_CODES}, '')) AND {_SOMEBODY}",
    writes="true",
)

SIGNING_IN = "who somebody is must be known before it can be said what they read; holds nothing about a child"
REFERENCE = Lock("the same for everybody, and no fact of an authority's own", READ)
# What other packages keep, by app or by model; no page ever deletes a user.
OF_PACKAGES = {
    "account": Lock(SIGNING_IN),
    "auth": Lock(SIGNING_IN, READ),
    "auth.user": Lock(SIGNING_IN, KEEP),
    "contenttypes": REFERENCE,
    "mfa": Lock(SIGNING_IN),
    "socialaccount": Lock(SIGNING_IN),
}
# Tables without a model.
OTHER_TABLES = {
    "core_cache": Lock("counts of tries to sign in, and codes used; holds nothing about a child"),
    "django_migrations": Lock("which migrations the database has, for /readyz", READ),
}


def lock_of(model: type[Model]) -> Lock | None:
    """The rule of a model's table; None when none follows from it and none is stated: then nothing reaches it."""
    if isinstance(model._meta.auto_created, type):
        return lock_of(model._meta.auto_created)  # between two rows of many to many
    label = model._meta.label_lower
    declared: Lock | None = (
        getattr(model, "row_lock", None) or OF_PACKAGES.get(label) or OF_PACKAGES.get(model._meta.app_label)
    )
    return declared or _derived(model)


def _derived(model: type[Model]) -> Lock | None:
    """The rule that follows from the authority a row names, or from the row that it leads to."""
    fields = _fields(model)
    authority = fields.get("authority")
    if "history_type" in fields:
        return PAST
    if isinstance(authority, ForeignKey):
        return OWN_OR_PUBLISHED if authority.null else OWN
    for field in fields.values():
        if not isinstance(field, ForeignKey) or field.related_model is model:
            continue
        above: Any = field.related_model
        lock = lock_of(above)
        if lock is not None and not lock.is_open:
            found = f'"{field.column}" IN (SELECT "{above._meta.pk.column}" FROM "{above._meta.db_table}"'
            return Lock(f"those whose {field.name} is reached", WRITE, f"{found})", f"{found} WHERE {lock.writes})")
    return None


def _fields(model: type[Model]) -> dict[str, Any]:
    return {field.name: field for field in model._meta.concrete_fields}


def rights_of(model: type[Model], lock: Lock) -> tuple[str, ...]:
    """What web processes may do with a model's table: as its rule says, and what the model itself adds."""
    return (*lock.may, *getattr(model, "also_may", ()))
