"""What ends soon, and the days of tenders. Pure reads of the registers, in a constant number of queries."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from sufficiency.core.models import Authority

from .entries import entries_of
from .models import Contract, CoveredHome, Framework, Home, Provider, Tender
from .registers.contracts import ending_soon

DAYS_OF_TENDERS = {"opens_on": "Opens", "closes_on": "Closes", "contract_starts_on": "Contract starts"}


@dataclass(frozen=True)
class Ending:
    """A contract that ends soon; ``homes`` are the names of those it covers."""

    contract: Contract
    provider: str
    framework: str
    homes: tuple[str, ...]
    days_left: int


@dataclass(frozen=True)
class Milestone:
    """A day of a tender; ``what`` happens on it."""

    day: date
    what: str
    tender: Tender


def contracts_ending(authority: Authority, day: date) -> list[Ending]:
    """The contracts that end within six months of a day, the first to end first."""
    soon = list(entries_of(Contract, authority).filter(ending_soon(day)).order_by("ends_on", "reference"))
    providers = dict(entries_of(Provider, authority).values_list("reference", "name"))
    frameworks = dict(entries_of(Framework, authority).values_list("reference", "title"))
    names = dict(entries_of(Home, authority).values_list("reference", "name"))
    covered: dict[str, list[str]] = defaultdict(list)
    for each in entries_of(CoveredHome, authority).order_by("home"):
        covered[each.contract].append(names.get(each.home, each.home))
    return [
        Ending(
            contract=contract,
            provider=providers.get(contract.provider, contract.provider),
            framework=frameworks.get(contract.framework, contract.framework),
            homes=tuple(covered[contract.reference]),
            days_left=(contract.ends_on - day).days,
        )
        for contract in soon
        if contract.ends_on
    ]


def frameworks_ending(authority: Authority, day: date) -> list[Framework]:
    """The frameworks that end within six months of a day, the first to end first."""
    return list(entries_of(Framework, authority).filter(ending_soon(day)).order_by("ends_on", "reference"))


@dataclass(frozen=True)
class Calendar:
    """The days of tenders to come, in their order, and the tenders of which no day to come is known."""

    milestones: tuple[Milestone, ...]
    undated: tuple[Tender, ...]


def tender_calendar(authority: Authority, day: date) -> Calendar:
    """The calendar from a day on, without tenders that were cancelled or whose contract has started by then.

    A tender's stage is the one last entered, whatever the day.
    """
    tenders = list(entries_of(Tender, authority).exclude(stage=Tender.Stage.CANCELLED).order_by("title", "reference"))
    milestones = [
        Milestone(when, what, tender)
        for tender in tenders
        for field, what in DAYS_OF_TENDERS.items()
        if (when := getattr(tender, field)) and when >= day
    ]
    dated = {milestone.tender.pk for milestone in milestones}
    undated = [each for each in tenders if each.pk not in dated and not _is_over(each, day)]
    return Calendar(tuple(sorted(milestones, key=lambda each: each.day)), tuple(undated))


def _is_over(tender: Tender, day: date) -> bool:
    started = tender.contract_starts_on is not None and tender.contract_starts_on < day
    return started or tender.stage == Tender.Stage.AWARDED
