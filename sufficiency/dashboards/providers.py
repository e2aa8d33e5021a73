"""Providers as the council deals with them: their homes, our children there, what is paid, and how they are judged."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import django_tables2 as tables
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe

from placements.models import Rating
from placements.occupancy import Occupancy
from placements.prices import Price, Prices, mean_of
from sufficiency.core.pages import NUMERIC
from sufficiency.registers.tables import TAG

from .home_charts import JUDGEMENTS, judgement_of
from .home_tables import COLOURS
from .money import pounds


@dataclass(frozen=True)
class ProviderView:
    """A provider on a day. ``children`` are ours: those in its homes, and others whose amount names its contract.

    ``mean`` is that of the ``priced`` placements, None without any. ``judged`` and ``rated`` count its homes.
    """

    name: str
    homes: int
    places: int
    children: int
    priced: int
    mean: Decimal | None
    judged: tuple[tuple[str, int], ...]
    rated: tuple[tuple[Rating.Rating, int], ...]


def provider_views(homes: Iterable[Occupancy], prices: Prices) -> list[ProviderView]:
    """Every provider with a home of the register or a price: those with most of our children first."""
    of_provider: dict[str, list[Occupancy]] = defaultdict(list)
    paid: dict[str, list[Price]] = defaultdict(list)
    for home in homes:
        of_provider[home.home.provider].append(home)
    for price in prices.prices:
        paid[price.provider].append(price)
    views = [_view(name, of_provider[name], paid[name], prices) for name in {*of_provider, *paid} if name]
    return sorted(views, key=lambda each: (-each.children, each.name))


def _view(reference: str, homes: list[Occupancy], paid: list[Price], prices: Prices) -> ProviderView:
    judged, rated = Counter(judgement_of(each) for each in homes), Counter(each.rating for each in homes)
    return ProviderView(
        name=prices.provider_name(reference),
        homes=len(homes),
        places=sum(each.home.places for each in homes),
        children=sum(each.own for each in homes) + sum(not each.home for each in paid),
        priced=len(paid),
        mean=mean_of(paid),
        judged=tuple((name, judged[name]) for name in JUDGEMENTS if judged[name]),
        rated=tuple((rating, rated[rating.value]) for rating in Rating.Rating if rated[rating.value]),
    )


class ProvidersTable(tables.Table):
    """Providers on a day."""

    name = tables.Column(verbose_name="Provider")
    children = tables.Column(verbose_name="Our children", attrs=NUMERIC)
    mean = tables.Column(verbose_name="Mean price a week", attrs=NUMERIC, default="", orderable=False)
    homes = tables.Column(verbose_name="Homes", attrs=NUMERIC)
    places = tables.Column(verbose_name="Places", attrs=NUMERIC)
    judged = tables.Column(verbose_name="Ofsted", orderable=False, default="", empty_values=((), None))
    rated = tables.Column(verbose_name="Our rating", orderable=False, default="", empty_values=((), None))

    class Meta:
        attrs = {"class": "govuk-table app-table"}
        empty_text = "No provider is known on this date."

    def render_mean(self, value: Decimal, record: ProviderView) -> str:
        """With the number of prices that it is the mean of."""
        return f"{pounds(value)} ({record.priced})"

    def value_mean(self, value: Decimal) -> Decimal:
        return value

    def render_judged(self, value: Any) -> SafeString:
        return format_html_join(mark_safe("<br>"), "{} {}", ((number, name.lower()) for name, number in value))

    def value_judged(self, value: Any) -> str:
        return "; ".join(f"{number} {name.lower()}" for name, number in value)

    def render_rated(self, value: Any) -> SafeString:
        tags = ((COLOURS[rating], f"{number} {str(rating.label).lower()}") for rating, number in value)
        return format_html_join(" ", TAG, tags)

    def value_rated(self, value: Any) -> str:
        return "; ".join(f"{number} {str(rating.label).lower()}" for rating, number in value)
