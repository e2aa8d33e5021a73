"""Measures of talks with children who have come back from being missing.

The incidents are those of the missing files of the returns, so that one without a talk counts too.
"""

from dataclasses import replace

from django.db.models import Q

from placements.models import ReturnedSpan
from sufficiency.core.functions import until_next
from sufficiency.core.measure import Better, Measure, Relation, Tally, Unit

from .days import days_after
from .sources import ENTRIES_OF

REGISTER = "return-interviews"
MISSING = "missing"
SOURCE = "SSDA903 return: missing; register of return home interviews"
_LISTS = f"{ENTRIES_OF}Return home interviews"
_NEEDS = (MISSING, REGISTER)

RETURNED = Relation(
    "come back in the year",
    lambda: ReturnedSpan.objects.annotate(until_next=until_next("starts", "child", ends="ends")),
    kinds=_NEEDS,
    needs=_NEEDS,
    lists=_LISTS,
)
RETURNED = replace(RETURNED, people=replace(RETURNED, name="children come back in the year", ends="until_next"))
TALKED = replace(RETURNED, name="come back in the year, and talked to", starts="completed_from")
COHORT = (
    "incidents (MISSING = M) with MIS_END in the year to D and at least 3 days before it. Unknown: the register has "
    "no entry of the incident"
)


def _share(  # noqa: PLR0913, PLR0917 - one argument for each thing such a measure declares
    slug: str, title: str, numerator: Tally, definition: str, technical: str, unlisted: Q
) -> Measure:
    return Measure(
        slug=slug,
        title=title,
        definition=f"Of the times that a missing child came back in the twelve months up to the day, how many in a "
        f"hundred {definition}",
        technical=f"{technical} / {COHORT}.",
        source=SOURCE,
        unit=Unit.PERCENT,
        better=Better.HIGHER,
        numerator=numerator,
        denominator=Tally(RETURNED),
        unknown=Tally(RETURNED, unlisted),
    )


OFFERED = _share(
    "return-interviews-offered-percent",
    "Return home interviews offered",
    Tally(RETURNED, Q(offered=True)),
    "the child was offered a talk about it.",
    "OFFERED is yes",
    Q(is_listed=False) | Q(offered__isnull=True),
)
COMPLETED = _share(
    "return-interviews-completed-percent",
    "Return home interviews held",
    Tally(TALKED),
    "somebody talked with the child about it.",
    "COMPLETED_ON by D",
    Q(is_listed=False),
)
IN_72_HOURS = _share(
    "return-interviews-in-72-hours-percent",
    "Return home interviews within 72 hours",
    Tally(TALKED, Q(completed_on__lte=days_after("returned_on", 3))),
    "somebody talked with the child about it within 72 hours. Days are on record and no hours, so the third day "
    "after the return still counts.",
    "COMPLETED_ON no more than 3 days after MIS_END",
    Q(is_listed=False),
)

MEASURES = (OFFERED, COMPLETED, IN_72_HOURS)
