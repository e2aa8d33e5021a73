"""The places gap to the end of a strategy: what is needed, planned, delivered and to come, month by month.

Pure reads, in a constant number of queries. What is *needed* is worked out from who lives where on the day asked
about, so places delivered by then are in it already: from it only places still *to come* are taken away. *Delivered*
is told beside the plan, net of closures. Scenarios change the number in care, the share, the utilisation or the dates;
the number out of area stays as it is, and nothing is stored.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from placements.costs import WeeklyCosts
from placements.measures import OUT_OF_AREA
from placements.models import Scheme, Step
from placements.occupancy import occupancy_on
from placements.pipeline import Progress, pipeline_on
from sufficiency.core.dates import month_ends, months_back
from sufficiency.core.measure import Result
from sufficiency.core.models import Authority
from sufficiency.core.tally import evaluate

from .delivered import Delivered, Kind, delivered_between
from .models import PlannedPlaces, Strategy, Target, adopted, target_for
from .need import exact_need, places, places_strictly

KINDS: tuple[Kind, ...] = tuple(Kind)
# Of the schemes those that bring places for children: flats are for young people of 18 and over.
OF_SCHEMES = {Scheme.Kind.CHILDRENS_HOME: Kind.RESIDENTIAL, Scheme.Kind.FOSTERING: Kind.IN_HOUSE_FOSTERING}
# Where a planned place costs a week what such placements cost today (placements/provision.py).
BOUGHT = {Kind.RESIDENTIAL: "external-residential", Kind.AGENCY_FOSTERING: "agency-fostering"}


@dataclass(frozen=True)
class Scenario:
    """What is otherwise than it is: None, and no slip, leave things as they are.

    ``share`` and ``utilisation`` in per cent; ``slip`` in months by which every scheme comes later.
    """

    in_care: int | None = None
    share: Fraction | None = None
    utilisation: int | None = None
    slip: int = 0


@dataclass(frozen=True)
class Month:
    """A month-end, or the day asked about.

    ``exact`` is what is needed, None without a target; ``planned`` the places of the strategy due by then; ``coming``
    the places of schemes expected by then that plans take to be in use, by kind.
    """

    day: date
    share: Fraction | None
    exact: Fraction | None
    planned: int
    coming: Mapping[Kind, Fraction]

    @property
    def required(self) -> int | None:
        """Places needed, half-up, never below 0."""
        return None if self.exact is None else max(0, places(self.exact))

    @property
    def required_strictly(self) -> int | None:
        return None if self.exact is None else max(0, places_strictly(self.exact))

    @cached_property
    def to_come(self) -> Fraction:
        """Places of schemes, of every kind."""
        return sum(self.coming.values(), Fraction())

    @cached_property
    def balance(self) -> int | None:
        """Places still to find once the schemes are there; below 0 for places more than needed."""
        return None if self.exact is None else places(self.exact - self.to_come)

    @property
    def residual(self) -> int | None:
        return None if self.balance is None else max(0, self.balance)

    @property
    def residual_strictly(self) -> int | None:
        return None if self.exact is None else max(0, places_strictly(self.exact - self.to_come))

    @property
    def surplus(self) -> int | None:
        """Places of schemes beyond what is needed."""
        return None if self.balance is None else max(0, -self.balance)


@dataclass(frozen=True)
class PlanOfKind:
    """Places of one kind: planned by the strategy, delivered since it began, and of schemes to come by its end.

    ``is_withheld`` says that the reader may not see what has been delivered, nor what follows from it.
    """

    kind: Kind
    planned: int
    delivered: Delivered | None
    coming: Fraction
    is_withheld: bool = False

    @property
    def without_scheme(self) -> Fraction:
        """Planned places that are neither delivered nor of a scheme to come; never below 0."""
        net = self.delivered.net if self.delivered else 0
        return max(Fraction(), self.planned - net - self.coming)


@dataclass(frozen=True)
class Beginning:
    """What was needed when the strategy began: ``outside`` on the eve of it, ``exact`` by its first target."""

    outside: Result
    exact: Fraction

    @property
    def required(self) -> int:
        """Places needed, half-up, never below 0."""
        return max(0, places(self.exact))


@dataclass(frozen=True)
class PlacesGap:
    """The gap on a day and to the end of the strategy. ``months`` begins with the day itself.

    ``schemes`` are those in development with an expected day, ``undated`` those without, ``known`` all that bring
    places for children and are not abandoned. ``beginning`` is None before a strategy, or without a target then.
    ``target_share`` is what the target in force asks for, in per cent, whatever the scenario.
    """

    strategy: Strategy | None
    plans: tuple[PlannedPlaces, ...]
    outside: Result
    in_care: int
    months: tuple[Month, ...]
    kinds: tuple[PlanOfKind, ...]
    schemes: tuple[Progress, ...]
    undated: tuple[Progress, ...]
    known: tuple[Progress, ...] = ()
    beginning: Beginning | None = None
    target_share: Fraction | None = None

    @property
    def now(self) -> Month:
        return self.months[0]

    @property
    def end(self) -> Month:
        return self.months[-1]

    @property
    def most_needed(self) -> int | None:
        """Places needed now were every child outside the area of whom it is not known where they live."""
        return None if self.now.exact is None else max(0, places(self.now.exact + self.outside.unknown))

    @property
    def planned(self) -> int:
        """Every place that the strategy plans, by whatever day."""
        return sum(each.planned for each in self.kinds)

    @property
    def headroom(self) -> int | None:
        """Planned places beyond those needed now; below 0 where the plan falls short: 60 for 51 are 9 more."""
        return None if self.now.required is None else self.planned - self.now.required


def places_gap_on(authority: Authority, day: date, scenario: Scenario) -> PlacesGap:
    """The gap of an authority on a day, in a scenario."""
    strategy = strategy_for(authority, day)
    eve = strategy.starts - timedelta(days=1) if strategy and strategy.starts <= day else None
    results = evaluate([OUT_OF_AREA], authority, [each for each in (eve, day) if each])[OUT_OF_AREA.slug]
    outside = results[-1]
    targets = list(Target.objects.for_authority(authority))
    plans = planned_places(strategy)
    pipeline = pipeline_on(authority, day, occupancy_on(authority, day))
    schemes = [each for each in pipeline.schemes if each.scheme.kind in OF_SCHEMES]
    known = [each for each in schemes if each.is_in_development]
    in_care = int(outside.denominator or 0) if scenario.in_care is None else scenario.in_care
    days = [day, *(each for each in month_ends(day, strategy.ends if strategy else day) if each > day)]

    def month(at: date) -> Month:
        share = scenario.share if scenario.share is not None else share_on(targets, at)
        exact = None if share is None else exact_need(int(outside.numerator or 0), in_care, share)
        due = sum(plan.number for plan in plans if plan.due <= at)
        return Month(at, share, exact, due, coming_by(known, at, scenario))

    months = tuple(month(each) for each in days)
    delivered = delivered_between(authority, strategy.starts, day) if strategy and strategy.starts <= day else {}
    return PlacesGap(
        strategy=strategy,
        plans=tuple(plans),
        outside=outside,
        in_care=in_care,
        months=months,
        kinds=tuple(
            PlanOfKind(
                kind,
                sum(plan.number for plan in plans if plan.kind == kind),
                delivered.get(kind),
                months[-1].coming[kind],
            )
            for kind in KINDS
        ),
        schemes=tuple(each for each in known if each.expected_on),
        undated=tuple(each for each in known if not each.expected_on),
        known=tuple(each for each in schemes if each.stage != Step.Stage.ABANDONED),
        beginning=_beginning(targets, strategy, results[0]) if eve else None,
        target_share=share_on(targets, day),
    )


def _beginning(targets: list[Target], strategy: Strategy | None, outside: Result) -> Beginning | None:
    """None where no target was in force, or nothing loaded, when the strategy began."""
    share = share_on(targets, strategy.starts) if strategy else None
    if share is None or not outside.denominator:
        return None
    return Beginning(outside, exact_need(int(outside.numerator or 0), int(outside.denominator), share))


def strategy_for(authority: Authority, day: date) -> Strategy | None:
    """The adopted strategy in force on a day, or else the last that was before it; None before the first."""
    return adopted(authority).filter(starts__lte=day).order_by("starts", "reference").last()


def planned_places(strategy: Strategy | None) -> list[PlannedPlaces]:
    """The places that a strategy plans: those it counts as carers are no places, and are not added to them."""
    if strategy is None:
        return []
    plans = PlannedPlaces.objects.filter(authority=strategy.authority_id, strategy=strategy.reference)
    return list(plans.filter(counted_in=PlannedPlaces.CountedIn.PLACES))


def share_on(targets: list[Target], day: date) -> Fraction | None:
    """The share, in per cent, that may live out of area by the target in force on a day."""
    target = target_for(targets, OUT_OF_AREA.slug, day)
    return None if target is None else Fraction(target.value)


def coming_by(schemes: Sequence[Progress], day: date, scenario: Scenario) -> dict[Kind, Fraction]:
    """Places of schemes in development that are expected by a day and taken to be in use, by kind."""
    coming = dict.fromkeys(KINDS, Fraction())
    for each in schemes:
        if each.expected_on and months_back(each.expected_on, -scenario.slip) <= day:
            coming[OF_SCHEMES[Scheme.Kind(each.scheme.kind)]] += _in_use(each, scenario)
    return coming


def _in_use(scheme: Progress, scenario: Scenario) -> Fraction:
    if scenario.utilisation is None:
        return scheme.assumed_in_use
    return Fraction(scheme.scheme.places * scenario.utilisation, 100)


@dataclass(frozen=True)
class Gain:
    """What planned places of a kind would spend in the area: places x the mean of such placements, pounds a week."""

    kind: Kind
    places: int
    children: int
    mean: Decimal

    @property
    def weekly(self) -> Decimal:
        return self.places * self.mean


def local_gains(plans: Sequence[PlanOfKind], costs: WeeklyCosts) -> list[Gain]:
    """Weekly spending that the planned places would bring into the area, of the kinds that are bought.

    20 places in children's homes at 4,901.84 each are 98,036.88 a week. A kind without listed costs is left out.
    """
    weeks = {row.provision.slug: row.week for row in costs.rows}
    return [
        Gain(plan.kind, plan.planned, week.listed, week.mean)
        for plan in plans
        if plan.planned and (week := weeks.get(BOUGHT.get(plan.kind, ""))) is not None and week.mean is not None
    ]
