"""Whether a strategy has worked: the verdict on a success test, from its baseline and the figure of the day."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from sufficiency.core.measure import Number

from .models import SuccessTest

Direction = SuccessTest.Direction


class Verdict(StrEnum):
    """What can be said of a test."""

    MET = "Met"
    NOT_MET = "Not met"
    UNSAID = "Cannot be said"


@dataclass(frozen=True)
class Leg:
    """One measure of a test: which way it should move, from where, and where it is.

    ``now`` is None when there is no figure, or none that the reader may see. ``now_may_be`` and ``baseline_may_be`` are
    what else the two could be: were everything unknown counted, or within what rounding leaves open.
    """

    measure: str
    direction: str
    baseline: Number | None
    now: Number | None
    now_may_be: tuple[Number, ...] = ()
    baseline_may_be: tuple[Number, ...] = ()

    @property
    def verdict(self) -> Verdict:
        """Met or not met, unless a figure is missing or what is not known exactly could turn it."""
        if self.now is None or (self.baseline is None and self.direction != Direction.NONE):
            return Verdict.UNSAID
        baselines = (self.baseline or 0, *self.baseline_may_be)
        found = {self._is_met(now, baseline) for now in (self.now, *self.now_may_be) for baseline in baselines}
        if len(found) > 1:
            return Verdict.UNSAID
        return Verdict.MET if found == {True} else Verdict.NOT_MET

    def _is_met(self, now: Number, baseline: Number) -> bool:
        if self.direction == Direction.NONE:
            return now == 0
        return now < baseline if self.direction == Direction.FEWER else now > baseline


def verdict_of(test: SuccessTest, legs: Collection[Leg]) -> Verdict:
    """The verdict on a test: met when each leg is, not met as soon as one is not.

    A test without a measure is judged by people; until they have, nothing can be said.
    """
    found = {leg.verdict for leg in legs}
    if not legs:
        judged = {SuccessTest.Judged.MET: Verdict.MET, SuccessTest.Judged.NOT_MET: Verdict.NOT_MET}
        return judged.get(SuccessTest.Judged(test.judged), Verdict.UNSAID) if test.judged else Verdict.UNSAID
    if Verdict.NOT_MET in found:
        return Verdict.NOT_MET
    return Verdict.UNSAID if Verdict.UNSAID in found else Verdict.MET
