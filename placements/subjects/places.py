"""Where one child stands: the rows of every table that speaks of them.

Every table calls the identifier of the returns ``child``. Entries that refer to an entry about the child, as the
contacts of a care leaver do by the leaving care service's own reference, are about the child too, so references are
followed.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import reduce
from itertools import chain
from operator import or_
from typing import Any

from django.db.models import Model, Q, QuerySet

from placements.models import Child
from sufficiency.core.models import Authority
from sufficiency.extracts.kinds import Kind, all_kinds
from sufficiency.extracts.models import Fact
from sufficiency.registers.register import Register, all_registers

CHILD = "child"
Key = tuple[str, ...]


@dataclass(frozen=True)
class Place:
    """Rows of one table about the child, under a title that people understand."""

    title: str
    rows: QuerySet[Any]

    @property
    def model(self) -> type[Model]:
        return self.rows.model


@dataclass
class Subject:
    """A child of an authority, with every key by which a kind of file names an entry about them.

    ``keys`` gives, for a kind's slug, the fields and the values that they have, whichever of them fits. ``others`` are
    references under which a register of people knows the child without saying so.
    """

    authority: Authority
    child: str
    others: tuple[str, ...] = ()
    keys: dict[str, dict[Key, set[tuple[Any, ...]]]] = field(default_factory=dict)

    @property
    def names(self) -> tuple[str, ...]:
        """The identifier, and every other reference that means this child alone."""
        single = (values for by in self.keys.values() for key, values in by.items() if len(key) == 1)
        return tuple(sorted({self.child, *self.others, *(value for (value,) in chain.from_iterable(single))}))


def subject_of(authority: Authority, child: str, others: Iterable[str] = ()) -> Subject:
    """Find every key of the child: those that tables hold now, in their history or in files that no longer count."""
    subject = Subject(authority, child, tuple(others))
    for kind in all_kinds():
        if _names_a_child(kind.model):
            subject.keys.setdefault(kind.slug, {})[CHILD,] = {(child,)}
    waiting = [register for register in all_registers() if _names_a_child(register.rows)]
    for register in waiting:
        if subject.others and len(register.key) == 1 and CHILD not in register.key:
            subject.keys[register.slug][register.key] = {(other,) for other in subject.others}
    while waiting:
        target = waiting.pop()
        found = _keys_held(subject, target)
        for register, fields in _referring_to(target):
            known = subject.keys.setdefault(register.slug, {}).setdefault(fields, set())
            if not found <= known:
                known |= found
                waiting.append(register)
    return subject


def files_rows(subject: Subject) -> Iterator[Place]:
    """Rows of files, those that count and those that no longer do."""
    for kind in all_kinds():
        if (condition := _condition(subject, kind.slug)) is not None:
            yield Place(f"{kind.title}: rows of files", _of(kind.model, subject, condition))


def entries(subject: Subject) -> Iterator[Place]:
    """Entries of registers, and their history."""
    for register in all_registers():
        if (condition := _condition(subject, register.slug)) is not None:
            yield Place(register.title, _of(register.model, subject, condition))
            yield Place(f"{register.title}: history", _of(register.history, subject, condition))


def worked_out(subject: Subject) -> Iterator[Place]:
    """What was worked out from the returns; the child comes last, for the others name it."""
    children = Child.objects.filter(authority=subject.authority, identifier=subject.child)
    for relation in Child._meta.related_objects:
        if relation.related_model is not None and relation.related_model._meta.managed:
            model: Any = relation.related_model
            rows = model._default_manager.filter(**{f"{relation.field.name}__in": children})
            yield Place(f"{model._meta.verbose_name}: worked out from the returns", rows)
    yield Place("child: worked out from the returns", children)


def cells(subject: Subject, kind: Kind) -> list[Mapping[str, str]]:
    """What cells of a file of the kind make a row the child's: any of these, each a column's text by its name."""
    return [
        {kind.column_of(name): _as_cell(value) for name, value in zip(key, values, strict=True)}
        for key, found in subject.keys.get(kind.slug, {}).items()
        for values in found
    ]


def _names_a_child(model: type[Model]) -> bool:
    return issubclass(model, Fact) and any(field.name == CHILD for field in model._meta.concrete_fields)


def _referring_to(target: Register) -> Iterator[tuple[Register, Key]]:
    for register in all_registers():
        for reference in register.references:
            if reference.to is target:
                yield register, reference.fields


def _keys_held(subject: Subject, register: Register) -> set[tuple[Any, ...]]:
    """The keys of the register's entries about the child."""
    condition = _condition(subject, register.slug)
    if condition is None:
        return set()
    tables = (register.model, register.history, register.rows)
    found = {values for table in tables for values in _of(table, subject, condition).values_list(*register.key)}
    return found | subject.keys[register.slug].get(register.key, set())


def _condition(subject: Subject, slug: str) -> Q | None:
    """What is true of the rows and entries of a kind that are about the child; None when none can be."""
    alternatives = [
        Q(**dict(zip(key, values, strict=True)))
        for key, found in subject.keys.get(slug, {}).items()
        for values in found
    ]
    return reduce(or_, alternatives) if alternatives else None


def _of(model: type[Model], subject: Subject, condition: Q) -> QuerySet[Any]:
    return model._default_manager.filter(condition, authority=subject.authority)


def _as_cell(value: Any) -> str:
    return value.strftime("%d/%m/%Y") if isinstance(value, date) else str(value)
