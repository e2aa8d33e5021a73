"""Pictures of homes: Ofsted's judgements, what places cost by judgement and distance, and contracts that end."""

from collections.abc import Iterable, Sequence
from datetime import date

from placements.contracts import Ending
from placements.models import Home
from placements.occupancy import Occupancy
from placements.prices import Price, Prices, mean_of, miles_of
from sufficiency.core.dates import years_back

from .charts.bars import Bar, Bars, bars_chart
from .charts.chart import Chart
from .charts.scatter import Scatter, Spot, scatter_chart
from .charts.spreads import Spread, Spreads, spreads_chart
from .charts.timeline import Stretch, Timeline, timeline_chart
from .cost_charts import POUND, whole_pounds
from .words import long_date

NONE = "No judgement"
# The best first; a home without one comes last.
JUDGEMENTS = (*(str(each.label) for each in Home.Judgement), NONE)
FAR = 20  # miles


def judgement_of(home: Occupancy) -> str:
    """What Ofsted says of a home, in words."""
    judged = home.home.judgement
    return str(Home.Judgement(judged).label) if judged else NONE


def judgements_chart(homes: Iterable[Occupancy]) -> Chart:
    """Our children who live in homes of the register, by Ofsted's judgement of the home."""
    children = dict.fromkeys(JUDGEMENTS, 0)
    for each in homes:
        children[judgement_of(each)] += each.own
    groups = tuple(Bar(name, (float(number),), (f"{number:,}",)) for name, number in children.items() if number)
    drawn = Bars(
        "Our children, by Ofsted's judgement of their home",
        "Judgement",
        ("Children",),
        groups,
        is_count=True,
        names_above=True,
    )
    return bars_chart(drawn, "children-by-judgement")


def judgement_prices_chart(homes: Iterable[Occupancy], prices: Prices) -> Chart | None:
    """How the weekly prices of our children's places lie, by Ofsted's judgement of the home."""
    judged = {each.home.reference: judgement_of(each) for each in homes if each.is_childrens_home}
    amounts: dict[str, list[float]] = {}
    for home, paid in prices.by_home.items():
        if home in judged:
            amounts.setdefault(judged[home], []).extend(float(each.weekly) for each in paid)
    groups = tuple(Spread(name, tuple(amounts[name])) for name in JUDGEMENTS if name in amounts)
    drawn = Spreads(
        "Weekly price in a children's home, by Ofsted's judgement", "Judgement", "Placements", groups, prefix=POUND
    )
    return spreads_chart(drawn, "price-by-judgement")


def distance_prices_chart(homes: Iterable[Occupancy], prices: Prices) -> Chart | None:
    """The mean weekly price of each home against how far from home our children live there."""
    by_home = prices.by_home
    spots = tuple(
        spot
        for each in homes
        if each.is_childrens_home and (paid := by_home.get(each.home.reference)) and (spot := _spot(each, paid))
    )
    drawn = Scatter(
        title="Weekly price and distance from home, by children's home",
        of="Home",
        x="Miles from home",
        y="A week",
        groups=("Outstanding or good", "Requires improvement", "Inadequate", "Not judged"),
        spots=spots,
        finding=_distance_finding(spots),
        prefix=POUND,
        head=("Judgement", "Our children"),
    )
    return scatter_chart(drawn, "price-by-distance")


def _spot(home: Occupancy, paid: Sequence[Price]) -> Spot | None:
    miles, price = miles_of(paid), mean_of(paid)
    if miles is None or price is None:
        return None
    return Spot(
        name=home.home.name,
        group=GROUPS.get(home.home.judgement, "Not judged"),
        x=float(miles),
        y=float(price),
        x_shown=f"{miles:.0f}",
        y_shown=whole_pounds(price),
        cells=(judgement_of(home), str(len(paid))),
    )


GROUPS = {
    str(Home.Judgement.OUTSTANDING): "Outstanding or good",
    str(Home.Judgement.GOOD): "Outstanding or good",
    str(Home.Judgement.REQUIRES_IMPROVEMENT): "Requires improvement",
    str(Home.Judgement.INADEQUATE): "Inadequate",
}


def _distance_finding(spots: Sequence[Spot]) -> str:
    """What homes near and far cost on average."""
    said = []
    for words, held in (
        (f"up to {FAR} miles away", [spot for spot in spots if spot.x <= FAR]),
        (f"more than {FAR} miles away", [spot for spot in spots if spot.x > FAR]),
    ):
        if held:
            number, mean = len(held), sum(spot.y for spot in held) / len(held)
            said.append(f"{number} home{'' if number == 1 else 's'} {words}, at {POUND}{mean:,.0f} a week on average")
    return f"{'; '.join(said)}." if said else ""


def endings_chart(endings: Sequence[Ending], day: date) -> Chart | None:
    """The contracts that end within six months: what is left of each."""
    year_ago = years_back(day, 1)
    rows = tuple(
        Stretch(
            name=f"{each.contract.reference}, {each.provider}",
            starts=max(each.contract.starts_on, year_ago),
            first_end=each.contract.ends_on,
            end=each.contract.ends_on,
            shown=f"ends in {each.days_left} day{'' if each.days_left == 1 else 's'}",
            cells=(
                str(each.contract.get_route_display()),
                long_date(each.contract.starts_on),
                long_date(each.contract.ends_on) if each.contract.ends_on else "",
                str(each.days_left),
            ),
        )
        for each in endings
    )
    first = endings[0] if endings else None
    drawn = Timeline(
        title="Contracts that end within six months",
        rows=rows,
        today=day,
        head=("Contract", "Route", "Started", "Ends", "Days left"),
        words=("In force", "", ""),
        finding=f"{first.contract.reference} with {first.provider} ends first, in {first.days_left} days."
        if first
        else "",
    )
    return timeline_chart(drawn, "contracts-ending")
