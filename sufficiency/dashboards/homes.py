"""The pages about homes: who lives in them, places to come, and what ends or is tendered. What each of them holds."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from django.http import HttpRequest

from placements.contracts import Calendar, contracts_ending, frameworks_ending, tender_calendar
from placements.models import Framework, Step
from placements.occupancy import Occupancy, Totals, occupancy_on, totals
from placements.pipeline import Pipeline, Progress, pipeline_on
from placements.prices import prices_on
from sufficiency.core.access import Reader
from sufficiency.core.dates import quarter_end_before
from sufficiency.core.models import Authority

from .as_at import AsAt, as_at_of, register_day_of
from .charts.chart import Chart
from .forms import ComparedForm
from .home_charts import distance_prices_chart, endings_chart, judgement_prices_chart, judgements_chart
from .home_tables import EndingsTable, HomesTable, MilestonesTable, SchemesTable
from .pipeline_charts import pipeline_chart
from .providers import ProvidersTable, provider_views
from .topics.places import HOMES
from .topics.showing import ShownPanel, asked_of, show

SHOWN: dict[str, tuple[str, Callable[[Occupancy, Authority], bool]]] = {
    "in-area": ("In our area", lambda home, ours: home.home.located_in == ours.pk),
    "our-children": ("With our children", lambda home, _: home.own > 0),
    "attention": ("Needing attention", lambda home, _: home.is_flagged),
    "all": ("All", lambda _home, _ours: True),
}


@dataclass(frozen=True)
class HomesPage:
    """Homes on a day: the sums of the registered children's homes in the area, what is wrong, and the list asked for.

    ``choices`` are what else can be listed: name in the address, words, how many, and whether it is listed now.
    """

    as_at: AsAt
    day: date
    sums: Totals
    warnings: tuple[str, ...]
    unlisted: int
    choices: tuple[tuple[str, str, int, bool], ...]
    table: HomesTable
    compared: ComparedForm
    panels: Mapping[str, tuple[ShownPanel, ...]]

    @property
    def charts(self) -> list[Chart | None]:
        return [panel.chart for panels in self.panels.values() for panel in panels]


@dataclass(frozen=True)
class StageSum:
    """How many schemes are at a stage, and the places they bring."""

    title: str
    schemes: int
    places: int


@dataclass(frozen=True)
class PipelinePage:
    """The pipeline on a day; ``arrivals`` has, by each day expected, the places counted on so far, kind by kind."""

    as_at: AsAt
    day: date
    pipeline: Pipeline
    stages: tuple[StageSum, ...]
    arrivals: tuple[tuple[date, tuple[Fraction, ...]], ...]
    without_home: tuple[Progress, ...]
    table: SchemesTable
    chart: Chart | None


@dataclass(frozen=True)
class ContractsPage:
    """What ends within six months of a day, and the calendar of tenders from it on."""

    as_at: AsAt
    day: date
    frameworks: Sequence[Framework]
    calendar: Calendar
    milestones: MilestonesTable
    table: EndingsTable
    chart: Chart | None


@dataclass(frozen=True)
class ProvidersPage:
    """Who provides homes and placements on a day, and what is paid for them. ``own`` are our children there."""

    as_at: AsAt
    day: date
    own: int
    providers: int
    panels: tuple[ShownPanel, ...]
    table: ProvidersTable

    @property
    def charts(self) -> list[Chart | None]:
        return [panel.chart for panel in self.panels]


def homes_page_of(request: HttpRequest, reader: Reader) -> HomesPage | None:
    """What the address asks for; None of a day about which no return says anything."""
    as_at = as_at_of(request, reader)
    if as_at.day is None or as_at.first is None or as_at.before_first:
        return None
    ours = reader.authority
    occupied = occupancy_on(ours, as_at.day)
    asked = request.GET.get("show", "")
    asked = asked if asked in SHOWN else next(iter(SHOWN))
    compared = ComparedForm(request.GET, day=as_at.day, usual=quarter_end_before(as_at.day))
    asked_for = asked_of(reader, as_at.day, as_at.first, compared.day)
    panels = show(HOMES, asked_for, as_at.first).panels
    judged = judgements_chart(occupied.homes)
    listed = {name: [home for home in occupied.homes if wanted(home, ours)] for name, (_, wanted) in SHOWN.items()}
    return HomesPage(
        as_at=as_at,
        day=as_at.day,
        sums=totals(occupied.childrens_homes_in(ours)),
        warnings=tuple(_warnings(occupied.flagged)),
        unlisted=occupied.unlisted,
        choices=tuple((name, words, len(listed[name]), name == asked) for name, (words, _) in SHOWN.items()),
        table=HomesTable(listed[asked], names=_authority_names(listed[asked])),
        compared=compared,
        panels=panels | {"quality": (ShownPanel(judged.title, judged), *panels["quality"])},
    )


def _warnings(flagged: Sequence[Occupancy]) -> Iterator[str]:
    """A sentence for each thing that is wrong with the homes."""
    unregistered = [home for home in flagged if home.is_unregistered]
    if unregistered:
        children, under_16 = (sum(each) for each in ((h.own for h in unregistered), (h.under_16 for h in unregistered)))
        yield (
            f"{_counted(children, 'child lives', 'children live')} in {_counted(len(unregistered), 'home', 'homes')} "
            f"that {'is' if len(unregistered) == 1 else 'are'} not registered, {under_16 or 'none'} of them under 16."
        )
    over = sum(home.over_by > 0 for home in flagged)
    if over:
        yield f"{_counted(over, 'home has', 'homes have')} more children than registered for."


def _counted(number: int, one: str, several: str) -> str:
    return f"{number} {one if number == 1 else several}"


def _authority_names(homes: Sequence[Occupancy]) -> dict[str, str]:
    codes = {each.home.located_in for each in homes}
    return dict(Authority.objects.filter(pk__in=codes).values_list("pk", "name"))


def pipeline_page_of(request: HttpRequest, reader: Reader) -> PipelinePage:
    """The pipeline on the day that the address asks for."""
    as_at, day = register_day_of(request, reader)
    pipeline = pipeline_on(reader.authority, day, occupancy_on(reader.authority, day))
    at = {stage: [each for each in pipeline.schemes if each.stage == stage] for stage in Step.Stage}
    return PipelinePage(
        as_at=as_at,
        day=day,
        pipeline=pipeline,
        stages=tuple(
            StageSum(str(stage.label), len(some), sum(each.scheme.places for each in some))
            for stage, some in at.items()
        ),
        arrivals=tuple(
            (by, tuple(pipeline.planned(by, supply.kind) for supply in pipeline.supplies))
            for by in pipeline.days_expected
        ),
        without_home=tuple(each for each in pipeline.schemes if each.lacks_home),
        table=SchemesTable(pipeline.schemes),
        chart=pipeline_chart((each for each in pipeline.schemes if each.stage != Step.Stage.ABANDONED), day),
    )


def contracts_page_of(request: HttpRequest, reader: Reader) -> ContractsPage:
    """What ends and what is tendered, seen from the day that the address asks for."""
    as_at, day = register_day_of(request, reader)
    calendar, ending = tender_calendar(reader.authority, day), contracts_ending(reader.authority, day)
    return ContractsPage(
        as_at=as_at,
        day=day,
        frameworks=frameworks_ending(reader.authority, day),
        calendar=calendar,
        milestones=MilestonesTable(calendar.milestones, prefix="tender-"),
        table=EndingsTable(ending),
        chart=endings_chart(ending, day),
    )


def providers_page_of(request: HttpRequest, reader: Reader) -> ProvidersPage | None:
    """The providers of a day; None of a day about which no return says anything."""
    as_at = as_at_of(request, reader)
    if as_at.day is None or as_at.before_first:
        return None
    homes = occupancy_on(reader.authority, as_at.day).homes
    prices = prices_on(reader.authority, as_at.day)
    views = provider_views(homes, prices)
    charts = (judgement_prices_chart(homes, prices), distance_prices_chart(homes, prices))
    return ProvidersPage(
        as_at=as_at,
        day=as_at.day,
        own=sum(each.children for each in views),
        providers=len(views),
        panels=tuple(ShownPanel(chart.title, chart) for chart in charts if chart),
        table=ProvidersTable(views),
    )


# The pages whose table can be downloaded, by the name in the address.
PAGES: dict[str, Callable[[HttpRequest, Reader], Any]] = {
    "homes": homes_page_of,
    "pipeline": pipeline_page_of,
    "contracts": contracts_page_of,
    "providers": providers_page_of,
}
