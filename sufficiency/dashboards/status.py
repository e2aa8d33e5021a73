"""How a figure stands against its trajectory or its target, said with a word and a shape (docs/strategy.md)."""

from collections.abc import Collection
from dataclasses import dataclass
from fractions import Fraction

from sufficiency.core.measure import Better, Number

# Within this share of what is aimed at a miss counts as near.
NEAR = Fraction(1, 20)


@dataclass(frozen=True)
class Status:
    """A verdict: its slug names the style, its shape repeats it for those who do not see colours."""

    slug: str
    word: str
    shape: str


ON_TRACK = Status("on", "On target", "●")
NEAR_TARGET = Status("near", "Near target", "◆")
OFF_TRACK = Status("off", "Off target", "▲")
ON_TRAJECTORY = Status("on", "On trajectory", "●")
NEAR_TRAJECTORY = Status("near", "Near trajectory", "◆")
OFF_TRAJECTORY = Status("off", "Off trajectory", "▲")
NO_TARGET = Status("none", "No target", "○")
TARGET_WORDS = (ON_TRACK, NEAR_TARGET, OFF_TRACK)
TRAJECTORY_WORDS = (ON_TRAJECTORY, NEAR_TRAJECTORY, OFF_TRAJECTORY)
UNSURE = Status("none", "Cannot be said", "○")
NOT_SHOWN = Status("none", "No figure", "○")


def status_of(
    value: Number | None,
    aim: Fraction | None,
    better: Better,
    may_be: Collection[Number] = (),
    *,
    is_trajectory: bool = False,
) -> Status:
    """The status of an exact value, None when there is none or it is withheld, against a target or a trajectory.

    ``may_be`` are the values that it may also have, as with everything unknown counted: when one lies on the other
    side of the aim, nothing can be said. A measure of which neither higher nor lower is better has no target.
    """
    if value is None:
        return NOT_SHOWN
    if aim is None or better is Better.NEITHER:
        return NO_TARGET
    if any(_meets(each, aim, better) != _meets(value, aim, better) for each in may_be):
        return UNSURE
    miss = value - aim if better is Better.LOWER else aim - value
    on, near, off = TRAJECTORY_WORDS if is_trajectory else TARGET_WORDS
    if miss <= 0:
        return on
    return near if miss <= NEAR * abs(aim) else off


def _meets(value: Number, aim: Fraction, better: Better) -> bool:
    return value <= aim if better is Better.LOWER else value >= aim
