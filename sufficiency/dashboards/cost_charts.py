"""Pictures of what placements cost, from values alone."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from placements.costs import WeeklyCosts
from placements.prices import Price
from placements.provision import BY_SLUG
from placements.spending import Spending

from .charts.bars import Bar, Bars, bars_chart
from .charts.chart import Chart
from .charts.lines import Line, Lines, lines_chart
from .charts.spreads import Spread, Spreads, spreads_chart
from .charts.trends import Point

POUND = "£"


def whole_pounds(amount: Decimal) -> str:
    """``£1,054``: pictures have no room for pence."""
    return f"{POUND}{amount:,.0f}"


def kinds_chart(now: WeeklyCosts, before: WeeklyCosts | None, day: str, compared: str) -> Chart:
    """The weekly cost of each kind of provision that has one, beside that of the day of comparison."""
    weeks = [
        {row.provision.slug: row.week.weekly for row in each.rows if row.week.weekly} for each in (now, before) if each
    ]
    held = [slug for slug in BY_SLUG if any(slug in each for each in weeks)]
    groups = tuple(
        Bar(
            BY_SLUG[slug].title,
            tuple(float(each.get(slug, 0)) for each in weeks),
            tuple(whole_pounds(each.get(slug, Decimal(0))) for each in weeks),
        )
        for slug in sorted(held, key=lambda slug: -weeks[0].get(slug, Decimal(0)))
    )
    drawn = Bars(
        title="Weekly cost, by who provides the placement",
        of="Provision",
        series=(day, compared)[: len(weeks)],
        groups=groups,
        is_count=True,
        prefix=POUND,
        names_above=True,
    )
    return bars_chart(drawn, "weekly-cost-by-provision")


def spreads_of_kinds(prices: Iterable[Price]) -> Chart | None:
    """How the prices of each kind of provision lie."""
    by_kind: dict[str, list[Price]] = {}
    for each in prices:
        by_kind.setdefault(BY_SLUG[each.provision].title, []).append(each)
    title = "Weekly price of a placement, by who provides it"
    return _spreads(by_kind, title, "Provision", "weekly-price-by-provision")


def providers_chart(by_provider: Mapping[str, Sequence[Price]]) -> Chart | None:
    """How the prices of each provider lie, for similar children."""
    title = "Weekly price for similar children, by provider"
    return _spreads(by_provider, title, "Provider", "weekly-price-of-similar")


def _spreads(groups: Mapping[str, Sequence[Price]], title: str, of: str, identifier: str) -> Chart | None:
    """Groups of prices, the dearest on average first."""
    spreads = [Spread(name, tuple(float(each.weekly) for each in prices)) for name, prices in groups.items()]
    ordered = sorted(spreads, key=lambda spread: -spread.mean)
    return spreads_chart(Spreads(title, of, "Placements", tuple(ordered), prefix=POUND), identifier)


def run_rate_chart(spending: Spending) -> Chart:
    """What was paid in the year so far, and what would be by its end."""
    lines = (
        Line("Paid", tuple(Point(day, float(amount), whole_pounds(amount)) for day, amount in spending.paid)),
        Line("By year end", tuple(Point(day, float(amount), whole_pounds(amount)) for day, amount in spending.to_come)),
    )
    drawn = Lines("Paid in the year", lines, is_count=True, prefix=POUND)
    return lines_chart(drawn, "run-rate")
