"""What people do to entries of a register. Each is one transaction, leaves a line in the history and an audit event."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction

from sufficiency.core import audit
from sufficiency.core.models import Authority
from sufficiency.extracts.following import changed as tell
from sufficiency.extracts.models import Load

from .derivation import hold
from .fold import REMOVED, differences
from .models import Record, SavedView
from .register import Register


class RegisterRefusedError(Exception):
    """Nothing was changed; the message is one sentence for the person who asked."""


class AlreadyThereError(RegisterRefusedError):
    """There is an entry with that key."""


class ConflictError(RegisterRefusedError):
    """Somebody else, or a load, changed the entry after it was opened."""


@transaction.atomic
def create_record(
    *, register: Register, authority: Authority, values: Mapping[str, Any], by: str, why: str = ""
) -> Record:
    """Enter something new. Raises AlreadyThereError when the register has an entry with that key."""
    hold(authority.code)
    id_ = register.id_of(authority.code, values)
    if register.model._default_manager.filter(pk=id_).exists():
        raise AlreadyThereError(f"The register has this {register.one} already.")
    record = register.model(id=id_, authority=authority, version=_last_version(register, id_) + 1, **values)
    _save(record, by, why)
    tell([register.slug], authority.code, record)
    _note(register, record, "registers.create", by)
    return record


@transaction.atomic
def edit_record(  # noqa: PLR0913 - all keywords
    *,
    register: Register,
    authority: Authority,
    record: UUID,
    version: int,
    values: Mapping[str, Any],
    by: str,
    why: str = "",
    action: str = "registers.edit",
) -> Record:
    """Change an entry that was opened at a version; nothing happens when nothing differs.

    The fields of the key never change: they say which entry it is. Raises ConflictError when the entry is no
    longer at that version, or no longer there.
    """
    hold(authority.code)
    held = _at(register, authority, record, version)
    changed = differences(
        {name: getattr(held, name) for name in register.fields},
        {name: value for name, value in values.items() if name not in register.key},
    )
    if changed:
        for name, value in changed.items():
            setattr(held, name, value)
        held.version += 1
        _save(held, by, why)
        tell([register.slug], authority.code, held)
        _note(register, held, action, by, fields=sorted(changed))
    return held


@transaction.atomic
def restore_record(  # noqa: PLR0913 - all keywords
    *, register: Register, authority: Authority, record: UUID, version: int, to: int, by: str
) -> Record:
    """Give an entry the values it had at an earlier version; that is a change by hand like any other.

    An entry that was removed is entered again; ``version`` is then that of its removal. Raises ConflictError as
    :func:`edit_record` does, RegisterRefusedError when there was no such version.
    """
    earlier = register.history._default_manager.filter(id=record, authority=authority, version=to)
    past = earlier.exclude(history_type=REMOVED).values(*register.fields).first()
    if past is None:
        raise RegisterRefusedError(f"There is no version {to} to go back to.")
    why = f"back to version {to}"
    if register.model._default_manager.filter(pk=record).exists() or version != _last_version(register, record):
        return edit_record(
            register=register, authority=authority, record=record, version=version, values=past, by=by, why=why,
            action="registers.restore",
        )  # fmt: skip
    return create_record(register=register, authority=authority, values=past, by=by, why=why)


@transaction.atomic
def remove_record(  # noqa: PLR0913 - all keywords
    *, register: Register, authority: Authority, record: UUID, version: int, by: str, why: str = ""
) -> None:
    """Take an entry out; its history stays. Raises ConflictError as :func:`edit_record` does."""
    hold(authority.code)
    held = _at(register, authority, record, version)
    held.version += 1
    _sign(held, by, why)
    _note(register, held, "registers.remove", by)
    held.delete()
    tell([register.slug], authority.code, held)


@transaction.atomic
def save_view(*, user: User, register: Register, name: str, query: str) -> SavedView:
    """Keep the address of a list under a name; one of the same name is replaced."""
    view, _ = SavedView.objects.update_or_create(
        user=user, register=register.slug, name=name, defaults={"query": query}
    )
    return view


@transaction.atomic
def forget_view(*, view: SavedView) -> None:
    """Forget a saved view."""
    view.delete()


def _at(register: Register, authority: Authority, record: UUID, version: int) -> Record:
    """The entry at the version at which it was opened."""
    held = register.model._default_manager.filter(authority=authority, pk=record).first()
    if held is None:
        raise ConflictError(f"This {register.one} is no longer in the register.")
    if held.version != version:
        raise ConflictError(f"This {register.one} was changed after you opened it.")
    return held


def _last_version(register: Register, record: UUID) -> int:
    """The version that the entry came to before; 0 when there never was one."""
    latest = register.history._default_manager.filter(id=record).order_by("-version").values_list("version", flat=True)
    return latest.first() or 0


def _save(record: Record, by: str, why: str) -> None:
    _sign(record, by, why)
    record.save()


def _sign(record: Record, by: str, why: str) -> None:
    """Who changes it and why, for the line that the history keeps."""
    record._history_user = by  # type: ignore[attr-defined]
    # A change counts on top of the loads before it, whatever the clock says.
    record._history_date = Load.objects.for_authority(record.authority).next_moment()  # type: ignore[attr-defined]
    record._change_reason = why or None  # type: ignore[attr-defined]


def _note(register: Register, record: Record, action: str, by: str, **detail: Any) -> None:
    """The audit event; it names the entry by its id, for a key may identify a child."""
    audit.record(
        actor=by,
        action=action,
        authority=record.authority_id,
        subject=f"{register.slug} {record.pk}",
        version=record.version,
        **detail,
    )
