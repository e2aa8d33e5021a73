"""What a register is: one declaration in the ``registers.py`` of the app that owns it. Everything else follows.

To add a register, write

1. in the app's models: an abstract :class:`~sufficiency.registers.models.Fields` with the fields, ``key`` and
   ``rules``; an entry, ``class Household(HouseholdFields, Record)``, whose ``Meta`` has
   ``constraints = constraints_of(HouseholdFields, "household")``; and a row, ``class HouseholdRow(HouseholdFields,
   Fact)``, which needs nothing more. Migrate, with the migration
   of :mod:`sufficiency.core.migrating` as base, as those of all apps do.
2. in the app's ``registers.py``: ``HOUSEHOLDS = Register(...)``.
3. in the app's ``ready()``: ``declare(HOUSEHOLDS, ...)`` of :mod:`sufficiency.registers.declaring`.
4. ``manage.py document_extracts``.

Fields may be text, whole number, date, amount of money (``DecimalField``), other number (``FigureField``), yes or no
(``BooleanField`` with ``null``), a code (``choices``, in capitals) or several codes (``ArrayField`` of such a field,
``default=list``). What may be blank has ``blank=True``, and ``null=True`` unless it is text. No field is called
``authority``, ``file``, ``history``, ``id``, ``line``, ``version`` or ``year``, which every row or entry has. The key
holds text, dates, whole numbers or codes. No two registers have the same set of fields, for a file is known by its
columns. An entry refers to others by the value of their key, never by a foreign key, so that files come and go in
any order.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import DateField, Model, Q

from sufficiency.core.roles import Permission
from sufficiency.extracts.kinds import Scan
from sufficiency.extracts.models import Fact

from .fields import FigureField
from .identity import record_id
from .models import Record
from .rules import Rule


@dataclass(frozen=True)
class Reference:
    """Fields of an entry that hold the key of an entry of another register, in the order of that key.

    An entry that is a part of the other is shown on its page and in its timeline, and entered from there.
    """

    to: "Register"
    fields: tuple[str, ...]
    is_part: bool = False


@dataclass(frozen=True)
class Flag:
    """Something about an entry that should catch the eye: a tag, a count above the list, and a filter.

    ``where`` gives the condition for the day on which somebody looks.
    """

    slug: str
    title: str
    where: Callable[[date], Q]
    is_urgent: bool = False


@dataclass(frozen=True)
class Names:
    """What a text may say: names that the code declares, such as those of measures, each with what people call it.

    ``unknown`` says what to do about any other.
    """

    known: Callable[[], Mapping[str, str]]
    unknown: str


@dataclass(frozen=True)
class Cell:
    """How files write a field, as far as that does not follow from the field: its column, and what the template says.

    An ``optional`` column may be missing from a file.
    """

    column: str = ""
    example: str | None = None
    optional: bool = False


@dataclass(frozen=True, eq=False)
class Register:
    """A register.

    ``slug`` names it in addresses and is the slug of its kind of file; ``one`` and ``title`` are what people
    call an entry and all of them. ``columns`` stand in the list unless its reader chooses others. ``filters`` are
    coded fields, yes or no, or texts with few values; ``search`` are texts. ``period`` holds the fields from and
    to which an entry is in force, or the one from which it is until the next of the same whole begins.
    ``tally`` is the coded field whose values are counted above the list. ``scans`` are checks of its files
    besides the rules of the model and the references. ``odd`` gives sentences about the values of an entry, by
    field, that are allowed and yet look wrong: they are said when it is saved.
    """

    slug: str
    title: str
    one: str
    model: type[Record]
    rows: type[Fact]
    columns: tuple[str, ...]
    filters: tuple[str, ...] = ()
    search: tuple[str, ...] = ()
    period: tuple[str, ...] = ()
    tally: str = ""
    references: tuple[Reference, ...] = ()
    flags: tuple[Flag, ...] = ()
    scans: tuple[Scan, ...] = ()
    sees: Permission = Permission.SEE_REGISTERS
    edits: Permission = Permission.EDIT_REGISTERS
    odd: Callable[[Mapping[str, Any]], Sequence[str]] = lambda _values: ()
    about: str = field(default="", kw_only=True)  # one sentence above the list
    names: Mapping[str, Names] = field(default_factory=dict, kw_only=True)  # of texts, by field
    cells: Mapping[str, Cell] = field(default_factory=dict, kw_only=True)
    # What else an entry's page says on a day, worked out from elsewhere: labels and texts.
    worked_out: Callable[[Any, date], Sequence[tuple[str, str]]] | None = field(default=None, kw_only=True)

    @property
    def key(self) -> tuple[str, ...]:
        """The fields that tell its entries apart."""
        key: tuple[str, ...] = self.model.key  # type: ignore[attr-defined]
        return key

    @property
    def rules(self) -> tuple[Rule, ...]:
        """What holds for each entry."""
        rules: tuple[Rule, ...] = self.model.rules  # type: ignore[attr-defined]
        return rules

    @cached_property
    def dated(self) -> str:
        """The field with the day from which an entry says something: that of its period, or a day in its key.

        Empty where entries are of no day.
        """
        whole = self.part_of.fields if self.part_of else ()
        days = (name for name in self.key if name not in whole and isinstance(self.field(name), DateField))
        return self.period[0] if self.period else next(days, "")

    @cached_property
    def fields(self) -> tuple[str, ...]:
        """The fields of an entry that people fill in, in the order of their declaration."""
        own = {each.name for each in Record._meta.local_fields}
        return tuple(each.name for each in self.model._meta.local_fields if each.name not in own and not each.generated)

    @cached_property
    def shown_fields(self) -> tuple[str, ...]:
        """The fields that pages show: those that people fill in, then those that the database works out of them."""
        computed = (each.name for each in self.model._meta.local_fields if each.generated)
        return (*self.fields, *computed)

    def field(self, name: str) -> Any:
        """A field of the model."""
        return self.model._meta.get_field(name)

    def kind_of_field(self, name: str) -> Any:
        """The field that says how a value is read and shown: of what the database works out, that of the outcome."""
        field = self.field(name)
        return field.output_field if field.generated else field

    def column(self, name: str) -> str:
        """What the files call a field."""
        return (self.cells[name].column if name in self.cells else "") or name.upper()

    def label(self, name: str) -> str:
        """What people call a field."""
        text = str(self.field(name).verbose_name)
        return text[:1].upper() + text[1:]

    @property
    def history(self) -> type[Model]:
        """The model of its history."""
        history: type[Model] = self.model.history.model
        return history

    @property
    def part_of(self) -> Reference | None:
        """To what its entries belong."""
        return next((reference for reference in self.references if reference.is_part), None)

    @property
    def parts(self) -> tuple["Register", ...]:
        """The registers whose entries belong to one of this."""
        return tuple(other for other in _REGISTERS.values() if other.part_of and other.part_of.to is self)

    def reference(self, name: str) -> Reference | None:
        """The reference whose last field this is."""
        return next((reference for reference in self.references if reference.fields[-1] == name), None)

    def id_of(self, authority: str, values: Mapping[str, Any]) -> UUID:
        """The id of the entry with these values, by field."""
        return record_id(authority, (values[name] for name in self.key))

    def name_of(self, values: Mapping[str, Any]) -> str:
        """What to call an entry with these values: its key in words."""
        return ", ".join(shown(self.field(name), values[name]) for name in self.key)


def shown(model_field: Any, value: Any) -> str:
    """A value in words: codes by their label, dates in full, amounts in pounds; empty for nothing."""
    if value is None or value in ("", []):
        return ""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, list):
        return ", ".join(shown(model_field.base_field, each) for each in value)
    if isinstance(value, date):
        return f"{value.day} {value:%B %Y}"
    if isinstance(value, Decimal):
        return f"{value.normalize():,f}" if isinstance(model_field, FigureField) else f"£{value:,.2f}"
    labels: dict[Any, Any] = dict(model_field.flatchoices)
    return str(labels.get(value, value))


_REGISTERS: dict[str, Register] = {}


def enter(register: Register) -> None:
    """Make a register known."""
    if register.slug in _REGISTERS:
        raise ValueError(f"Two registers are called {register.slug}.")
    _REGISTERS[register.slug] = register


def all_registers() -> tuple[Register, ...]:
    """Every register, in the order in which they were declared."""
    return tuple(_REGISTERS.values())


def register_named(slug: str) -> Register:
    """The register of that slug; KeyError when there is none."""
    return _REGISTERS[slug]
