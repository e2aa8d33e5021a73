"""Measures of health assessments by the register, as the council and as the NHS have them.

The two are kept side by side and never mixed: of the same year a paper gave 72 of 137 by one and 68 of 123 by the
other. Who needs an assessment is worked out from the returns, so that a child whom a source has not listed is unknown.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from django.db.models import F, Q, Value

from placements.dimensions import OF_CHILD
from placements.measures.relations import LISTS_CHILDREN
from placements.models import AssessedSpan, CarePeriod, HealthAssessment, InitialSpan
from sufficiency.core.area import Area
from sufficiency.core.functions import Moment
from sufficiency.core.measure import Better, Counts, Measure, Relation, Result, Tally, Unit
from sufficiency.core.working_days import WorkingDaysAfter

from .sources import CHILDREN_FILES, ENTRIES_OF, EPISODES

REGISTER = "health-assessments"
SOURCE = f"Register of health assessments; {EPISODES}"
LATE, NOTIFIED_IN = 30, 5  # working days after the day on which the child came into care
LAG = 2  # months until the sources have entered what was done

_initial_relation = partial(
    Relation,
    rows=InitialSpan.objects.all,
    kinds=(*CHILDREN_FILES, REGISTER),
    needs=(REGISTER,),
    lists=f"{ENTRIES_OF}Health assessments",
    parts=OF_CHILD,
)
REQUIRED = _initial_relation("came into care in the year and stayed 20 working days")
COMPLETED = _initial_relation("of them, initial health assessment completed", starts="completed_from")
YEAR_IN_CARE = Relation(
    "in care for a year",
    CarePeriod.objects.all,
    since=Moment("starts", 12),
    in_care=True,
    kinds=CHILDREN_FILES,
    needs=(REGISTER,),
    lists=LISTS_CHILDREN,
    parts=OF_CHILD,
)
UP_TO_DATE = Relation(
    "in care for a year, health assessment up to date",
    AssessedSpan.objects.all,
    in_care=True,
    kinds=(*CHILDREN_FILES, REGISTER),
    needs=(REGISTER,),
    lists=LISTS_CHILDREN,
    parts=OF_CHILD,
)
NO_BIRTH_DATE = Q(born__isnull=True)


def _working_days(number: int) -> WorkingDaysAfter:
    return WorkingDaysAfter(F("came_in_on"), Value(number))


@dataclass(frozen=True, kw_only=True)
class Outstanding(Measure):
    """Those who are listed, less those whose assessment was completed by the day."""

    completed: Tally

    def tallies(self) -> tuple[Tally, ...]:
        """What must be counted to work this measure out."""
        return (*super().tallies(), self.completed)

    def result(self, area: Area, day: date, counts: Counts, prepared: Any) -> Result:
        """As of any measure, of those who are left."""
        left = counts[self.numerator] - counts[self.completed]
        return super().result(area, day, {**counts, self.numerator: left}, prepared)


# End of the slug, title, what is said of so many children in a hundred, technical definition, who are counted.
_INITIAL = (
    (
        "on-time-percent", "Initial health assessment on time", Better.HIGHER,
        "had their first health assessment within twenty working days.",
        "COMPLETED_ON no later than the 20th working day", COMPLETED, Q(completed_on__lte=F("starts")),
    ),
    (
        "21-to-30-percent", "Initial health assessment a little late", Better.LOWER,
        "had their first health assessment from the 21st to the 30th working day.",
        "COMPLETED_ON after the 20th and no later than the 30th working day", COMPLETED,
        Q(completed_on__gt=F("starts")) & Q(completed_on__lte=_working_days(LATE)),
    ),
    (
        "after-30-percent", "Initial health assessment late", Better.LOWER,
        "had their first health assessment after the 30th working day.",
        "COMPLETED_ON after the 30th working day and by D", COMPLETED, Q(completed_on__gt=_working_days(LATE)),
    ),
    (
        "outstanding-percent", "Initial health assessment outstanding", Better.LOWER,
        "are on record and have not had their first health assessment.",
        "An entry without COMPLETED_ON by D", REQUIRED, Q(is_listed=True),
    ),
    (
        "notified-percent", "Health told within five working days", Better.HIGHER,
        "were made known to the health service within five working days.",
        "NOTIFIED_ON no later than the 5th working day", REQUIRED, Q(notified_on__lte=_working_days(NOTIFIED_IN)),
    ),
    (
        "offered-percent", "Initial health appointment offered on time", Better.HIGHER,
        "were offered an appointment within twenty working days.",
        "APPOINTMENT_ON no later than the 20th working day", REQUIRED, Q(appointment_on__lte=F("starts")),
    ),
)  # fmt: skip


def _of_source(source: HealthAssessment.Source) -> Iterator[Measure]:
    """The measures of what one source has."""
    own = Q(source=source)
    told = f"as {source.label[:1].lower()}{source.label[1:]} has it"
    for slug, title, better, counted, technical, relation, where in _INITIAL:
        is_left = slug.startswith("outstanding")
        kind: Any = partial(Outstanding, completed=Tally(COMPLETED, own)) if is_left else Measure
        yield kind(
            slug=f"initial-health-{slug}-{source.lower()}",
            title=f"{title}, {told}",
            definition="Of the children who came into care in the twelve months up to the day and stayed for twenty "
            f"working days, how many in a hundred {counted}",
            technical=f"{technical} / periods of care that started in the year to D, the 20th working day after the "
            "start being on or before D, and that did not cease before it. Of the entries of INITIAL from SOURCE "
            f"{source} whose REQUIRED_ON falls before the period ends and not before the last one did, the earliest "
            "days count. Working days are Monday to Friday without England's bank holidays. Unknown: no such entry.",
            source=SOURCE,
            unit=Unit.PERCENT,
            better=better,
            numerator=Tally(relation, own & where),
            denominator=Tally(REQUIRED, own),
            unknown=Tally(REQUIRED, own & Q(is_listed=False)),
            lag=LAG,
        )
    yield Measure(
        slug=f"health-assessment-up-to-date-percent-{source.lower()}",
        title=f"Health assessment up to date, {told}",
        definition="Of the children in care for a year or more, how many in a hundred had a health assessment in the "
        "last twelve months, or in the last six when they are under five.",
        technical=f"COMPLETED_ON of an INITIAL or REVIEW from SOURCE {source} in the year to D, of children under 5 on "
        "D in the six months to D / in a period of care that began by D minus 12 months. Unknown: no date of birth.",
        source=f"{SOURCE}, header",
        unit=Unit.PERCENT,
        better=Better.HIGHER,
        numerator=Tally(UP_TO_DATE, own),
        denominator=Tally(YEAR_IN_CARE),
        unknown=Tally(YEAR_IN_CARE, NO_BIRTH_DATE),
    )


MEASURES = tuple(measure for source in HealthAssessment.Source for measure in _of_source(source))
