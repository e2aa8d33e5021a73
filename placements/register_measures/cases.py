"""Measures of unregulated and unregistered placements, by the register of their cases."""

from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Least

from placements.models import Child, UnregulatedCase
from placements.occupancy import YOUNGEST
from sufficiency.core.area import Area
from sufficiency.core.dates import OPEN
from sufficiency.core.measure import Better, Counts, Measure, Relation, Result, Tally, Unit

from .days import days_after, later, months_after, number_of

REGISTER = "unregulated-cases"
SOURCE = "Register of unregulated and unregistered cases"
CHILDREN_FILES = ("header", "uasc")  # ages follow from these
LONG = 26 * 7 + 1  # days: more than 26 weeks in the placement
_LISTS = "the cases of the page Unregulated placements, with their visits and events"


def _cases() -> QuerySet[Any]:
    """Cases from the day on which they were opened until they ended."""
    born = Child.objects.filter(authority=OuterRef("authority"), identifier=OuterRef("child"))
    return UnregulatedCase.objects.annotate(
        open_until=Coalesce(F("ended_on"), Value(OPEN)),
        born=Subquery(born.values("date_of_birth")[:1]),
        under_16_until=Least(F("open_until"), Coalesce(months_after("born", 12 * YOUNGEST), F("open_until"))),
        long_from=days_after("opened_on", LONG),
        advised_from=later("opened_on", "advocate_offered"),
        opened=number_of("opened_on"),
    )


def _relation(name: str, starts: str = "opened_on", ends: str = "open_until") -> Relation:
    return Relation(name, _cases, starts, ends, kinds=(REGISTER, *CHILDREN_FILES), needs=(REGISTER,), lists=_LISTS)


OPEN_CASES = _relation("open cases")
UNDER_16 = _relation("open cases, until the child is 16", ends="under_16_until")
LONG_CASES = _relation("cases open for over 26 weeks", "long_from")
ADVISED = _relation("open cases with an advocate offered", "advised_from")
UNREGULATED = Q(kind=UnregulatedCase.Kind.UNREGULATED)
UNREGISTERED = Q(kind=UnregulatedCase.Kind.UNREGISTERED)
OPEN_ON = "cases opened by D and not ended by it"


@dataclass(frozen=True, kw_only=True)
class DaysSoFar(Measure):
    """The mean of the days that open cases have lasted; the numerator adds up the numbers of their first days."""

    def result(self, area: Area, day: date, counts: Counts, prepared: Any) -> Result:
        """Days in all, cases, and the mean."""
        found = super().result(area, day, counts, prepared)
        cases = found.denominator or 0
        days = cases * day.toordinal() - counts[self.numerator]
        return replace(found, numerator=days, value=Fraction(days) / cases if cases else None)


def _count(slug: str, title: str, definition: str, technical: str, numerator: Tally, **more: Any) -> Measure:
    return Measure(
        slug=slug,
        title=title,
        definition=definition,
        technical=technical,
        source=SOURCE,
        unit=Unit.CHILDREN,
        better=Better.LOWER,
        numerator=numerator,
        **more,
    )


UNREGULATED_CASES = _count(
    "unregulated-cases",
    "Unregulated placements with a case",
    "How many children have an open case because nobody inspects where they live. The returns count them too "
    "(unregulated-placements); a difference is worth a look.",
    f"KIND unregulated: {OPEN_ON}.",
    Tally(OPEN_CASES, UNREGULATED),
)
UNREGISTERED_PLACEMENTS = _count(
    "unregistered-placements",
    "Unregistered placements",
    "How many children have an open case because where they live should be registered with Ofsted and is not.",
    f"KIND unregistered: {OPEN_ON}.",
    Tally(OPEN_CASES, UNREGISTERED),
)
UNREGISTERED_UNDER_16 = _count(
    "unregistered-placements-under-16",
    "Unregistered placements of children under 16",
    "How many of the children in unregistered placements are under 16. There should be none.",
    f"KIND unregistered, {OPEN_ON}, younger than 16 on D. Unknown: no return holds a date of birth.",
    Tally(UNDER_16, UNREGISTERED & Q(born__isnull=False)),
    unknown=Tally(UNDER_16, UNREGISTERED & Q(born__isnull=True)),
)
UNREGULATED_UNDER_16 = _count(
    "unregulated-cases-under-16",
    "Unregulated placements with a case, under 16",
    "How many of the children with a case because nobody inspects where they live are under 16. There should be none.",
    f"KIND unregulated, {OPEN_ON}, younger than 16 on D. Unknown: no return holds a date of birth.",
    Tally(UNDER_16, UNREGULATED & Q(born__isnull=False)),
    unknown=Tally(UNDER_16, UNREGULATED & Q(born__isnull=True)),
)
AVERAGE_DAYS = DaysSoFar(
    slug="unregulated-average-days",
    title="Days in unregulated and unregistered placements",
    definition="How many days, on average, the children with an open case have lived there so far.",
    technical=f"Sum of D - OPENED_ON / {OPEN_ON}, of either kind.",
    source=SOURCE,
    unit=Unit.DAYS,
    better=Better.LOWER,
    numerator=Tally(OPEN_CASES, amount="opened"),
    denominator=Tally(OPEN_CASES),
)


def _share(  # noqa: PLR0913, PLR0917 - one argument for each thing such a measure declares
    slug: str, title: str, better: Better, numerator: Tally, definition: str, technical: str
) -> Measure:
    return Measure(
        slug=slug,
        title=title,
        definition=f"Of the children in unregulated and unregistered placements, how many in a hundred {definition}",
        technical=f"{technical} / {OPEN_ON}, of either kind.",
        source=SOURCE,
        unit=Unit.PERCENT,
        better=better,
        numerator=numerator,
        denominator=Tally(OPEN_CASES),
    )


OVER_26_WEEKS = _share(
    "unregulated-over-26-weeks-percent",
    "Unregulated for over 26 weeks",
    Better.LOWER,
    Tally(LONG_CASES),
    "have lived there for more than 26 weeks.",
    "D - OPENED_ON is over 182 days",
)
ADVOCATE_OFFERED = _share(
    "unregulated-advocate-offered-percent",
    "Unregulated with an advocate offered",
    Better.HIGHER,
    Tally(ADVISED, Q(advocate_offered__isnull=False)),
    "have been offered somebody who speaks for them.",
    "ADVOCATE_OFFERED by D",
)

MEASURES = (
    UNREGULATED_CASES,
    UNREGULATED_UNDER_16,
    UNREGISTERED_PLACEMENTS,
    UNREGISTERED_UNDER_16,
    AVERAGE_DAYS,
    OVER_26_WEEKS,
    ADVOCATE_OFFERED,
)
