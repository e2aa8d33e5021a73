"""The list of a register as a table: the columns that its reader chose, entries linked, flags as tags."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import django_tables2 as tables
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, QuerySet, Value, When
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from sufficiency.core.pages import NOWRAP, NUMERIC

from .models import Record
from .register import Flag, Reference, Register, shown

NUMBERS = (models.IntegerField, models.DecimalField)
LINK = '<a class="govuk-link" href="{}">{}</a>'
TAG = '<strong class="govuk-tag govuk-tag--{}">{}</strong>'


def address_of(register: Register, record: Any) -> str:
    """Where an entry's page is; ``record`` is its id."""
    return reverse("registers:entry", args=[register.slug, record])


def address_referred(reference: Reference, authority: str, values: Mapping[str, Any]) -> str:
    """Where the page of the entry is that values refer to."""
    key = dict(zip(reference.to.key, (values[name] for name in reference.fields), strict=True))
    return address_of(reference.to, reference.to.id_of(authority, key))


def marked(register: Register, entries: QuerySet[Record], columns: Sequence[str], day: date) -> QuerySet[Record]:
    """Entries with what the table asks of each: its flags on the day, and whether its references lead somewhere."""
    marks: dict[str, Any] = {
        _flag_name(index): Case(When(flag.where(day), then=Value(True)), default=Value(False))
        for index, flag in enumerate(register.flags)
    }
    for reference in register.references:
        if reference.fields[-1] in columns:
            marks[_found_name(reference)] = Exists(
                referred(reference, {name: OuterRef(name) for name in reference.fields})
            )
    return entries.annotate(**marks)


def flags_of(register: Register, record: Any) -> list[Flag]:
    """The flags of an entry that :func:`marked` has looked at."""
    return [flag for index, flag in enumerate(register.flags) if getattr(record, _flag_name(index))]


def referred(reference: Reference, values: Any) -> QuerySet[Record]:
    """The entry that a reference means, of the same authority."""
    key = dict(zip(reference.to.key, (values[name] for name in reference.fields), strict=True))
    authority = values.get("authority", OuterRef("authority"))
    return reference.to.model._default_manager.filter(authority=authority, **key)


def _flag_name(index: int) -> str:
    return f"is_flagged_{index}"


def _found_name(reference: Reference) -> str:
    return f"is_found_{reference.fields[-1]}"


class ValueColumn(tables.Column):
    """A field of an entry in words; whatever its order, entries that are alike in it stand by their key."""

    def __init__(self, register: Register, name: str, **options: Any) -> None:
        self.register, self.name, self.field = register, name, register.kind_of_field(name)
        attrs = (
            NUMERIC if isinstance(self.field, NUMBERS) else NOWRAP if isinstance(self.field, models.DateField) else {}
        )
        super().__init__(verbose_name=register.label(name), accessor=name, default="", **{"attrs": attrs} | options)

    def render(self, value: Any, record: Any) -> Any:
        """On the page: to its entry, where it is a reference."""
        reference = self.register.reference(self.name)
        text = shown(self.field, value)
        if reference is None:
            return text
        if not getattr(record, _found_name(reference)):
            return format_html("{} " + TAG, text, "yellow", "Not in the register")
        values = {field: getattr(record, field) for field in reference.fields}
        return format_html(LINK, address_referred(reference, record.authority_id, values), text)

    def value(self, value: Any) -> Any:
        """In a download: numbers and dates as they are, all else in words."""
        return value if isinstance(self.field, (*NUMBERS, models.DateField)) else shown(self.field, value)

    def order(self, queryset: QuerySet[Record], is_descending: bool) -> tuple[QuerySet[Record], bool]:
        """Nothing comes last, whichever way."""
        return ordered(self.register, queryset, self.name, is_descending), True


def ordered(register: Register, entries: QuerySet[Record], name: str, is_descending: bool) -> QuerySet[Record]:
    """Entries by a field, then by their key, so that a page always holds the same ones."""
    by = F(name).desc(nulls_last=True) if is_descending else F(name).asc(nulls_last=True)
    return entries.order_by(by, *(each for each in register.key if each != name))


class EntryColumn(ValueColumn):
    """The first column that is not a reference: what it holds leads to the entry."""

    def render(self, value: Any, record: Any) -> SafeString:
        """A link to the entry."""
        return format_html(LINK, address_of(self.register, record.pk), shown(self.field, value))


class FlagsColumn(tables.Column):
    """What should catch the eye about an entry."""

    def __init__(self, register: Register) -> None:
        self.register = register
        super().__init__(verbose_name="Needs attention", accessor="pk", orderable=False, attrs=NOWRAP)

    def render(self, record: Any) -> SafeString:
        """Each flag as a tag; red for the urgent."""
        flags = flags_of(self.register, record)
        return format_html_join(" ", TAG, (("red" if flag.is_urgent else "yellow", flag.title) for flag in flags))

    def value(self, record: Any) -> str:
        """Their titles."""
        return ", ".join(flag.title for flag in flags_of(self.register, record))


class RecordTable(tables.Table):
    """Entries of a register."""

    class Meta:
        attrs = {"class": "govuk-table app-table"}

    def __init__(self, register: Register, entries: QuerySet[Record], columns: Sequence[str], **options: Any) -> None:
        entry = next((name for name in columns if register.reference(name) is None), columns[0])
        made: list[tuple[str, tables.Column]] = [
            (name, EntryColumn(register, name) if name == entry else ValueColumn(register, name)) for name in columns
        ]
        if register.flags:
            made.append(("flags", FlagsColumn(register)))
        super().__init__(
            entries,
            extra_columns=made,
            order_by=options.pop("order_by", register.key[0]),
            empty_text=f"No {register.one} matches. Choose fewer filters, or another date.",
            **options,
        )
