"""What authorities hold: files that count, entries of registers, and the first day that these speak for."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from typing import Any

from django.db.models import CharField, DateField, Min, QuerySet, Value
from django.db.models.functions import Cast

from sufficiency.core.area import Area, within
from sufficiency.core.holdings import ALWAYS
from sufficiency.extracts.models import LoadFile

from .register import Register, all_registers

NO_DAY = Cast(Value(None), DateField())


def held(area: Area, slugs: Collection[str]) -> dict[str, dict[str, date]]:
    """By code of the authority, the kinds of file and the registers of which it has a file that counts or an entry.

    Each with the day of the register's first entry. Files of returns, and registers whose entries are of no day, hold
    always, and so does a register whose file says that there is nothing to enter.
    """
    files = within(LoadFile.objects.filter(current=True, kind__in=slugs, authority__isnull=False), area)
    loaded = files.order_by().annotate(first=NO_DAY).values_list("authority_id", "kind", "first")
    entries = [_first_days(register, area) for register in all_registers() if register.slug in slugs]
    found: dict[str, dict[str, date]] = defaultdict(dict)
    for code, slug, first in loaded.distinct().union(*entries):
        found[code][slug] = max(found[code].get(slug, ALWAYS), first or ALWAYS)
    return found


def _first_days(register: Register, area: Area) -> QuerySet[Any, tuple[str, str, date | None]]:
    """Authority, slug and the day of the first entry; without a day where entries are of none."""
    entries = within(register.model._default_manager.all(), area).order_by()
    first = Min(register.dated) if register.dated else Min(NO_DAY)
    named = entries.annotate(slug=Value(register.slug, CharField())).values("authority_id", "slug")
    return named.annotate(first=first).values_list("authority_id", "slug", "first")


def name_of(slug: str) -> str:
    """What a sentence calls a kind of file or a register."""
    title = {register.slug: register.title for register in all_registers()}.get(slug)
    return f"the {slug} file" if title is None else f"the register {title}"
