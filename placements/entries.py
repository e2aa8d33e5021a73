"""Entries of registers, as the pages about places read them."""

from datetime import date
from typing import TypeVar, cast

from django.db.models import QuerySet

from sufficiency.core.models import Authority
from sufficiency.registers.models import Record

R = TypeVar("R", bound=Record)


def entries_of(model: type[R], authority: Authority) -> QuerySet[R]:
    """An authority's entries of a register."""
    return cast("QuerySet[R]", model._default_manager.filter(authority=authority))


def latest(model: type[R], authority: Authority, day: date, *, whole: str, since: str) -> dict[str, R]:
    """The entry in force on a day for each whole, where an entry holds until the next: by the value of ``whole``.

    ``whole`` and ``since`` name fields. One query, whatever their number.
    """
    begun = entries_of(model, authority).filter(**{f"{since}__lte": day})
    return {getattr(entry, whole): entry for entry in begun.order_by(whole, f"-{since}").distinct(whole)}
