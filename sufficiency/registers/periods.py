"""Which entries are in force on a day."""

from datetime import date

from django.db.models import Exists, OuterRef, Q

from .register import Register


def in_force(register: Register, day: date) -> Q:
    """The condition for entries in force on a day. An entry no longer is on the day that ends it.

    Where a register says only since when, an entry is in force until the next of the same whole begins.
    Raises ValueError when the register knows no period.
    """
    if not register.period:
        raise ValueError(f"{register.title} are in force at no time or always.")
    start, *ends = register.period
    begun = Q(**{f"{start}__lte": day})
    if ends:
        return begun & (Q(**{ends[0]: None}) | Q(**{f"{ends[0]}__gt": day}))
    whole = register.part_of.fields if register.part_of else ()
    same = {name: OuterRef(name) for name in ("authority", *whole)}
    later = {f"{start}__gt": OuterRef(start), f"{start}__lte": day}
    return begun & ~Q(Exists(register.model._default_manager.filter(**same, **later)))
