"""The page about a strategy: what it puts first, how far that has come, and what its figures come to on a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from sufficiency.core.access import Reader
from sufficiency.core.dates import quarter_end_before
from sufficiency.strategy.aims import aims_of
from sufficiency.strategy.measures import PLACES_GAP
from sufficiency.strategy.models import Assumption, PlannedPlaces, StatedFigure, Strategy, SuccessTest, adopted
from sufficiency.strategy.progress import PriorityStanding, priorities_on

from .as_at import AsAt, as_at_of
from .forms import ComparedForm
from .status import ON_TRACK
from .strategy_figures import answers, known
from .strategy_lines import (
    StatedLine,
    TargetLine,
    TrajectoryLine,
    days_of_way,
    stated_line,
    target_line,
    trajectory_line,
)
from .success import SuccessLine, slugs_of, success_line

IN_THE_OPEN = 20  # printed figures that a page shows before it folds the others away


@dataclass(frozen=True)
class Choice:
    """A strategy that the page can show."""

    title: str
    address: str
    is_shown: bool


@dataclass(frozen=True)
class StrategyPage:
    """A strategy on a day beside another, if the returns speak for that, and all others to choose from."""

    as_at: AsAt
    day: date
    compared: ComparedForm
    compared_day: date | None
    choices: tuple[Choice, ...]
    strategy: Strategy
    priorities: tuple[PriorityStanding, ...]
    targets: tuple[TargetLine, ...]
    trajectories: tuple[TrajectoryLine, ...]
    tests: tuple[SuccessLine, ...]
    planned: tuple[PlannedPlaces, ...]
    stated: tuple[StatedLine, ...]
    assumptions: tuple[Assumption, ...]

    @property
    def actions(self) -> int:
        """How many actions it has."""
        return sum(len(each.actions) for each in self.priorities)

    @property
    def overdue(self) -> int:
        """How many of them are overdue."""
        return sum(action.is_overdue for each in self.priorities for action in each.actions)

    @property
    def met(self) -> int:
        """How many of its targets are met on the day."""
        return sum(line.status == ON_TRACK for line in self.targets)

    @property
    def has_begun(self) -> bool:
        """Whether its first day has come."""
        return self.strategy.starts <= self.day

    @property
    def has_ended(self) -> bool:
        """Whether its last day has gone by."""
        return self.strategy.ends < self.day

    @property
    def places_planned(self) -> int:
        """The places of all plans: what is counted in carers is no place."""
        return sum(each.number for each in self.planned if each.counted_in == PlannedPlaces.CountedIn.PLACES)

    @property
    def stated_first(self) -> tuple[StatedLine, ...]:
        """The printed figures that stand in the open; the others are folded away."""
        return self.stated[:IN_THE_OPEN]

    @property
    def stated_rest(self) -> tuple[StatedLine, ...]:
        """Those that are folded away."""
        return self.stated[IN_THE_OPEN:]

    @property
    def required(self) -> tuple[StatedLine, ...]:
        """How many places the strategy says are required, beside what the records come to."""
        return tuple(line for line in self.stated if line.entry.measure == PLACES_GAP.slug)


def strategy_page_of(request: HttpRequest, reader: Reader) -> StrategyPage | None:
    """The strategy that the address asks for, or the one of the day, or the last before it; None without any."""
    as_at = as_at_of(request, reader)
    day = as_at.day or timezone.localdate()
    strategies = list(adopted(reader.authority).order_by("starts", "reference"))
    strategy = _chosen(strategies, request.GET.get("strategy", ""), day)
    if strategy is None:
        return None
    own = {"authority": reader.authority, "strategy": strategy.reference}
    aims = aims_of(reader.authority).of(strategy)
    tests = list(SuccessTest.objects.filter(**own).order_by("reference"))
    stated = list(StatedFigure.objects.filter(**own).order_by("reference"))
    in_the_open = stated[:IN_THE_OPEN]  # the others lead to pages that work them out: this one stays quick
    named = {*(each.measure for each in in_the_open), *(each.measure for each in aims.targets)}
    dated = {*(each.baseline_on for each in tests), *(each.day for each in in_the_open)}
    compared = ComparedForm(request.GET, day=day, usual=quarter_end_before(day), first=as_at.first)
    before = compared.day or quarter_end_before(day)
    before_known = before if answers(as_at, before) else None
    figures = known(reader, as_at, named | slugs_of(tests), {day, before, *dated})
    drawn = {each for way in aims.ways.values() for each in days_of_way(way, as_at, day)}
    ways = known(reader, as_at, aims.ways, drawn)
    return StrategyPage(
        as_at=as_at,
        day=day,
        compared=compared,
        compared_day=before_known,
        choices=tuple(Choice(each.title, _address(each, day), each == strategy) for each in strategies),
        strategy=strategy,
        priorities=priorities_on(strategy, as_at.asked or day),
        targets=tuple(target_line(each, figures, aims, day, before_known) for each in aims.targets),
        trajectories=tuple(
            trajectory_line(ways.measures[slug], way, ways, as_at, day)
            for slug, way in aims.ways.items()
            if slug in ways.measures
        ),
        tests=tuple(success_line(each, figures, as_at, day) for each in tests),
        planned=tuple(PlannedPlaces.objects.filter(**own)),
        stated=tuple(stated_line(each, figures) for each in stated),
        assumptions=tuple(Assumption.objects.filter(**own).order_by("begins_on")),
    )


def _chosen(strategies: Sequence[Strategy], asked: str, day: date) -> Strategy | None:
    """Of strategies in the order in which they begin."""
    if named := [each for each in strategies if each.reference == asked]:
        return named[0]
    begun = [each for each in strategies if each.starts <= day]
    covering = [each for each in begun if day <= each.ends]
    return next((each for group in (covering, begun) for each in group[-1:]), next(iter(strategies), None))


def _address(strategy: Strategy, day: date) -> str:
    chosen = urlencode({"strategy": strategy.reference, "as-at": day.isoformat()})
    return f"{reverse('dashboards:strategy')}?{chosen}"
