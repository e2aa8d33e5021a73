"""The registers of frameworks, contracts and tenders."""

from datetime import date

from django.db.models import Q

from placements.models import (
    Contract,
    ContractRow,
    CoveredHome,
    CoveredHomeRow,
    Framework,
    FrameworkRow,
    Lot,
    LotRow,
    Tender,
    TenderRow,
)
from sufficiency.core.dates import months_back
from sufficiency.registers.register import Flag, Reference, Register

from .homes import HOMES, PROVIDERS

SOON = 6  # months before its end in which a contract asks for a decision


def ending_soon(day: date) -> Q:
    """Contracts and frameworks that end within six months of a day; what ended before it is over."""
    return Q(ends_on__gt=day, ends_on__lte=months_back(day, -SOON))


FRAMEWORKS = Register(
    slug="frameworks",
    title="Frameworks",
    one="framework",
    about="Frameworks of providers from whom places may be called off.",
    model=Framework,
    rows=FrameworkRow,
    columns=("reference", "title", "begins_on", "ends_on", "providers"),
    search=("reference", "title"),
    period=("begins_on", "ends_on"),
    flags=(Flag("ends-soon", "Ends within six months", ending_soon),),
)
LOTS = Register(
    slug="framework-lots",
    title="Lots of frameworks",
    one="lot",
    about="What each framework is divided into, and how many providers there are for it.",
    model=Lot,
    rows=LotRow,
    columns=("framework", "lot", "lot_title", "lot_providers"),
    filters=("framework",),
    search=("framework", "lot", "lot_title"),
    references=(Reference(FRAMEWORKS, ("framework",), is_part=True),),
)
CONTRACTS = Register(
    slug="contracts",
    title="Contracts",
    one="contract",
    about="How places are bought: by block contract, off a framework, one by one, or in-house.",
    model=Contract,
    rows=ContractRow,
    columns=("reference", "title", "provider", "route", "framework", "lot", "places", "weekly_price", "ends_on"),
    filters=("route", "framework"),
    search=("reference", "title", "provider"),
    period=("starts_on", "ends_on"),
    tally="route",
    references=(
        Reference(PROVIDERS, ("provider",)),
        Reference(FRAMEWORKS, ("framework",)),
        Reference(LOTS, ("framework", "lot")),
    ),
    flags=(Flag("ends-soon", "Ends within six months", ending_soon),),
)
COVERED_HOMES = Register(
    slug="contract-homes",
    title="Homes of contracts",
    one="home of a contract",
    about="In which homes a contract buys places.",
    model=CoveredHome,
    rows=CoveredHomeRow,
    columns=("contract", "home", "places_there"),
    search=("contract", "home"),
    references=(Reference(CONTRACTS, ("contract",), is_part=True), Reference(HOMES, ("home",))),
)
TENDERS = Register(
    slug="tenders",
    title="Tenders",
    one="tender",
    about="What is or will be put out to tender, and when.",
    model=Tender,
    rows=TenderRow,
    columns=("reference", "title", "stage", "lots", "opens_on", "closes_on", "contract_starts_on"),
    filters=("stage",),
    search=("reference", "title", "purpose"),
    tally="stage",
)
REGISTERS = (FRAMEWORKS, LOTS, CONTRACTS, COVERED_HOMES, TENDERS)
