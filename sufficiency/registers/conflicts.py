"""Two people change an entry at once: what the second is shown, so that nobody's work is lost unseen."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sufficiency.core.models import Authority

from .fold import differences
from .history import State, states_of
from .register import Register, shown


@dataclass(frozen=True)
class Both:
    """A field that somebody else changed: as it was, as it is now, and as the second person wants it."""

    label: str
    opened: str
    now: str
    yours: str
    is_contested: bool  # both changed it, to different values


@dataclass(frozen=True)
class Conflict:
    """What happened since a person opened an entry.

    ``merged`` are the values to go on with: theirs where only they changed a field, yours otherwise.
    """

    now: State
    fields: tuple[Both, ...]
    merged: dict[str, Any]


def conflict_of(
    register: Register, authority: Authority, record: UUID, opened: int, yours: Mapping[str, Any]
) -> Conflict | None:
    """What stands against saving values over an entry opened at a version; None when the entry is gone."""
    states = states_of(register, authority, record)
    if not states or states[0].is_removed:
        return None
    now = states[0]
    before = next((state.values for state in states if state.version == opened), now.values)
    theirs = differences(before, now.values)
    own = {name for name, value in yours.items() if value != before[name]}
    told = tuple(
        Both(
            register.label(name),
            opened=shown(register.field(name), before[name]),
            now=shown(register.field(name), now.values[name]),
            yours=shown(register.field(name), yours.get(name, before[name])),
            is_contested=name in own and yours[name] != now.values[name],
        )
        for name in theirs
    )
    return Conflict(now, told, now.values | {name: yours[name] for name in own})
