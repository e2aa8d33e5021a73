"""Measures of what placements cost, by the register of placement costs.

A child's amount is what is paid on the day by every amount in force, without VAT. A child without one counts as
unknown where others are paid for the placement by the week (docs/definitions.md, who provides a placement).
"""

from typing import Any

from django.db.models import Q

from placements.amounts import AmountOfPeople, ShareOfAmount
from placements.dimensions import OF_SPAN, of_day
from placements.measures.relations import LISTS_CHILDREN
from placements.models import CostSpan
from placements.provision import BY_SLUG, IS_BOUGHT, IS_OWN, provision_of
from sufficiency.core.measure import Better, Dimension, Measure, Relation, Tally, Unit

from .sources import CHILDREN_FILES

REGISTER = "placement-costs"
SOURCE = "Register of placement costs; SSDA903 return: episodes"
PROVISION = Dimension("provision", "Who provides the placement", {p.slug: p.title for p in BY_SLUG.values()})
WEEKS_A_YEAR = 52

LISTED = Q(amounts__gt=0)
EVERYBODY, IN_AREA, OUT_OF_AREA = Q(), Q(in_area=True), Q(in_area=False)
# What the strategy gives a weekly cost of, with what people call those placed so.
KINDS = {
    "agency-fostering": "with an independent fostering agency",
    "external-residential": "in a children's home of another provider",
    "unregulated": "in unregulated accommodation",
    "supported-accommodation": "in registered supported accommodation",
}


PRICED = Relation(
    "in care, with what is paid",
    CostSpan.objects.all,
    filterable=True,
    kinds=(*CHILDREN_FILES, REGISTER, "contracts"),
    needs=(REGISTER,),
    lists=LISTS_CHILDREN,
    parts={PROVISION: of_day(provision_of()), **OF_SPAN},
)


def _weekly(slug: str, title: str, definition: str, where: Q, technical: str, **more: Any) -> AmountOfPeople:
    """Pounds a week of the children who meet a condition."""
    amount = more.pop("amount", "weekly")
    return AmountOfPeople(
        slug=slug,
        title=title,
        definition=definition,
        technical=f"{technical} The amounts in force on the day (PAID_FROM <= D, PAID_TO blank or > D): CORE + "
        "ADDITIONAL_SUPPORT + EDUCATION + OTHER.",
        source=SOURCE,
        unit=more.pop("unit", Unit.POUNDS_A_WEEK),
        better=Better.LOWER,
        numerator=Tally(PRICED, where & LISTED, amount=amount),
        people=Tally(PRICED, where & LISTED),
        all_people=Tally(PRICED, LISTED) if where else None,
        unknown=Tally(PRICED, where & IS_BOUGHT & ~LISTED),
        **more,
    )


def _mean(slug: str, title: str, definition: str, where: Q, technical: str) -> AmountOfPeople:
    """The mean of the children with an amount."""
    return _weekly(
        slug,
        title,
        definition,
        where,
        technical,
        denominator=Tally(PRICED, where & LISTED),
        among=Tally(PRICED, where or None),
    )


WEEKLY_COST = _weekly(
    "weekly-cost",
    "Weekly cost of placements",
    "What the placements of all children in care cost in a week, by the amounts that the council has on record.",
    EVERYBODY,
    "Sum over children in care at D.",
)
ANNUAL_COST = _weekly(
    "annual-cost-52-weeks",
    "Placements at this week's cost, a year",
    "What the placements would cost in a year of 52 weeks if every week cost as much as that of the day.",
    EVERYBODY,
    "52 x weekly-cost.",
    times=WEEKS_A_YEAR,
    unit=Unit.POUNDS_A_YEAR,
)
MEAN_COST = _mean(
    "weekly-cost-mean",
    "Weekly cost of a placement",
    "What a placement costs in a week on average, of those with an amount on record.",
    EVERYBODY,
    "weekly-cost / children with an amount.",
)
BY_KIND = tuple(
    make(
        f"weekly-cost{slug}-{kind}",
        f"{title}: {BY_SLUG[kind].title.lower() if kind != 'agency-fostering' else 'independent fostering agency'}",
        f"{text} of the children who live {who}.",
        BY_SLUG[kind].where,
        f"{technical} {BY_SLUG[kind].title}.",
    )
    for kind, who in KINDS.items()
    for make, slug, title, text, technical in (
        (_weekly, "", "Weekly cost", "What the placements cost in a week", "Sum over children in care at D:"),
        (_mean, "-mean", "Weekly cost of a placement", "What a placement costs in a week on average",
         "Sum / children with an amount, in care at D:"),
    )
)  # fmt: skip
OWN_COST = _weekly(
    "weekly-cost-own-provision",
    "Weekly cost: the council's own provision",
    "What is on record a week for children who live in the council's own homes or with carers whom it approved.",
    IS_OWN,
    "Sum over children in care at D in the council's own children's homes, with its own foster carers, or with "
    "relatives or friends who foster.",
)
IN_AREA_COST = _weekly(
    "weekly-cost-in-area",
    "Weekly cost inside the area",
    "What the placements inside the council's area cost in a week.",
    IN_AREA,
    "Sum over children in care at D whose placement authority is the council.",
)
OUT_OF_AREA_COST = _weekly(
    "weekly-cost-out-of-area",
    "Weekly cost outside the area",
    "What the placements outside the council's area cost in a week.",
    OUT_OF_AREA,
    "Sum over children in care at D whose placement authority is known and is not the council.",
)
LOCAL_SPEND = ShareOfAmount(
    slug="local-spend-percent",
    title="Spent inside the area",
    definition="Of every hundred pounds that placements cost in a week, how many go to placements inside the council's "
    "area.",
    technical="weekly-cost-in-area / weekly-cost. Unknown: children with an amount whose placement authority is not "
    "known.",
    source=SOURCE,
    unit=Unit.PERCENT,
    better=Better.HIGHER,
    numerator=Tally(PRICED, IN_AREA & LISTED, amount="weekly"),
    denominator=Tally(PRICED, LISTED, amount="weekly"),
    people=(Tally(PRICED, IN_AREA & LISTED), Tally(PRICED, LISTED)),
    unknown=Tally(PRICED, Q(in_area__isnull=True) & LISTED),
)


def _contribution(slug: str, payer: str, field: str, column: str) -> AmountOfPeople:
    """What somebody else pays of the weekly cost."""
    return AmountOfPeople(
        slug=f"weekly-contribution-{slug}",
        title=f"Paid by {payer}, a week",
        definition=f"How much of the weekly cost of placements {payer} pays.",
        technical=f"Sum of {column} of the amounts in force, over children in care at D.",
        source=SOURCE,
        unit=Unit.POUNDS_A_WEEK,
        better=Better.NEITHER,
        numerator=Tally(PRICED, LISTED, amount=field),
        people=Tally(PRICED, LISTED & Q(**{f"{field}__gt": 0})),
    )


CONTRIBUTIONS = (
    _contribution("health", "the health service", "health", "HEALTH_CONTRIBUTION"),
    _contribution("education", "the education budget", "education", "EDUCATION_CONTRIBUTION"),
)


def _by_route(slug: str, title: str, field: str, definition: str) -> Measure:
    """Children whose placement was bought in a way, by the contract that their amount names."""
    return Measure(
        slug=slug,
        title=title,
        definition=definition,
        technical=f"{title}: an amount in force names a contract of that route / children in care at D with an amount "
        "in force. Unknown: none of their amounts names a contract that is in the register.",
        source=f"{SOURCE}; register of contracts",
        unit=Unit.PERCENT,
        better=Better.NEITHER if field != "by_spot" else Better.LOWER,
        numerator=Tally(PRICED, LISTED & Q(**{field: True})),
        denominator=Tally(PRICED, LISTED),
        among=Tally(PRICED),
        unknown=Tally(PRICED, LISTED & Q(by_spot=False, by_block=False, by_framework=False, in_house=False)),
    )


ROUTES = (
    _by_route(
        "spot-placements-percent", "Bought one by one", "by_spot",
        "Of the placements with an amount on record, how many in a hundred were bought by a contract for one place.",
    ),
    _by_route(
        "block-placements-percent", "Bought in a block", "by_block",
        "Of the placements with an amount on record, how many in a hundred are in places that a contract keeps free "
        "for the council.",
    ),
    _by_route(
        "framework-placements-percent", "Called off a framework", "by_framework",
        "Of the placements with an amount on record, how many in a hundred were called off a framework of providers.",
    ),
)  # fmt: skip

MEASURES = (
    WEEKLY_COST,
    MEAN_COST,
    ANNUAL_COST,
    *BY_KIND,
    OWN_COST,
    IN_AREA_COST,
    OUT_OF_AREA_COST,
    LOCAL_SPEND,
    *CONTRIBUTIONS,
    *ROUTES,
)
