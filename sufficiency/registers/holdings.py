"""What authorities hold: files that count, and entries of registers made by hand."""

from collections import defaultdict
from collections.abc import Collection

from django.db.models import CharField, Value

from sufficiency.core.area import Area, within
from sufficiency.extracts.models import LoadFile

from .register import all_registers


def held(area: Area, slugs: Collection[str]) -> dict[str, set[str]]:
    """By code of the authority, the kinds of file and the registers of which it has a file that counts or an entry."""
    files = within(LoadFile.objects.filter(current=True, kind__in=slugs, authority__isnull=False), area)
    entries = [
        within(register.model.objects.filter(file=None), area)
        .annotate(slug=Value(register.slug, CharField()))
        .order_by()
        .values_list("authority_id", "slug")
        .distinct()
        for register in all_registers()
        if register.slug in slugs
    ]
    found: dict[str, set[str]] = defaultdict(set)
    for code, slug in files.order_by().values_list("authority_id", "kind").distinct().union(*entries):
        found[code].add(slug)
    return found


def name_of(slug: str) -> str:
    """What a sentence calls a kind of file or a register."""
    title = {register.slug: register.title for register in all_registers()}.get(slug)
    return f"the {slug} file" if title is None else f"the register {title}"
