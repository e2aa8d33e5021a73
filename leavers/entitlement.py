"""What a young person is entitled to on leaving care, by age and weeks in care.

Source: Children Act 1989, sections 23A to 24 and schedule 2, paragraph 19B, as the Children (Leaving Care) Act 2000
and the Children and Social Work Act 2017 made them; the Care Leavers (England) Regulations 2010, regulation 3; and the
Care Planning, Placement and Case Review (England) Regulations 2010, regulation 40. docs/definitions.md says it in
plain words.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sufficiency.core.dates import months_back

from .days import birthday
from .models import Entitlement

ENOUGH = timedelta(weeks=13)
COUNTED_FROM, LEAST_AGE, OF_AGE, QUALIFIES_UNTIL, OLDEST = 14, 16, 18, 21, 25
SETTLED_MONTHS = 6
SPECIAL_GUARDIANSHIP = frozenset({"E43", "E44", "E45", "E46", "E47", "E48"})


@dataclass(frozen=True)
class Care:
    """A period of care: its first day, the first day after it, and why it ceased (REC)."""

    starts: date
    ends: date
    reason: str = ""


@dataclass(frozen=True)
class Stay:
    """Days with parents after care: the first, and the first day after."""

    starts: date
    ends: date


@dataclass(frozen=True)
class Life:
    """What the rules look at; ``care`` in the order of time."""

    born: date
    care: Sequence[Care]
    with_parents: Sequence[Stay] = ()


@dataclass(frozen=True)
class Finding:
    """What follows for a day, and why; no entitlement when there is none, or when the returns cannot tell."""

    entitlement: Entitlement | None
    why: str


def eligible_from(life: Life) -> date | None:
    """The first day on which somebody was an eligible child; None when there was none.

    In care at 16 or 17, after 13 weeks in care in all since the 14th birthday, the day itself included.
    """
    least, of_age = birthday(life.born, LEAST_AGE), birthday(life.born, OF_AGE)
    counted_from = birthday(life.born, COUNTED_FROM)
    missing = ENOUGH
    for care in life.care:
        first = max(care.starts, counted_from)
        reached = max(first + max(missing, timedelta(days=1)) - timedelta(days=1), least)
        if reached < min(care.ends, of_age):
            return reached
        missing -= max(care.ends - first, timedelta())
    return None


def find(life: Life, day: date) -> Finding:
    """What somebody is entitled to on a day, by the rules."""
    if day < birthday(life.born, LEAST_AGE):
        return Finding(None, "Under 16")
    if day >= birthday(life.born, OLDEST):
        return Finding(None, "25 or older")
    if not any(care.starts <= day for care in life.care):
        return Finding(None, "The returns tell of no time in care")
    since = eligible_from(life)
    was_eligible = since is not None and since <= day
    if day < birthday(life.born, OF_AGE) and any(care.starts <= day < care.ends for care in life.care):
        if was_eligible:
            return Finding(Entitlement.ELIGIBLE, "In care at 16 or 17, for 13 weeks since 14")
        return Finding(None, "In care, for less than 13 weeks since 14")
    return _left(life, day) if was_eligible else _qualifying(life, day, "In care at 16 or 17, for less than 13 weeks")


def _left(life: Life, day: date) -> Finding:
    """Of somebody who was an eligible child and has left care."""
    of_age = birthday(life.born, OF_AGE)
    # Those who have settled with their parents are not relevant while they live there, nor former relevant when they
    # turn 18 there.
    if _settled(life, min(day, of_age - timedelta(days=1))):
        return _qualifying(life, day, "Had lived with parents for six months")
    if day < of_age:
        return Finding(Entitlement.RELEVANT, "Left care at 16 or 17, after 13 weeks")
    return Finding(Entitlement.FORMER_RELEVANT, "In care after 16 for 13 weeks in all, and now 18 or older")


def _qualifying(life: Life, day: date, why: str) -> Finding:
    """Of somebody who was never, or is no longer, a relevant child."""
    if day >= birthday(life.born, QUALIFIES_UNTIL):
        return Finding(None, "21 or older, and never a relevant child")
    if any(care.starts <= day and care.ends > birthday(life.born, LEAST_AGE) for care in life.care):
        return Finding(Entitlement.QUALIFYING, why)
    if any(care.reason in SPECIAL_GUARDIANSHIP and care.ends <= day for care in life.care):
        return Finding(Entitlement.QUALIFYING, "Left care for a special guardian")
    return Finding(None, "Left care before 16")


def _settled(life: Life, day: date) -> bool:
    """Whether somebody has lived with their parents for six months on a day."""
    return any(stay.starts <= months_back(day, SETTLED_MONTHS) and day < stay.ends for stay in life.with_parents)
