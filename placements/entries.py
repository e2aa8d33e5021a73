"""Entries of registers, as the pages about them read them."""

from datetime import date
from typing import TypeVar

from django.db.models import Model, QuerySet

from sufficiency.core.models import Authority

R = TypeVar("R", bound=Model)


def entries_of(model: type[R], authority: Authority) -> QuerySet[R]:
    """An authority's entries of a register, or rows of a file."""
    return model._default_manager.filter(authority=authority)


def in_force(model: type[R], authority: Authority, day: date, *, whole: str, since: str) -> QuerySet[R]:
    """The entry of each whole on a day, where one holds until the next of the same whole.

    ``whole`` names the field that says to what an entry belongs, ``since`` the one that says from when it holds.
    """
    begun = entries_of(model, authority).filter(**{f"{since}__lte": day})
    return begun.order_by(whole, f"-{since}").distinct(whole)
