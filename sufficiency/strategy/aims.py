"""What a measure is held against on a day: its trajectory where there is one, or else its target."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from placements.measures import OUT_OF_AREA
from sufficiency.core.models import Authority

from .measures import PLACES_GAP, PLACES_GAP_STRICT
from .models import Strategy, Target, TrajectoryPoint, target_for
from .trajectories import aimed_at

GAPS = {PLACES_GAP.slug, PLACES_GAP_STRICT.slug}


@dataclass(frozen=True)
class Aim:
    """Where a measure should be on a day, exact and in its unit."""

    value: Fraction
    is_trajectory: bool = False

    @property
    def name(self) -> str:
        """What people call it."""
        return "trajectory" if self.is_trajectory else "target"


@dataclass(frozen=True)
class Aims:
    """Every target and every point of a trajectory that counts for an authority."""

    targets: list[Target]
    points: list[TrajectoryPoint]

    def target(self, measure: str, day: date) -> Target | None:
        """The target of a measure in force on a day."""
        return target_for(self.targets, measure, day)

    def trajectory(self, measure: str, day: date) -> Aim | None:
        """Where the measure should be on its way; None where no trajectory holds."""
        value = aimed_at(self.points, measure, day)
        return None if value is None else Aim(value, is_trajectory=True)

    def on(self, measure: str, day: date) -> Aim | None:
        """What the measure is held against: None without trajectory and target.

        A gap is held against none missing, wherever there is a target that it is worked out from.
        """
        target = self.target(measure, day)
        if target is None and measure in GAPS and self.target(OUT_OF_AREA.slug, day):
            return Aim(Fraction(0))
        return self.trajectory(measure, day) or (Aim(Fraction(target.value)) if target else None)

    def of(self, strategy: Strategy) -> "Aims":
        """Those of one strategy. A target that names none belongs to it when its first day falls into it."""
        return Aims(
            targets=[
                each
                for each in self.targets
                if each.strategy == strategy.reference
                or (not each.strategy and strategy.starts <= each.in_force_from <= strategy.ends)
            ],
            points=[each for each in self.points if each.strategy == strategy.reference],
        )

    @property
    def ways(self) -> dict[str, list[TrajectoryPoint]]:
        """The points of each trajectory in the order of their days, by the slug of the measure."""
        ways: dict[str, list[TrajectoryPoint]] = defaultdict(list)
        for point in sorted(self.points, key=lambda each: each.day):
            ways[point.measure].append(point)
        return ways


def aims_of(authority: Authority) -> Aims:
    """What an authority's strategies aim at, drafts apart. Two queries."""
    return Aims(
        targets=list(Target.objects.for_authority(authority)),
        points=list(TrajectoryPoint.objects.for_authority(authority)),
    )
