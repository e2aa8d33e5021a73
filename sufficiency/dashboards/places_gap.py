"""The page of the places gap: what is needed, planned and to come, and what it would be otherwise."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from django.http import HttpRequest
from django.urls import reverse

from carers.measures.parts import KIND as OF_HOUSEHOLDS
from carers.models import Household
from placements.costs import weekly_costs
from placements.measures import CHILDREN_IN_CARE, OUT_OF_AREA
from placements.pipeline import Progress
from sufficiency.core.access import Reader
from sufficiency.core.dates import quarter_end_before
from sufficiency.core.roles import Permission
from sufficiency.core.tally import breakdown, evaluate
from sufficiency.measures.present import Shown, as_seen, day_for, present, present_amount, present_count, present_table
from sufficiency.measures.registry import measure_named
from sufficiency.strategy.delivered import Delivered, Kind
from sufficiency.strategy.measures import PLACES_GAP
from sufficiency.strategy.models import TrajectoryPoint
from sufficiency.strategy.places_gap import Gain, Month, PlacesGap, PlanOfKind, Scenario, local_gains, places_gap_on

from .as_at import AsAt, as_at_of
from .charts.chart import Chart
from .forms import ComparedForm
from .gap_charts import MONTHS, NEED, PLAN, kinds_chart, months_chart, need_chart, plan_chart
from .overview import UNSURE_GAP
from .pipeline_charts import pipeline_chart
from .scenario_forms import MOST_MONTHS, ScenarioForm, Slider
from .topics.showing import ShownPanel
from .topics.topic import Link
from .words import long_date, places_text

APPROVED_PLACES = measure_named("fostering-places-approved")
ABOUT_NEED = "Schemes count with as many places as plans take to be in use."
ABOUT_PLAN = "Places that opened in the area since the strategy began, or were lost, and those of schemes to come."


@dataclass(frozen=True)
class Otherwise:
    """A number in care of the trajectory, and the address that shows the gap with it."""

    day: date
    in_care: str
    source: str
    address: str


@dataclass(frozen=True)
class Earlier:
    """How things stood on the day of comparison: the places needed, and who lived outside the area."""

    day: date
    needed: Shown
    outside: Shown


@dataclass(frozen=True)
class PlacesGapPage:
    """The gap on a day, and in a scenario where the address asks for one.

    ``gap`` is None on a day of which nothing can be said, or shown to this reader: then ``withheld`` says so.
    """

    as_at: AsAt
    form: ScenarioForm
    outside: Shown | None
    gap: PlacesGap | None
    panels: tuple[ShownPanel, ...]
    lead: str
    is_scenario: bool
    trajectory: tuple[Otherwise, ...]
    gains: tuple[Gain, ...]
    overdue: tuple[Progress, ...]
    compared: ComparedForm
    earlier: Earlier | None

    @property
    def charts(self) -> list[Chart | None]:
        return [panel.chart for panel in self.panels]

    @property
    def withheld(self) -> bool:
        """Whether so few children are concerned that this reader may not see the figures."""
        return self.outside is not None and self.outside.suppressed

    @property
    def has_errors(self) -> bool:
        return bool(self.as_at.form.errors or self.form.errors or self.compared.errors)

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
    usual = quarter_end_before(as_at.day) if as_at.day else None
    compared = ComparedForm(request.GET, day=as_at.day, usual=usual, first=as_at.first)
    nothing = PlacesGapPage(as_at, form, None, None, (), "", False, (), (), (), compared, None)
    if as_at.day is None or as_at.before_first:
        return nothing
    gap = places_gap_on(reader.authority, as_at.day, scenario)
    outside = present(gap.outside, reader)
    if outside.suppressed:
        return replace(nothing, outside=outside)
    gap = replace(gap, outside=as_seen(gap.outside, reader), kinds=tuple(_kinds(gap, reader, as_at.day)))
    form.slide(_sliders(gap))
    is_scenario = scenario != Scenario()
    return PlacesGapPage(
        as_at=as_at,
        form=form,
        outside=outside,
        gap=gap,
        panels=tuple(each for each in _panels(gap, reader, as_at.day, is_scenario=is_scenario) if each.chart),
        lead=_lead(gap),
        is_scenario=is_scenario,
        trajectory=tuple(_otherwise(reader, as_at.day, compared)),
        gains=tuple(_gains(gap, reader, as_at.day)),
        overdue=tuple(each for each in gap.schemes if each.is_overdue),
        compared=compared,
        earlier=_earlier(reader, as_at, compared.day or usual),
    )


def _kinds(gap: PlacesGap, reader: Reader, day: date) -> Iterator[PlanOfKind]:
    """Places of our own foster carers tell of households and of the children in them: as their measure shows them."""
    for plan in gap.kinds:
        if reader.may_see_children or plan.kind != Kind.IN_HOUSE_FOSTERING or not plan.delivered or not gap.strategy:
            yield plan
            continue
        days = [day_for(reader, each) for each in (gap.strategy.starts, day)]
        found = breakdown([APPROVED_PLACES], OF_HOUSEHOLDS, reader.authority, days)[APPROVED_PLACES.slug]
        parts = ({kind: series[place] for kind, series in found.items()} for place in range(len(days)))
        then, now = (
            _told(present_table(each, reader, OF_HOUSEHOLDS)[Household.Kind.MAINSTREAM], counted)
            for each, counted in zip(parts, (plan.delivered.then, plan.delivered.now), strict=True)
        )
        told = None if then is None or now is None else Delivered(then, now)
        yield replace(plan, delivered=told, is_withheld=told is None)


def _told(places: Shown, counted: int) -> int | None:
    """The places that are shown; none where there are none, though the register may be empty and nothing be known."""
    if places.value is not None:
        return int(places.value)
    return None if places.suppressed or counted else 0


def _earlier(reader: Reader, as_at: AsAt, day: date | None) -> Earlier | None:
    """As it was counted then, whatever is asked of today; None before anything was loaded."""
    answered = day_for(reader, day) if day else None
    if answered is None or as_at.first is None or answered < as_at.first:
        return None
    found = evaluate([PLACES_GAP, OUT_OF_AREA], reader.authority, [answered])
    needed, outside = (present(found[measure.slug][0], reader) for measure in (PLACES_GAP, OUT_OF_AREA))
    return Earlier(answered, needed, outside)


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


def _panels(gap: PlacesGap, reader: Reader, day: date, *, is_scenario: bool) -> Iterator[ShownPanel]:
    """The gap in pictures. What was needed at the beginning is told neither in a scenario nor of very few children."""
    told = gap.beginning is not None and not is_scenario and not present(gap.beginning.outside, reader).suppressed
    asked = f"?as-at={day.isoformat()}"
    definition = reverse("dashboards:measure", args=["places-gap"])
    links = (Link("How this is worked out", f"{definition}{asked}", "places gap"),)
    yield ShownPanel(NEED, need_chart(gap, gap.beginning if told else None), links=links, about=ABOUT_NEED)
    yield ShownPanel(PLAN, kinds_chart(gap), about=ABOUT_PLAN)
    yield ShownPanel(MONTHS, months_chart(gap), links=links)
    yield ShownPanel("Needed, still to find and planned", plan_chart(gap), links=links)
    lists = (Link("Places to come", f"{reverse('dashboards:pipeline')}{asked}", ""),)
    yield ShownPanel(
        "Schemes, from their first step to their opening",
        pipeline_chart(gap.known, day),
        links=lists if reader.may(Permission.SEE_REGISTERS) else (),
        is_wide=True,
    )


def _sliders(gap: PlacesGap) -> dict[str, Slider]:
    """From where things stand: half as many more or fewer in care, and any share, use or delay."""
    schemes = sum(each.scheme.places for each in gap.schemes)
    used = round(100 * sum(each.assumed_in_use for each in gap.schemes) / schemes) if schemes else 100
    children = int(gap.outside.denominator or 0)
    share = gap.target_share
    sliders = {
        "in-care": Slider(children // 2, children + children // 2 + 1, children, f"{children:,}"),
        "utilisation": Slider(0, 100, used, str(used)),
        "slip": Slider(0, MOST_MONTHS, 0, "0"),
    }
    if share is not None:
        sliders["share"] = Slider(0, 100, round(share), places_text(share))
    return sliders


def _otherwise(reader: Reader, day: date, compared: ComparedForm) -> Iterator[Otherwise]:
    """The gap at each later point of the trajectory, were as many out of area as today."""
    points = TrajectoryPoint.objects.for_authority(reader.authority).filter(measure=CHILDREN_IN_CARE.slug, day__gt=day)
    for point in points.order_by("day"):
        number = int(point.value)
        kept = f"&compare-with={compared.day.isoformat()}" if compared.day else ""
        address = f"{reverse('dashboards:places-gap')}?as-at={day.isoformat()}{kept}&in-care={number}"
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
