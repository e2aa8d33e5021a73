"""Entries of registers, as the pages about places read them."""

from datetime import date
from typing import Any, TypeVar, cast

from django.db.models import QuerySet

from sufficiency.core.models import Authority
from sufficiency.registers.models import Record

R = TypeVar("R", bound=Record)


def entries_of(model: type[R], authority: Authority) -> QuerySet[R]:
    """An authority's entries of a register."""
    return cast("QuerySet[R]", model._default_manager.filter(authority=authority))


def latest(model: type[R], authority: Authority, day: date, fields: tuple[str, str, str]) -> dict[str, Any]:
    """What is said of each whole on a day, where an entry holds until the next of the same whole.

    ``fields`` names the one that says to what an entry belongs, the one that says since when it holds, and the one
    asked for: the last is the value, by the first. One query, whatever their number.
    """
    whole, since, says = fields
    begun = entries_of(model, authority).filter(**{f"{since}__lte": day})
    return dict(begun.order_by(whole, f"-{since}").distinct(whole).values_list(whole, says))
