"""What is loaded: the floors above, which know files and registers, tell it to the engine of measures.

A count of what nobody has loaded is not known, rather than 0.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date

from .area import Area

NOT_LOADED = "Not loaded: "  # how every note begins that says why there is no value
ALWAYS = date.min  # the first day of what is of no day, or of returns, which say themselves what came before them
Held = Mapping[str, date]  # what there is anything of, by slug, each with the first day that it speaks for


@dataclass(frozen=True)
class Holdings:
    """Who knows what authorities hold.

    ``held`` gives, by code of the authority, those of some kinds of file and registers, named by their slugs, of
    which it has anything, each with the first day that its entries speak for, in one query; ``name_of`` what a
    sentence calls one of them.
    """

    held: Callable[[Area, Collection[str]], Mapping[str, Held]]
    name_of: Callable[[str], str]


@dataclass
class _Answers:
    """What was found of an area so far, and of which slugs that is all there is."""

    asked: set[str] = field(default_factory=set)
    found: dict[str, dict[str, date]] = field(default_factory=dict)


_ASKED: list[Holdings] = []
_REMEMBERED: ContextVar[dict[Area, _Answers] | None] = ContextVar("remembered", default=None)


def ask(holdings: Holdings) -> None:
    """Say who knows; once, when the apps start."""
    _ASKED[:] = [holdings]


@contextmanager
def asked_once() -> Iterator[None]:
    """Ask of an area and a slug but once, however often it is needed: while a page is read, which loads nothing."""
    before = _REMEMBERED.set({})
    try:
        yield
    finally:
        _REMEMBERED.reset(before)


def held(area: Area, slugs: Collection[str]) -> Mapping[str, Held]:
    """By code of the authority, those of the slugs of which it has anything; without a query when there are none.

    There may be others besides, of which somebody has asked before (:func:`asked_once`).
    """
    remembered = _REMEMBERED.get()
    if remembered is None:
        return _ASKED[0].held(area, slugs) if slugs else {}
    known = remembered.setdefault(area, _Answers())
    if new := set(slugs) - known.asked:
        for code, of_authority in _ASKED[0].held(area, sorted(new)).items():
            known.found.setdefault(code, {}).update(of_authority)
        known.asked |= new
    return known.found


def together(several: Collection[Held]) -> Held:
    """What is held by any of several authorities, each with the first day of any of them."""
    return {slug: min(each[slug] for each in several if slug in each) for each in several for slug in each}


def known_since(slugs: Collection[str], loaded: Held) -> date | None:
    """The first day of which what needs these is known; None when one of them is lacking."""
    if any(slug not in loaded for slug in slugs):
        return None
    return max((loaded[slug] for slug in slugs), default=ALWAYS)


def why_not_known(slugs: Collection[str], loaded: Held, day: date) -> str:
    """Why nothing is known on a day of what needs these; empty when there is no reason.

    ``Not loaded: the episodes file and the register Allegations.``, or ``The register Visits to children begins on 5
    May 2020; of earlier days it says nothing.``
    """
    lacking = [slug for slug in slugs if slug not in loaded]
    if lacking:
        *head, last = map(_ASKED[0].name_of, lacking)
        return f"{NOT_LOADED}{', '.join(head)}{' and ' if head else ''}{last}."
    begins, latest = max(((loaded[slug], slug) for slug in slugs), default=(ALWAYS, ""))
    if begins <= day:
        return ""
    name = _ASKED[0].name_of(latest)
    return f"{name[:1].upper()}{name[1:]} begins on {begins.day} {begins:%B %Y}; of earlier days it says nothing."
