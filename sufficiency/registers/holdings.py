"""What authorities hold: files that count, and entries of registers made by hand."""

from collections import defaultdict
from collections.abc import Collection
from functools import lru_cache

from django.db import connection

from sufficiency.core.area import Area, codes_of
from sufficiency.extracts.models import LoadFile

from .register import all_registers


def held(area: Area, slugs: Collection[str]) -> dict[str, set[str]]:
    """By code of the authority, the kinds of file and the registers of which it has a file that counts or an entry."""
    found: dict[str, set[str]] = defaultdict(set)
    with connection.cursor() as cursor:
        cursor.execute(_held_sql(frozenset(slugs)), {"slugs": list(slugs), "codes": codes_of(area)})
        for code, slug in cursor.fetchall():
            found[code].add(slug)
    return found


@lru_cache(maxsize=1000)
def _held_sql(slugs: frozenset[str]) -> str:
    """The query, which every page asks a few times; to have Django write it takes longer than the answer."""
    within = "(%(codes)s::text[] IS NULL OR authority_id = ANY (%(codes)s::text[]))"
    files = f"SELECT authority_id, kind FROM {LoadFile._meta.db_table} WHERE current AND kind = ANY (%(slugs)s)"
    entries = (
        f"SELECT authority_id, '{register.slug}' FROM {register.model._meta.db_table} WHERE file_id IS NULL"
        for register in all_registers()
        if register.slug in slugs
    )
    return " UNION ".join(f"{rows} AND {within}" for rows in (f"{files} AND authority_id IS NOT NULL", *entries))


def name_of(slug: str) -> str:
    """What a sentence calls a kind of file or a register."""
    title = {register.slug: register.title for register in all_registers()}.get(slug)
    return f"the {slug} file" if title is None else f"the register {title}"
