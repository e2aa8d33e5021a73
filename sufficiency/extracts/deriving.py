"""What follows from files, worked out anew when rows begin or cease to count: at once, or once for many loads."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from . import storing
from .following import changed
from .kinds import Family, kind_named
from .models import LoadFile

# Files from whose rows nothing was worked out so far; None where that is done at once.
_waiting: ContextVar[list[LoadFile] | None] = ContextVar("waiting", default=None)


def derive(authority: str | None, files: Iterable[LoadFile]) -> None:
    """Rebuild what follows from files whose rows began or ceased to count, unless :func:`derived_once` puts it off."""
    waiting = _waiting.get()
    if waiting is None:
        work_out(authority, files)
        return
    waiting += files
    if len({kind_named(file.kind).family.slug for file in waiting}) > 1:
        # What one family warns about may rest on what follows from another's rows.
        work_out(authority, waiting)
        waiting.clear()


@contextmanager
def derived_once(authority: str | None) -> Iterator[None]:
    """Put off what follows from loads of one authority, and work it out once at the end, in the caller's transaction.

    Nothing is worked out when the loads end in an exception: the caller then rolls them back.
    """
    waiting: list[LoadFile] = []
    before = _waiting.set(waiting)
    try:
        yield
    finally:
        _waiting.reset(before)
    if waiting:
        work_out(authority, waiting)


def work_out(authority: str | None, files: Iterable[LoadFile]) -> None:
    """Once a family of kinds, then all else that follows from any of the kinds."""
    touched: dict[str, tuple[Family, list[int]]] = {}
    kinds = []
    for file in files:
        family = kind_named(file.kind).family
        touched.setdefault(family.slug, (family, []))[1].append(file.pk)
        kinds.append(file.kind)
    for family, ids in touched.values():
        family.derive(authority or "", ids)
    changed(kinds, authority or "")
    storing.analyze_once_committed()
    storing.reclaim_once_committed()
