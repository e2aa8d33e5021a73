"""The page of the places gap: what is needed, planned and to come, and what it would be otherwise."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from django.http import HttpRequest
from django.urls import reverse

from placements.costs import weekly_costs
from placements.measures import CHILDREN_IN_CARE
from placements.pipeline import Progress
from sufficiency.core.access import Reader
from sufficiency.measures.present import Shown, as_seen, present, present_amount, present_count
from sufficiency.strategy.delivered import Kind
from sufficiency.strategy.models import TrajectoryPoint
from sufficiency.strategy.places_gap import Gain, Month, PlacesGap, Scenario, local_gains, places_gap_on

from .as_at import AsAt, as_at_of
from .charts import Chart, Point
from .line_charts import Line, Lines, lines_chart
from .overview import UNSURE_GAP
from .scenario_forms import ScenarioForm
from .words import long_date


@dataclass(frozen=True)
class Otherwise:
    """A number in care of the trajectory, and the address that shows the gap with it."""

    day: date
    in_care: str
    source: str
    address: str


@dataclass(frozen=True)
class PlacesGapPage:
    """The gap on a day, and in a scenario where the address asks for one.

    ``gap`` is None on a day of which nothing can be said, or shown to this reader: then ``withheld`` says so.
    """

    as_at: AsAt
    form: ScenarioForm
    outside: Shown | None
    gap: PlacesGap | None
    chart: Chart | None
    lead: str
    is_scenario: bool
    trajectory: tuple[Otherwise, ...]
    gains: tuple[Gain, ...]
    overdue: tuple[Progress, ...]

    @property
    def withheld(self) -> bool:
        """Whether so few children are concerned that this reader may not see the figures."""
        return self.outside is not None and self.outside.suppressed

    @property
    def has_errors(self) -> bool:
        return bool(self.as_at.form.errors or self.form.errors)

    @cached_property
    def coming_kinds(self) -> list[Kind]:
        """The kinds of which places are to come."""
        return [plan.kind for plan in self.gap.kinds if plan.coming] if self.gap else []

    @property
    def months(self) -> list[tuple[Month, list[Fraction]]]:
        """Each month, with the places to come of each of those kinds."""
        months = self.gap.months if self.gap else ()
        return [(month, [month.coming[kind] for kind in self.coming_kinds]) for month in months]

    @cached_property
    def has_surplus(self) -> bool:
        """Whether in any month there are more places than needed."""
        return self.gap is not None and any(month.surplus for month in self.gap.months)

    @property
    def gain(self) -> Decimal:
        """Pounds a week that the planned places would spend in the area."""
        return sum((each.weekly for each in self.gains), Decimal(0))


def places_gap_page_of(request: HttpRequest, reader: Reader) -> PlacesGapPage:
    """What the address asks for."""
    as_at, form = as_at_of(request, reader), ScenarioForm(request.GET)
    scenario = form.scenario
    nothing = PlacesGapPage(as_at, form, None, None, None, "", False, (), (), ())
    if as_at.day is None or as_at.before_first:
        return nothing
    gap = places_gap_on(reader.authority, as_at.day, scenario)
    outside = present(gap.outside, reader)
    if outside.suppressed:
        return PlacesGapPage(as_at, form, outside, None, None, "", False, (), (), ())
    gap = replace(gap, outside=as_seen(gap.outside, reader))
    return PlacesGapPage(
        as_at=as_at,
        form=form,
        outside=outside,
        gap=gap,
        chart=None if gap.now.exact is None else lines_chart(_lines(gap), "places-gap"),
        lead=_lead(gap),
        is_scenario=scenario != Scenario(),
        trajectory=tuple(_otherwise(reader, as_at.day)),
        gains=tuple(_gains(gap, reader, as_at.day)),
        overdue=tuple(each for each in gap.schemes if each.is_overdue),
    )


def _lead(gap: PlacesGap) -> str:
    """The gap, the plan and what is left, in two sentences."""
    now, end = gap.now, gap.end
    if now.required is None or end.residual is None:
        return "No out-of-area target is in force on this date, so nobody can say how many places are needed."
    if now.required == 0 and gap.most_needed:
        return UNSURE_GAP
    needed = f"{now.required} more {'place is' if now.required == 1 else 'places are'} needed in the area"
    plan = f"; the strategy plans {gap.planned}" if gap.planned else ""
    left = f"{end.residual} {'is' if end.residual == 1 else 'are'} still to find"
    if end.surplus:
        left = f"there are {end.surplus} more than needed"
    return f"{needed}{plan}. Once the schemes known today are there, by {long_date(end.day)}, {left}."


def _lines(gap: PlacesGap) -> Lines:
    """What is needed, what the schemes leave to find, and what the strategy plans, month by month."""
    steps = (
        Line("Needed", tuple(_point(each, each.required) for each in gap.months)),
        Line("Still to find", tuple(_point(each, each.residual) for each in gap.months)),
        Line("Planned by then", tuple(_point(each, each.planned) for each in gap.months)),
    )
    return Lines("Places", steps if gap.planned else steps[:2], is_count=True, steps=True)


def _point(month: Month, value: int | None) -> Point:
    return Point(month.day, None if value is None else float(value), str(value), None)


def _otherwise(reader: Reader, day: date) -> Iterator[Otherwise]:
    """The gap at each later point of the trajectory, were as many out of area as today."""
    points = TrajectoryPoint.objects.for_authority(reader.authority).filter(measure=CHILDREN_IN_CARE.slug, day__gt=day)
    for point in points.order_by("day"):
        number = int(point.value)
        address = f"{reverse('dashboards:places-gap')}?as-at={day.isoformat()}&in-care={number}"
        yield Otherwise(point.day, f"{number:,}", point.source, address)


def _gains(gap: PlacesGap, reader: Reader, day: date) -> Iterator[Gain]:
    """What the planned places would spend here; means of very few children's costs are for those who may see them."""
    if not gap.planned:
        return
    for gain in local_gains(gap.kinds, weekly_costs(reader.authority, day)):
        mean, children = (
            present_amount(Fraction(gain.mean), gain.children, reader),
            present_count(gain.children, reader),
        )
        if mean is not None and children is not None:
            yield replace(gain, mean=Decimal(mean.numerator) / mean.denominator, children=children)
