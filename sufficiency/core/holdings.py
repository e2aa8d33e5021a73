"""What is loaded: the floors above, which know files and registers, tell it to the engine of measures.

A count of what nobody has loaded is not known, rather than 0.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from .area import Area

NOT_LOADED = "Not loaded: "  # how every note begins that says why there is no value


@dataclass(frozen=True)
class Holdings:
    """Who knows what authorities hold.

    ``held`` gives, by code of the authority, those of some kinds of file and registers, named by their slugs, of
    which it has anything, in one query; ``name_of`` what a sentence calls one of them.
    """

    held: Callable[[Area, Collection[str]], Mapping[str, set[str]]]
    name_of: Callable[[str], str]


_ASKED: list[Holdings] = []


def ask(holdings: Holdings) -> None:
    """Say who knows; once, when the apps start."""
    _ASKED[:] = [holdings]


def held(area: Area, slugs: Collection[str]) -> Mapping[str, set[str]]:
    """By code of the authority, those of the slugs of which it has anything; without a query when there are none."""
    return _ASKED[0].held(area, slugs) if slugs else {}


def not_loaded(slugs: Collection[str]) -> str:
    """``Not loaded: the episodes file and the register Allegations.``"""
    *head, last = (_ASKED[0].name_of(slug) for slug in slugs)
    return f"{NOT_LOADED}{', '.join(head)}{' and ' if head else ''}{last}."
