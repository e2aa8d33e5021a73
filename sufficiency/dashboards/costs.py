"""The page about what placements cost in a week: the week of a day, how it came about, and what similar ones cost."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest

from placements.ages import AGE_BANDS
from placements.cost_faults import cost_faults
from placements.costs import WeeklyCosts, weekly_costs
from placements.prices import Price, Prices, prices_on
from placements.provision import BY_SLUG
from placements.register_measures.costs import WEEKLY_COST
from placements.spending import Spending, spending_on
from sufficiency.core.access import Reader
from sufficiency.core.dates import quarter_end_before

from .as_at import AsAt, as_at_of
from .charts.chart import Chart
from .cost_charts import kinds_chart, providers_chart, run_rate_chart, spreads_of_kinds
from .forms import ComparedForm
from .topics.places import COSTS
from .topics.showing import ShownPanel, asked_of, show
from .words import long_date

EVERY_AGE = "all"
SMALLEST = WEEKLY_COST.smallest


@dataclass(frozen=True)
class Choice:
    """Something to choose: its name in the address, its words, how many placements, and whether it is chosen."""

    name: str
    words: str
    number: int
    is_chosen: bool


@dataclass(frozen=True)
class Similar:
    """What each provider is paid for similar children: those of one kind of placement and age band.

    ``withheld`` counts the providers of whom this reader may not see so few prices.
    """

    kinds: tuple[Choice, ...]
    ages: tuple[Choice, ...]
    chart: Chart | None
    withheld: int


@dataclass(frozen=True)
class CostsPage:
    """The costs of a week at a day."""

    as_at: AsAt
    day: date
    compared: ComparedForm
    costs: WeeklyCosts
    faults: int
    spending: Spending
    panels: Mapping[str, tuple[ShownPanel, ...]]
    similar: Similar

    @property
    def charts(self) -> list[Chart | None]:
        return [self.similar.chart, *(panel.chart for panels in self.panels.values() for panel in panels)]


def costs_page_of(request: HttpRequest, reader: Reader) -> CostsPage | None:
    """What the address asks for; None of a day about which no return says anything."""
    as_at = as_at_of(request, reader)
    if as_at.day is None or as_at.first is None or as_at.before_first:
        return None
    day, ours = as_at.day, reader.authority
    compared = ComparedForm(request.GET, day=day, usual=quarter_end_before(day))
    asked = asked_of(reader, day, as_at.first, compared.day)
    costs, prices, spending = weekly_costs(ours, day), prices_on(ours, day), spending_on(ours, day)
    earlier = weekly_costs(ours, asked.compared) if asked.compared else None
    shown = show(COSTS, asked, as_at.first).panels
    kinds = kinds_chart(costs, earlier, long_date(day), long_date(asked.compared) if asked.compared else "")
    own = (
        ShownPanel("Weekly cost, by who provides the placement", kinds),
        ShownPanel("How far apart prices lie", spreads_of_kinds(prices.prices)),
        ShownPanel("The year so far, and to its end at this week's rate", run_rate_chart(spending)),
    )
    return CostsPage(
        as_at=as_at,
        day=day,
        compared=compared,
        costs=costs,
        faults=len(cost_faults(ours, day)),
        spending=spending,
        panels=shown | {"the_week": (*own, *shown["the_week"])},
        similar=_similar(request, reader, prices),
    )


def _similar(request: HttpRequest, reader: Reader, prices: Prices) -> Similar:
    """The kind and age band that the address asks for, or those of which there are most."""
    kinds = Counter(each.provision for each in prices.prices if BY_SLUG[each.provision].is_bought)
    kind = _chosen(request.GET.get("kind", ""), kinds)
    of_kind = [each for each in prices.prices if each.provision == kind]
    ages = Counter(band for each in of_kind if (band := _band(each)))
    age = request.GET.get("age", "")
    age = age if age == EVERY_AGE else _chosen(age, ages)
    wanted = [each for each in of_kind if age in (EVERY_AGE, _band(each))]
    by_provider: dict[str, list[Price]] = {}
    for each in wanted:
        by_provider.setdefault(prices.provider_name(each.provider) or "Not known", []).append(each)
    may_show = {name: few for name, few in by_provider.items() if reader.may_see_children or len(few) >= SMALLEST}
    labels = {band.slug: band.label for band in AGE_BANDS}
    return Similar(
        kinds=tuple(Choice(slug, BY_SLUG[slug].title, count, slug == kind) for slug, count in kinds.most_common()),
        ages=(
            *(Choice(slug, labels[slug], ages[slug], slug == age) for slug in labels if ages[slug]),
            Choice(EVERY_AGE, "All ages", len(of_kind), age == EVERY_AGE),
        ),
        chart=providers_chart(may_show),
        withheld=len(by_provider) - len(may_show),
    )


def _chosen(asked: str, counts: Counter[str]) -> str:
    """What is asked for, if there is any of it; or else what there is most of, or nothing."""
    return asked if asked in counts else next((name for name, _ in counts.most_common(1)), "")


def _band(price: Price) -> str:
    """The slug of the age band; empty where the age is not known."""
    age = price.age
    if age is None:
        return ""
    return next(band.slug for band in AGE_BANDS if band.oldest is None or age <= band.oldest)
