"""The list of a register as an address asks for it: which entries, in which columns, and how many of what."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import django_filters
from django.db.models import Count, QuerySet
from django.http import QueryDict

from sufficiency.core.dates import parse_day
from sufficiency.core.models import Authority

from .filters import SEARCH, chosen, filters_for
from .models import Record
from .register import Register, shown
from .tables import RecordTable, marked


@dataclass(frozen=True)
class Tally:
    """How many entries are of a kind, and the address that lists them."""

    text: str
    number: int
    address: str


@dataclass(frozen=True)
class Listing:
    """The entries that an address asks for."""

    register: Register
    filters: django_filters.FilterSet
    columns: tuple[str, ...]
    table: RecordTable
    asked: QueryDict
    day: date

    @property
    def chosen(self) -> dict[str, str]:
        """The filters in force."""
        return chosen(self.filters)

    @property
    def noted(self) -> dict[str, str]:
        """The filters in force as the audit trail keeps them: of a search only that there was one, for what was
        looked for may be a child."""
        return {name: "some words" if name == SEARCH else value for name, value in self.chosen.items()}

    @property
    def choices(self) -> list[tuple[str, str, bool]]:
        """Every field with its label, and whether it stands in the list."""
        return [(name, self.register.label(name), name in self.columns) for name in self.register.shown_fields]

    def counts(self) -> list[Tally]:
        """What the list consists of, by the field that the register counts by, and what needs attention."""
        return [*self._tally(), *self._flagged()]

    def _tally(self) -> Iterator[Tally]:
        if not self.register.tally:
            return
        field = self.register.field(self.register.tally)
        counted = self.filters.qs.order_by().values_list(self.register.tally).annotate(number=Count("pk"))
        numbers = dict(counted)
        for value in (value for value, _ in field.flatchoices):
            if value in numbers:
                yield Tally(shown(field, value), numbers[value], self._with(self.register.tally, value))

    def _flagged(self) -> Iterator[Tally]:
        if not self.register.flags:
            return
        found = self.filters.qs.aggregate(
            **{
                f"flag_{index}": Count("pk", filter=flag.where(self.day))
                for index, flag in enumerate(self.register.flags)
            }
        )
        for index, flag in enumerate(self.register.flags):
            if number := found[f"flag_{index}"]:
                yield Tally(flag.title, number, self._with("flag", flag.slug))

    def _with(self, name: str, value: str) -> str:
        """This address with one more choice."""
        asked = self.asked.copy()
        asked[name] = value
        asked.pop("page", None)
        return f"?{asked.urlencode()}"


def listing_of(register: Register, authority: Authority, asked: QueryDict, today: date) -> Listing:
    """The list that an address asks for. What cannot be read in it is left out.

    Flags are those of the day for which the address asks, or else of ``today``.
    """
    entries = register.model._default_manager.filter(authority=authority)
    day = parse_day(asked.get("as-at", "")) or today
    filters = filters_for(register, asked, entries, day)
    wanted = set(asked.getlist("columns"))
    columns = tuple(name for name in register.shown_fields if name in wanted) or register.columns
    table = RecordTable(register, marked(register, filters.qs, columns, day), columns)
    if not chosen(filters):
        table.empty_text = f"This register is empty. Enter its first {register.one}, or have a file loaded."
    return Listing(register, filters, columns, table, asked, day)


def file_rows(register: Register, entries: QuerySet[Record]) -> Iterator[list[Any]]:
    """Entries as the rows of a file that can be loaded again."""
    for values in entries.order_by(*register.key).values(*register.fields).iterator():
        yield [_cell(values, name) for name in register.fields]


def _cell(values: Mapping[str, Any], name: str) -> str:
    value = values[name]
    if isinstance(value, list):
        return ";".join(value)
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    return "" if value is None else str(value)
