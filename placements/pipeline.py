"""Places to come: how far each scheme is on a day, when its places are expected, and how many plans count on.

A pure read of the registers, in a constant number of queries. Places are *available* in children's homes that are
registered (or, of other schemes, once they are open), and *in development* in schemes neither open nor abandoned.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import pairwise

from sufficiency.core.models import Authority

from .entries import entries_of
from .models import Scheme, Step
from .occupancy import Occupancy, Occupied, in_use

ENDED = (Step.Stage.OPEN, Step.Stage.ABANDONED)


@dataclass(frozen=True)
class Slip:
    """On a day the expected date was moved, for a reason."""

    said_on: date
    before: date
    after: date
    reason: str

    @property
    def days(self) -> int:
        """By how many days; negative when the places came forward."""
        return (self.after - self.before).days


@dataclass(frozen=True)
class Progress:
    """A scheme on a day: its steps so far, in order, and the home it has become, where that is registered."""

    scheme: Scheme
    day: date
    steps: tuple[Step, ...]
    home: Occupancy | None

    @property
    def stage(self) -> str:
        return self.steps[-1].stage

    @property
    def expected_on(self) -> date | None:
        """When its places are expected, as last said; None once it has ended, or while nobody has said."""
        said = [step.expected_on for step in self.steps if step.expected_on]
        return said[-1] if said and self.stage not in ENDED else None

    @property
    def first_expected_on(self) -> date | None:
        """When its places were expected, as was said at first; None while nobody has said."""
        return next((step.expected_on for step in self.steps if step.expected_on), None)

    @property
    def opened_on(self) -> date | None:
        """The day on which it was said to be open; None before."""
        return self.steps[-1].taken_on if self.stage == Step.Stage.OPEN else None

    @property
    def slips(self) -> tuple[Slip, ...]:
        """Each change of the expected date, the earliest first."""
        said = [(step, step.expected_on) for step in self.steps if step.expected_on]
        return tuple(
            Slip(step.taken_on, before, after, step.step_reason)
            for (_, before), (step, after) in pairwise(said)
            if before != after
        )

    @property
    def slipped_days(self) -> int:
        """By how many days its places come later than was first said."""
        return sum(slip.days for slip in self.slips)

    @property
    def is_overdue(self) -> bool:
        """Whether the day on which its places were expected has gone by."""
        return self.expected_on is not None and self.expected_on < self.day

    @property
    def is_in_development(self) -> bool:
        """Whether its places are still to come: once its home is registered they are there."""
        return self.stage not in ENDED and self.home is None

    @property
    def lacks_home(self) -> bool:
        """Whether it is said to be open though no home of it is registered, so that its places count nowhere."""
        is_home = self.scheme.kind == Scheme.Kind.CHILDRENS_HOME
        return is_home and self.stage == Step.Stage.OPEN and self.home is None

    @property
    def assumed_in_use(self) -> Fraction:
        """Places that plans take to be in use at any time."""
        return in_use(self.scheme.places, self.scheme.utilisation)


@dataclass(frozen=True)
class Places:
    """How many places, and how many of them plans take to be in use at any time."""

    places: int
    in_use: Fraction

    def __add__(self, other: "Places") -> "Places":
        return Places(self.places + other.places, self.in_use + other.in_use)


@dataclass(frozen=True)
class Supply:
    """Places of one kind on a day."""

    kind: Scheme.Kind
    available: Places
    in_development: Places

    @property
    def total(self) -> Places:
        return self.available + self.in_development


@dataclass(frozen=True)
class Pipeline:
    """Every scheme known on a day, by stage and expected date, and the places there are and are to come."""

    schemes: tuple[Progress, ...]
    supplies: tuple[Supply, ...]

    def planned(self, by: date, kind: Scheme.Kind | None = None) -> Fraction:
        """Places that plans count on of schemes in development that are expected on or before a day.

        Those of one kind where it is given.
        """
        return sum(
            (
                each.assumed_in_use
                for each in self.schemes
                if each.is_in_development and each.expected_on and each.expected_on <= by
                if kind is None or each.scheme.kind == kind
            ),
            Fraction(),
        )

    @property
    def days_expected(self) -> list[date]:
        """The days on which places of schemes in development are expected, each once, in their order."""
        return sorted({each.expected_on for each in self.schemes if each.is_in_development and each.expected_on})


def pipeline_on(authority: Authority, day: date, occupied: Occupied) -> Pipeline:
    """The authority's pipeline on a day, given its homes that day: a scheme is known from its first step on."""
    registered = {each.home.reference: each for each in occupied.homes if each.is_childrens_home}
    known = _known(authority, day, registered)
    in_area = occupied.childrens_homes_in(authority)
    brought = [each.home for each in known if each.home and each.home not in in_area]
    return Pipeline(tuple(known), tuple(_supply(kind, known, [*in_area, *brought]) for kind in Scheme.Kind))


def flats_on(authority: Authority, day: date) -> list[Progress]:
    """The schemes of flats for 18 and over on a day, open or to come, in the order of their stages."""
    return [
        each
        for each in _known(authority, day, {})
        if each.scheme.kind == Scheme.Kind.FLATS and each.stage != Step.Stage.ABANDONED
    ]


def _known(authority: Authority, day: date, registered: Mapping[str, Occupancy]) -> list[Progress]:
    """Every scheme that has begun by a day, by stage and expected date; ``registered`` are homes by reference."""
    steps: dict[str, list[Step]] = defaultdict(list)
    for step in entries_of(Step, authority).filter(taken_on__lte=day).order_by("taken_on"):
        steps[step.scheme].append(step)
    known = [
        Progress(scheme, day, tuple(steps[scheme.reference]), registered.get(scheme.home))
        for scheme in entries_of(Scheme, authority).order_by("title", "reference")
        if scheme.reference in steps
    ]
    stages = list(Step.Stage)
    return sorted(known, key=lambda each: (stages.index(Step.Stage(each.stage)), each.expected_on or date.max))


def _supply(kind: Scheme.Kind, schemes: Iterable[Progress], homes: Collection[Occupancy]) -> Supply:
    own = [each for each in schemes if each.scheme.kind == kind]
    opened = [each for each in own if each.stage == Step.Stage.OPEN]
    return Supply(
        kind,
        available=_homes(homes) if kind is Scheme.Kind.CHILDRENS_HOME else _schemes(opened),
        in_development=_schemes([each for each in own if each.is_in_development]),
    )


def _homes(homes: Collection[Occupancy]) -> Places:
    return Places(sum(each.home.places for each in homes), sum((each.assumed_in_use for each in homes), Fraction()))


def _schemes(schemes: Collection[Progress]) -> Places:
    return Places(
        sum(each.scheme.places for each in schemes), sum((each.assumed_in_use for each in schemes), Fraction())
    )
