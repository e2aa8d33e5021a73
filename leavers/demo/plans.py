"""Pathway plans of the demo's care leavers, and the rules by which they were due."""

from collections.abc import Iterator
from datetime import date, timedelta

from placements.demo.dice import Dice
from placements.demo.schedule import REFERENCE_DAY
from placements.demo.writing import written

from .people import Member

# CONFLICT A5 of the papers: the corporate parenting board was told in July 2019 that the first plan is due six months
# after the 16th birthday, three after coming into care for unaccompanied children; and in September 2020 that it is
# three months after it. Both stand here, each from its own day.
RULES = (
    ("01/04/2011", "6", "3", "6", "Corporate parenting board, 4 July 2019"),
    ("01/04/2020", "3", "3", "6", "Corporate parenting board, 9 September 2020"),
)
_CHANGED = date(2020, 4, 1)
FIRST_TOLD = date(2017, 4, 1)  # earlier plans are in no register
HALF_A_YEAR = 182


def plan_rows(member: Member) -> Iterator[tuple[str, str, str]]:
    """Due, completed, reviewed: a first plan, then a review and a new plan in turn, while there is a service."""
    if not (member.is_in_care or member.is_active or member.told):
        return
    dice = Dice("plans", member.child)
    months = 3 if member.turns_16 >= _CHANGED else 6
    due = max(member.turns_16, member.came or member.turns_16) + timedelta(days=months * 30)
    until = min(REFERENCE_DAY, member.told[-1].on) if member.told and not member.is_active else REFERENCE_DAY
    while due <= until + timedelta(days=30):
        done = due + timedelta(days=_delay(dice))
        again = done + timedelta(days=HALF_A_YEAR + _delay(dice))
        if done > until:
            if due <= until:
                yield written(due), "", ""
            return
        if done >= FIRST_TOLD:
            yield written(due), written(done), written(again) if again <= until else ""
        if again > until:
            return
        due = again + timedelta(days=HALF_A_YEAR)


def _delay(dice: Dice) -> int:
    """Days after the day it was due; most are done in time."""
    return dice.between(-25, -2) if dice.chance(0.8) else dice.between(3, 70)
