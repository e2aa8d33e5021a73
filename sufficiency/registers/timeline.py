"""The dates of an entry and of its parts, in their order."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.db import models

from .models import Record
from .register import Register, shown
from .tables import address_of


@dataclass(frozen=True)
class Moment:
    """Something that happened, or is due, on a day."""

    day: date
    what: str
    detail: str = ""
    address: str = ""


def timeline(register: Register, record: Record, parts: Mapping[Register, Iterable[Record]]) -> list[Moment]:
    """Every date, the latest first."""
    own = [Moment(getattr(record, name), register.label(name)) for name in _days(register) if getattr(record, name)]
    of_parts = (moment for part, entries in parts.items() for entry in entries for moment in _of_part(part, entry))
    return sorted([*own, *of_parts], key=lambda moment: moment.day, reverse=True)


def _days(register: Register) -> list[str]:
    return [name for name in register.fields if isinstance(register.field(name), models.DateField)]


def _of_part(part: Register, entry: Record) -> Iterator[Moment]:
    """The dates of a part; what else it says stands beside the first."""
    what = f"{part.one[:1].upper()}{part.one[1:]}"
    detail = "; ".join(f"{label.lower()}: {text}" for label, text in said_of_part(part, entry))
    belonging = part.part_of.fields if part.part_of else ()
    for name in _days(part):
        if name not in belonging and (day := getattr(entry, name)):
            yield Moment(
                day, what if detail else f"{what}, {part.label(name).lower()}", detail, address_of(part, entry.pk)
            )
            detail = ""


def said_of_part(part: Register, entry: Record) -> list[tuple[str, str]]:
    """What a part says besides its dates and to what it belongs: labels and values."""
    apart = {*_days(part), *(part.part_of.fields if part.part_of else ())}
    told = ((name, shown(part.field(name), getattr(entry, name))) for name in part.fields if name not in apart)
    return [(part.label(name), text) for name, text in told if text]
