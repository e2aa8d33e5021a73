"""Measures of permanence plans and of social workers' visits, by their registers."""

from dataclasses import replace
from typing import Any

from django.db.models import F, Q, QuerySet

from placements.dimensions import OF_CHILD
from placements.measures.relations import LISTS_CHILDREN
from placements.models import CarePeriod, ChildVisit, PlannedSpan, SeenSpan
from sufficiency.core.functions import Moment, until_next
from sufficiency.core.measure import Better, Measure, Relation, Tally, Unit

from .days import days_after, later, months_after
from .sources import CHILDREN_FILES, ENTRIES_OF, EPISODES

PLANS, VISITS = "permanence-plans", "child-visits"
SIX_WEEKS = 42  # days
LISTS_VISITS = f"{ENTRIES_OF}Visits to children"


FOUR_MONTHS = Relation(
    "in care for four months",
    CarePeriod.objects.all,
    since=Moment("starts", 4),
    in_care=True,
    kinds=CHILDREN_FILES,
    needs=(PLANS,),
    lists=LISTS_CHILDREN,
    parts=OF_CHILD,
)
PLANNED = Relation(
    "in care for four months, with a permanence plan",
    PlannedSpan.objects.all,
    in_care=True,
    kinds=(*CHILDREN_FILES, PLANS),
    needs=(PLANS,),
    lists=LISTS_CHILDREN,
    parts=OF_CHILD,
)
PERMANENCE_PLAN = Measure(
    slug="permanence-plan-percent",
    title="Permanence plan after four months",
    definition="Of the children who have been in care for four months or more, how many in a hundred have a plan "
    "that says how they are to have a family or home to stay in.",
    technical="An entry with DECIDED_ON by D and not before the end of the last period of care / in care at D, in a "
    "period that began by D minus 4 months.",
    source=f"Register of permanence plans; {EPISODES}",
    unit=Unit.PERCENT,
    better=Better.HIGHER,
    numerator=Tally(PLANNED),
    denominator=Tally(FOUR_MONTHS),
)


def _visits() -> QuerySet[Any]:
    """Visits due, for a year from the day by which they were."""
    return ChildVisit.objects.annotate(
        until=months_after("due_on", 12),
        done_from=later("due_on", "done_on"),
        until_next=until_next("due_on", "child", ends="until"),
    )


DUE = Relation(
    "visits due in the year", _visits, "due_on", "until", kinds=(VISITS,), needs=(VISITS,), lists=LISTS_VISITS
)
DUE = replace(DUE, people=replace(DUE, name="children due a visit in the year", ends="until_next"))
DONE = Relation(
    "visits due in the year and done",
    lambda: _visits().filter(done_on__isnull=False),
    "done_from",
    "until",
    kinds=(VISITS,),
    needs=(VISITS,),
    lists=LISTS_VISITS,
)
SIX_WEEKS_IN_CARE = Relation(
    "in care for six weeks",
    lambda: CarePeriod.objects.annotate(six_weeks_in=days_after("starts", SIX_WEEKS)),
    "six_weeks_in",
    in_care=True,
    kinds=CHILDREN_FILES,
    needs=(VISITS,),
    lists=LISTS_CHILDREN,
    parts=OF_CHILD,
)
SEEN = Relation(
    "in care for six weeks, visited in six weeks",
    SeenSpan.objects.all,
    in_care=True,
    kinds=(*CHILDREN_FILES, VISITS),
    needs=(VISITS,),
    lists=LISTS_CHILDREN,
    parts=OF_CHILD,
)


def _visited(  # noqa: PLR0913, PLR0917 - one argument for each thing such a measure declares
    slug: str, title: str, better: Better, where: Q, definition: str, technical: str
) -> Measure:
    """A share of the visits that were due in the year."""
    return Measure(
        slug=slug,
        title=title,
        definition=f"Of the visits to children in care that were due in the twelve months up to the day, how many in a "
        f"hundred {definition}",
        technical=f"{technical} / entries with DUE_ON in the year to D.",
        source="Register of visits to children",
        unit=Unit.PERCENT,
        better=better,
        numerator=Tally(DONE, where),
        denominator=Tally(DUE),
    )


VISITS_ON_TIME = _visited(
    "visits-on-time-percent",
    "Visits on time",
    Better.HIGHER,
    Q(done_on__lte=F("due_on")),
    "social workers made on time.",
    "DONE_ON no later than DUE_ON",
)
VISITS_LATE = _visited(
    "visits-late-percent",
    "Visits made late",
    Better.LOWER,
    Q(done_on__gt=F("due_on")),
    "social workers made late. The rest have not been made.",
    "DONE_ON after DUE_ON and by D",
)
SEEN_IN_SIX_WEEKS = Measure(
    slug="visited-in-six-weeks-percent",
    title="Visited in the last six weeks",
    definition="Of the children who have been in care for six weeks or more, how many in a hundred had a visit from a "
    "social worker in the last six.",
    technical="An entry with DONE_ON in the 42 days up to and including D / in a period of care at D that began by D "
    "minus 42 days.",
    source=f"Register of visits to children; {EPISODES}",
    unit=Unit.PERCENT,
    better=Better.HIGHER,
    numerator=Tally(SEEN),
    denominator=Tally(SIX_WEEKS_IN_CARE),
)

VISIT_MEASURES = (SEEN_IN_SIX_WEEKS, VISITS_ON_TIME, VISITS_LATE)
MEASURES = (PERMANENCE_PLAN, *VISIT_MEASURES)
