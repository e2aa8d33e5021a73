"""What people changed, folded over what a file says.

An entry is worked out anew whenever the row it rests on begins or ceases to count. Its base is that row; over it go,
in their order, the changes that people made after the base was loaded. Nothing else is remembered, so that taking
a load back leaves what would be there had it never been loaded.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from .rules import Rule, Values

CREATED, CHANGED, REMOVED = "+", "~", "-"


@dataclass(frozen=True)
class Past:
    """One line of an entry's history: all its values as they stood afterwards."""

    at: datetime
    type: str
    by_hand: bool
    values: dict[str, Any]


@dataclass(frozen=True)
class Edit:
    """What somebody did: the values that they gave, all of them when they created the entry."""

    at: datetime
    type: str
    values: dict[str, Any]


@dataclass(frozen=True)
class Base:
    """The row that counts, and since when: None for one that is being loaded now."""

    values: dict[str, Any]
    since: datetime | None


def edits_of(history: Iterable[Past]) -> list[Edit]:
    """What people did, out of an entry's history in its order: the differences that they made."""
    edits = []
    before: dict[str, Any] = {}
    for past in history:
        if past.by_hand:
            given = past.values if past.type == CREATED else differences(before, past.values)
            edits.append(Edit(past.at, past.type, {} if past.type == REMOVED else given))
        before = past.values
    return edits


def differences(before: Values, after: Values) -> dict[str, Any]:
    """The values that changed, by field, as they are afterwards."""
    return {name: value for name, value in after.items() if before.get(name) != value}


def fold(base: Base | None, edits: Iterable[Edit], rules: Sequence[Rule]) -> dict[str, Any] | None:
    """The values of an entry; None when there is none.

    A change that would contradict the base, by a rule, is left out: the file was right about its own dates. Its
    fields stay together, for half of a change is nobody's.
    """
    values = dict(base.values) if base else None
    for edit in edits:
        if base is not None and (base.since is None or edit.at <= base.since):
            continue
        if edit.type == REMOVED:
            values = None
        elif edit.type == CREATED:
            values = dict(edit.values)
        elif values is not None:
            tried = values | edit.values
            values = values if any(rule.is_broken(tried) for rule in rules) else tried
    return values
