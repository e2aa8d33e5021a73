"""Contacts of the demo's care leavers: about each birthday, and every few weeks of the last months."""

from collections.abc import Iterator
from datetime import date, timedelta

from placements.demo.dice import Dice
from placements.demo.schedule import REFERENCE_DAY
from placements.demo.writing import written

from .people import Member

_OUTCOMES = {
    "YES": "IN-TOUCH", "NO": "NOT-IN-TOUCH", "REFU": "REFUSED", "NREQ": "NO-SERVICE", "RHOM": "BACK-HOME",
    "DIED": "DIED",
}  # fmt: skip
_MEANS = {"FACE-TO-FACE": 5, "CALL": 4, "MESSAGE": 1}
SINCE = date(2020, 4, 1)
EVERY = 50  # days
BEFORE, AFTER = timedelta(days=93), timedelta(days=32)  # when a contact counts for a birthday


def contact_rows(member: Member, silent: tuple[str, str, str] | None) -> Iterator[tuple[str, ...]]:
    """Day, outcome, means and note, in the order of the days. ``silent`` is how it stands with those not in touch."""
    dice = Dice("contacts", member.child)
    rows: dict[date, tuple[str, str, str]] = {}
    for told in member.told:
        outcome = _OUTCOMES[told.in_touch]
        on = min(told.on + timedelta(days=dice.between(-60, 20)), REFERENCE_DAY - timedelta(days=1))
        rows[on] = (outcome, dice.weighted(_MEANS) if outcome == "IN-TOUCH" else "", "")
    if member.is_active:
        lately = dice.day(date(2020, 10, 20), date(2020, 11, 27))
        on = max([lately, member.left or lately, *(day + timedelta(days=1) for day in rows)])
        if silent:
            outcome, note, _ = silent
            rows = {day: row for day, row in rows.items() if day < on} | {on: (outcome, "", note)}
        else:
            while on >= max(SINCE, member.left or SINCE):
                if on >= max(rows, default=on) or not _contradicts(member, on):
                    rows.setdefault(on, ("IN-TOUCH", dice.weighted(_MEANS), ""))
                on -= timedelta(days=dice.between(EVERY - 15, EVERY + 5))
    for on in sorted(rows):
        yield written(on), *rows[on]


def _contradicts(member: Member, on: date) -> bool:
    """Whether the return says of a birthday about that day that they were not in touch."""
    return any(told.in_touch != "YES" and told.on - BEFORE <= on <= told.on + AFTER for told in member.told)
