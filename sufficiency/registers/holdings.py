"""What authorities hold: files that count, entries of registers, and the first day that these speak for."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from functools import lru_cache

from django.db import connection

from sufficiency.core.area import Area, codes_of
from sufficiency.core.holdings import ALWAYS
from sufficiency.extracts.models import LoadFile

from .register import Register, all_registers

WITHIN = "(%(codes)s::text[] IS NULL OR authority_id = ANY (%(codes)s::text[]))"


def held(area: Area, slugs: Collection[str]) -> dict[str, dict[str, date]]:
    """By code of the authority, the kinds of file and the registers of which it has a file that counts or an entry.

    Each with the day of the register's first entry. Files of returns, and registers whose entries are of no day, hold
    always, and so does a register whose file says that there is nothing to enter.
    """
    found: dict[str, dict[str, date]] = defaultdict(dict)
    with connection.cursor() as cursor:
        cursor.execute(_held_sql(frozenset(slugs)), {"slugs": list(slugs), "codes": codes_of(area)})
        for code, slug, first in cursor.fetchall():
            found[code][slug] = max(found[code].get(slug, ALWAYS), first or ALWAYS)
    return found


@lru_cache(maxsize=1000)
def _held_sql(slugs: frozenset[str]) -> str:
    """The query, which every page asks a few times: to have Django write it takes longer than the answer."""
    files = f"""
        SELECT authority_id, kind, NULL::date FROM {LoadFile._meta.db_table}
        WHERE current AND kind = ANY (%(slugs)s) AND authority_id IS NOT NULL AND {WITHIN}"""
    return " UNION ".join([files, *(_first_days(each) for each in all_registers() if each.slug in slugs)])


def _first_days(register: Register) -> str:
    """Authority, slug and the day of the first entry; without a day where entries are of none."""
    first = f"min({register.field(register.dated).column})" if register.dated else "NULL::date"
    rows = f"SELECT authority_id, '{register.slug}', {first} FROM {register.model._meta.db_table} WHERE {WITHIN}"
    return f"{rows} GROUP BY authority_id"


def name_of(slug: str) -> str:
    """What a sentence calls a kind of file or a register."""
    title = {register.slug: register.title for register in all_registers()}.get(slug)
    return f"the {slug} file" if title is None else f"the register {title}"
