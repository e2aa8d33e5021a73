"""The page about fostering: places, active households, what changed, recruitment and allegations on a day."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.db.models import Q
from django.http import HttpRequest

from carers.changes import (
    NO_REASON,
    Allegations,
    Changes,
    allegations_in,
    changes_in,
    open_allegations,
    year_before,
    year_to,
)
from carers.models import Household, Status
from carers.places import (
    NEEDS_ATTENTION,
    NO_LOCALITY,
    ON_HOLD,
    WITH_VACANCY,
    Fostering,
    Totals,
    fostering_on,
)
from carers.recruitment import Funnel, funnel_on
from sufficiency.core.access import Reader
from sufficiency.core.dates import months_back, quarter_end_before
from sufficiency.measures.reading import first_day

from .as_at import AsAt, register_day_of
from .charts.chart import Chart
from .forms import ComparedForm
from .fostering_charts import lengths_chart, recruitment_chart
from .fostering_tables import HouseholdsTable
from .topics.places import FOSTERING
from .topics.showing import MONTHS, ShownPanel, asked_of, show
from .topics.topic import Asked
from .words import percent_text

NO_STATUS = "None on record"
MOST_NAMED = 10  # children who are named in one sentence


# What the list can show: by the name in the address the words, and the condition.
SHOWN: dict[str, tuple[str, Q]] = {
    "all": ("All", Q()),
    "vacant": ("With a vacant place", WITH_VACANCY),
    "on-hold": ("On hold", ON_HOLD),
    "attention": ("Needing attention", NEEDS_ATTENTION),
}


@dataclass(frozen=True)
class Share:
    """Some of the households, in words of one definition of being active."""

    title: str
    meaning: str
    households: int
    percent: str  # empty when there are no households at all


@dataclass(frozen=True)
class FosteringPage:
    """Fostering on a day.

    ``kinds``, ``localities`` and ``statuses`` are sums by title; ``holds`` why households are on hold, and how many.
    ``years`` are the year to the day and the one before, ``ends`` a row for each reason with the ends of both, and
    ``oddities`` sentences on what does not fit. ``choices`` are what the list can show: name in the address, words,
    how many, and whether it shows it.
    """

    as_at: AsAt
    day: date
    fostering: Fostering
    sums: Totals
    kinds: tuple[tuple[str, Totals], ...]
    localities: tuple[tuple[str, Totals], ...]
    statuses: tuple[tuple[str, int], ...]
    holds: tuple[tuple[str, int], ...]
    shares: tuple[Share, ...]
    years: tuple[Changes, Changes]
    approvals: tuple[tuple[str, int, int], ...]
    ends: tuple[tuple[str, int, int], ...]
    funnel: Funnel
    allegations: tuple[Allegations, Allegations]
    open_allegations: int
    oddities: tuple[str, ...]
    choices: tuple[tuple[str, str, int, bool], ...]
    table: HouseholdsTable
    compared: ComparedForm
    panels: Mapping[str, tuple[ShownPanel, ...]]

    @property
    def charts(self) -> list[Chart | None]:
        return [panel.chart for panels in self.panels.values() for panel in panels]


def fostering_page_of(request: HttpRequest, reader: Reader) -> FosteringPage:
    """What the address asks for."""
    as_at, day = register_day_of(request, reader)
    ours, span = reader.authority, year_to(day)
    fostering = fostering_on(ours, day)
    asked = request.GET.get("show", "")
    asked = asked if asked in SHOWN else next(iter(SHOWN))
    sums, on_hold = fostering.totals, dict(_statuses(fostering))[str(Status.Status.ON_HOLD.label)]
    listed = dict(zip(SHOWN, (sums.households, sums.with_vacancy, on_hold, sums.needing_attention), strict=True))
    years = now, before = changes_in(ours, span), changes_in(ours, year_before(span))
    since = first_day(ours)
    funnel = funnel_on(ours, day)
    compared = ComparedForm(request.GET, day=day, usual=quarter_end_before(day))
    asked_for = asked_of(reader, day, months_back(day, MONTHS), compared.day)
    return FosteringPage(
        as_at=as_at,
        day=day,
        fostering=fostering,
        sums=sums,
        kinds=tuple(fostering.totals_by(lambda group: str(Household.Kind(group.kind).label)).items()),
        localities=tuple(fostering.totals_by(lambda group: group.locality or NO_LOCALITY).items()),
        statuses=tuple(_statuses(fostering)),
        holds=tuple(_holds(fostering)),
        shares=tuple(_shares(sums)),
        years=years,
        approvals=tuple(
            (str(kind.label), now.approved.get(kind.value, 0), before.approved.get(kind.value, 0))
            for kind in Household.Kind
        ),
        ends=tuple(_ends(years)),
        funnel=funnel,
        allegations=(allegations_in(ours, span), allegations_in(ours, year_before(span), known_on=day)),
        open_allegations=open_allegations(ours, day),
        oddities=tuple(_oddities(fostering, returns_speak=since is not None and since <= day)),
        choices=tuple((name, words, listed[name], name == asked) for name, (words, _) in SHOWN.items()),
        table=HouseholdsTable(fostering.households.filter(SHOWN[asked][1])),
        compared=compared,
        panels=_panels(asked_for, funnel),
    )


def _panels(asked: Asked, funnel: Funnel) -> dict[str, tuple[ShownPanel, ...]]:
    """The panels of each part of the page."""
    shown = show(FOSTERING, asked, asked.days[0]).panels
    lengths, steps = lengths_chart(asked), recruitment_chart(asked, funnel)
    return shown | {
        "households": (*shown["households"], ShownPanel(lengths.title, lengths)),
        "recruitment": (ShownPanel(steps.title, steps), *shown["recruitment"]),
    }


def _shares(sums: Totals) -> Iterator[Share]:
    """The share of active households by either definition of the papers, each with its own name."""
    for title, meaning, households in (
        (
            "Available to receive children",
            "Status available or full: neither on hold nor not available",
            sums.open_to_children,
        ),
        ("With children placed", "A child lives there, whatever the status", sums.with_children),
        ("With a vacant place", "A child could come on this date", sums.with_vacancy),
    ):
        share = Fraction(households, sums.households) if sums.households else None
        yield Share(title, meaning, households, percent_text(share))


def _statuses(fostering: Fostering) -> Iterator[tuple[str, int]]:
    of = fostering.totals_by(lambda group: group.status)
    yield from ((str(status.label), of.get(status.value, Totals()).households) for status in Status.Status)
    if "" in of:
        yield NO_STATUS, of[""].households


def _holds(fostering: Fostering) -> Iterator[tuple[str, int]]:
    """Why households are on hold: the most frequent reason first."""
    why: Counter[str] = Counter()
    for group in fostering.groups:
        if group.status == Status.Status.ON_HOLD:
            why[group.reason or "No reason given"] += group.totals.households
    yield from sorted(why.items(), key=lambda each: (-each[1], each[0]))


def _ends(years: tuple[Changes, Changes]) -> Iterator[tuple[str, int, int]]:
    """For each kind and reason how many ended in either year; rows of nothing are left out."""
    reasons = (*((reason.value, reason.label) for reason in Household.ReasonEnded), (NO_REASON, "No reason given"))
    for kind in Household.Kind:
        for reason, words in reasons:
            now, before = (each.ended_of(kind=kind.value, reason=reason) for each in years)
            if now or before:
                yield f"{kind.label}: {str(words).lower()}", now, before


def _oddities(fostering: Fostering, *, returns_speak: bool) -> Iterator[str]:
    """A sentence for each thing that does not fit together; of the returns only where they speak for the day."""
    sums = fostering.totals
    if sums.without_status:
        held = _households(sums.without_status)
        yield f"No status is recorded of {held}: their free places count as not available."
    if sums.without_approval:
        yield f"It is not recorded what {_households(sums.without_approval)} may foster."
    if sums.over_approval:
        yield f"More children than approved for live with {_households(sums.over_approval)}."
    if fostering.in_several:
        yield f"Of {_children(fostering.in_several)} the register has more than one household."
    if fostering.not_approved:
        yield f"{_children(fostering.not_approved)}: the household is unknown, or its approval does not cover the date."
    if returns_speak and fostering.without_household:
        yield (
            f"{_children(fostering.without_household)}: with our own carers by the returns, and the register does not "
            "say with which."
        )
    if returns_speak and fostering.not_in_returns:
        yield (
            f"{_children(fostering.not_in_returns)}: with a household by the register, and not with our own carers by "
            "the returns."
        )


def _households(number: int) -> str:
    return f"{number} household{'' if number == 1 else 's'}"


def _children(identifiers: tuple[str, ...]) -> str:
    """How many children, and who: the first of them when they are many."""
    number = f"{len(identifiers)} {'child' if len(identifiers) == 1 else 'children'}"
    named = ", ".join(identifiers[:MOST_NAMED])
    return f"{number} ({named}{' and others' if len(identifiers) > MOST_NAMED else ''})"
