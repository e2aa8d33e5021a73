"""What a measure is asked of: one authority, or several counted as one, such as all of England."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import QuerySet

from .models import Authority

T = TypeVar("T")
Rows = TypeVar("Rows", bound=QuerySet[Any])


@dataclass(frozen=True)
class Authorities:
    """Several authorities counted as one.

    ``members`` are their ONS codes; None says all of which there are any rows. ``code`` stands for them in files.
    """

    code: str
    name: str
    members: frozenset[str] | None = None

    @classmethod
    def of(cls, code: str, name: str, authorities: Iterable[Authority]) -> "Authorities":
        """Some authorities under one code and name, as those of a region."""
        return cls(code, name, frozenset(authority.code for authority in authorities))


Area = Authority | Authorities
ENGLAND = Authorities("E92000001", "England")


def within(rows: Rows, area: Area) -> Rows:
    """Those of some rows, each of which names its authority, that belong to an area."""
    if isinstance(area, Authority):
        return rows.filter(authority=area)
    return rows if area.members is None else rows.filter(authority__in=area.members)


def codes_of(area: Area) -> list[str] | None:
    """The codes of an area's authorities, in order; None for all there are."""
    if isinstance(area, Authority):
        return [area.code]
    return None if area.members is None else sorted(area.members)


def of_area(by_authority: Mapping[str, T], area: Area) -> list[T]:
    """Of something that each authority has, by its code, what an area has: one, or one for each authority of it."""
    if isinstance(area, Authority):
        return [by_authority[area.code]] if area.code in by_authority else []
    return [each for code, each in by_authority.items() if area.members is None or code in area.members]
