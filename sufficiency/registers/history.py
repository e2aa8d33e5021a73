"""What became of an entry: every change in words, and what differs between two of its states."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef

from sufficiency.core.models import Authority

from .fold import REMOVED, differences
from .register import Register, shown

ABOUT = ("version", "history_date", "history_user_id", "history_change_reason", "history_type", "by_hand")
MOST_REMOVED = 200
TYPES = {"+": "Entered", "~": "Changed", "-": "Removed"}


@dataclass(frozen=True)
class Difference:
    """One field before and after, in words."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class State:
    """An entry as it was at a version, and who brought it there."""

    version: int
    at: datetime
    by: str
    why: str
    type: str
    by_hand: bool
    values: dict[str, Any]

    @property
    def said(self) -> str:
        """Who brought it there and why, as people say it."""
        parts = (self.by, self.why) if self.by_hand else (self.why.capitalize(), f"by {self.by}" if self.by else "")
        return (": " if self.by_hand else ", ").join(part for part in parts if part)

    @property
    def is_removed(self) -> bool:
        """Whether there was no entry any more."""
        return self.type == REMOVED


@dataclass(frozen=True)
class Step:
    """One change of an entry."""

    state: State
    differences: tuple[Difference, ...]
    can_be_restored: bool

    @property
    def what(self) -> str:
        """Entered, changed or removed."""
        return TYPES[self.state.type]


def states_of(register: Register, authority: Authority, record: UUID) -> list[State]:
    """Every state of an entry, the latest first; none when there never was such an entry of the authority."""
    lines = register.history._default_manager.filter(id=record, authority=authority).order_by("-history_id")
    return [_state(register, line) for line in lines.values(*ABOUT, *register.fields)]


def _state(register: Register, line: Mapping[str, Any]) -> State:
    return State(
        line["version"],
        line["history_date"],
        line["history_user_id"],
        line["history_change_reason"] or "",
        line["history_type"],
        line["by_hand"],
        {name: line[name] for name in register.fields},
    )


@dataclass(frozen=True)
class Gone:
    """An entry that is no longer in its register, and its last state."""

    id: UUID
    name: str
    state: State


def removed(register: Register, authority: Authority) -> list[Gone]:
    """The entries that went last, the latest first, at most MOST_REMOVED: taken out by hand or with a load."""
    held = register.model._default_manager.filter(pk=OuterRef("id"))
    lines = register.history._default_manager.filter(~Exists(held), authority=authority, history_type=REMOVED)
    latest = lines.order_by("id", "-history_id").distinct("id").values("history_id")
    found = register.history._default_manager.filter(history_id__in=latest).order_by("-history_id")[:MOST_REMOVED]
    gone = ((line["id"], _state(register, line)) for line in found.values("id", *ABOUT, *register.fields))
    return [Gone(id_, register.name_of(state.values), state) for id_, state in gone]


def steps(register: Register, states: list[State]) -> list[Step]:
    """What changed from each state to the next, the latest first."""
    found = []
    for index, state in enumerate(states):
        before = states[index + 1].values if index + 1 < len(states) else {}
        known = {} if state.is_removed or state.type == "+" else before
        told = () if state.is_removed else between(register, known, state.values)
        is_other = index > 0 and (states[0].is_removed or state.values != states[0].values)
        found.append(Step(state, told, is_other and not state.is_removed))
    return found


def between(register: Register, before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Difference, ...]:
    """The fields that differ, in words; of something new those that say something."""
    changed = differences(before, after)
    return tuple(
        Difference(
            register.label(name),
            shown(register.field(name), before.get(name)),
            shown(register.field(name), after[name]),
        )
        for name in register.fields
        if name in changed and (before or shown(register.field(name), after[name]))
    )
