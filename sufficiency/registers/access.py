"""Who may see and change a register: each page is guarded by what the register's declaration asks for."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase

from sufficiency.core.access import Reader
from sufficiency.core.pages import reader_of

from .register import Register, all_registers, register_named

View = Callable[..., HttpResponseBase]


def for_readers(view: View) -> View:
    """Guard a view of a register: it gets the Register in place of its slug. 404 when there is none, 403 if closed."""
    return _guarded(view, writing=False)


def for_editors(view: View) -> View:
    """Guard a view that changes entries of a register."""
    return _guarded(view, writing=True)


def _guarded(view: View, *, writing: bool) -> View:
    @wraps(view)
    def guarded(request: HttpRequest, slug: str, **rest: Any) -> HttpResponseBase:
        reader: Reader | None = reader_of(request)
        try:
            register = register_named(slug)
        except KeyError:
            raise Http404 from None
        if reader is None or not may_see(reader, register) or (writing and not may_edit(reader, register)):
            raise PermissionDenied
        return view(request, register, **rest)

    return guarded


def may_see(reader: Reader, register: Register) -> bool:
    """Whether somebody may read a register."""
    return reader.may(register.sees)


def may_edit(reader: Reader, register: Register) -> bool:
    """Whether somebody may change it."""
    return reader.may(register.edits)


def open_registers(reader: Reader) -> list[Register]:
    """The registers that somebody may read."""
    return [register for register in all_registers() if may_see(reader, register)]
