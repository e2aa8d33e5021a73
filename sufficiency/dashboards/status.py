"""How a figure stands against its target, said with a word and a shape."""

from dataclasses import dataclass
from fractions import Fraction

from sufficiency.core.measure import Better, Number

# Within this share of the target a miss counts as near.
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
NO_TARGET = Status("none", "No target", "○")
UNSURE = Status("none", "Cannot be said", "○")
NOT_SHOWN = Status("none", "No figure", "○")


def status_of(value: Number | None, target: Fraction | None, better: Better, at_most: Number | None = None) -> Status:
    """The status of an exact value, None when there is none or it is withheld.

    ``at_most`` is what the value would be with everything unknown counted: when that lies on the other
    side of the target, nothing can be said. A measure of which neither higher nor lower is better has
    no target.
    """
    if value is None:
        return NOT_SHOWN
    if target is None or better is Better.NEITHER:
        return NO_TARGET
    if at_most is not None and _meets(value, target, better) != _meets(at_most, target, better):
        return UNSURE
    miss = value - target if better is Better.LOWER else target - value
    if miss <= 0:
        return ON_TRACK
    return NEAR_TARGET if miss <= NEAR * abs(target) else OFF_TRACK


def _meets(value: Number, target: Fraction, better: Better) -> bool:
    return value <= target if better is Better.LOWER else value >= target
