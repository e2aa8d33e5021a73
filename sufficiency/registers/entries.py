"""One entry as its page shows it: what it says, its parts, its dates and what became of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse

from sufficiency.core.models import Authority

from .history import State, Step, states_of, steps
from .models import Record
from .register import Flag, Register, shown
from .tables import RecordTable, address_referred, flags_of, marked, referred
from .timeline import Moment, timeline

MOST_PARTS = 100  # of one register, shown on the page of that to which they belong


@dataclass(frozen=True)
class Line:
    """A field of an entry in words; ``address`` leads to what it refers to, if that is there."""

    label: str
    text: str
    address: str = ""
    leads_nowhere: bool = False


@dataclass(frozen=True)
class Part:
    """The entries of a register that belong to the one shown, and where to enter another."""

    register: Register
    table: RecordTable
    address_of_new: str


@dataclass(frozen=True)
class Entry:
    """An entry, or what is left of one that was removed: then ``record`` is None."""

    id: UUID
    register: Register
    record: Record | None
    state: State
    lines: tuple[Line, ...]
    parts: tuple[Part, ...]
    moments: tuple[Moment, ...]
    steps: tuple[Step, ...]
    flags: tuple[Flag, ...]

    @property
    def name(self) -> str:
        """What to call it."""
        return self.register.name_of(self.state.values)


def entry_of(register: Register, authority: Authority, id_: UUID, today: date) -> Entry | None:
    """The entry of an authority with that id; None when there never was one."""
    states = states_of(register, authority, id_)
    if not states:
        return None
    held = register.model._default_manager.filter(pk=id_, authority=authority).select_related("file")
    record = marked(register, held, (), today).first()
    values = states[0].values
    parts = {part: _entries(part, authority, register, values) for part in register.parts} if record else {}
    return Entry(
        id=id_,
        register=register,
        record=record,
        state=states[0],
        lines=(
            *(_line(register, authority, values, name) for name in register.fields),
            *(Line(*said) for said in (register.worked_out(record, today) if register.worked_out and record else ())),
        ),
        parts=tuple(_part(part, entries, register, values, today) for part, entries in parts.items()),
        moments=tuple(timeline(register, record, parts)) if record else (),
        steps=tuple(steps(register, states)),
        flags=tuple(flags_of(register, record)) if record else (),
    )


def _line(register: Register, authority: Authority, values: Mapping[str, Any], name: str) -> Line:
    label, text = register.label(name), shown(register.field(name), values[name])
    reference = register.reference(name)
    if reference is None or not text:
        return Line(label, text)
    if not referred(reference, {**values, "authority": authority}).exists():
        return Line(label, text, leads_nowhere=True)
    return Line(label, text, address_referred(reference, authority.code, values))


def _belonging(part: Register, whole: Register, values: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a part that say to what it belongs, with the key of that."""
    fields = part.part_of.fields if part.part_of else ()
    return dict(zip(fields, (values[name] for name in whole.key), strict=True))


def _entries(part: Register, authority: Authority, whole: Register, values: Mapping[str, Any]) -> QuerySet[Record]:
    """The parts of an entry, the latest first."""
    mine = part.model._default_manager.filter(authority=authority, **_belonging(part, whole, values))
    return mine.order_by(*(f"-{name}" for name in part.key))[:MOST_PARTS]


def _part(part: Register, entries: QuerySet[Record], whole: Register, values: Mapping[str, Any], today: date) -> Part:
    belonging = _belonging(part, whole, values)
    columns = [name for name in part.fields if name not in belonging]
    table = RecordTable(part, marked(part, entries, columns, today), columns, orderable=False, order_by=())
    start = urlencode(belonging)
    return Part(part, table, f"{reverse('registers:new', args=[part.slug])}?{start}")
