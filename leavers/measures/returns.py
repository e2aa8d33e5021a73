"""Measures of care leavers, from the OC3 file of the latest return that has ended."""

from typing import Any

from django.db.models import Q, QuerySet

from leavers.dimensions import GROUPS, OF_LEAVER
from leavers.models import LeaverYear
from placements.annual import YearlyMeasure
from sufficiency.core.measure import Better, Measure, Relation, Tally, Unit

SOURCE = "SSDA903 return: OC3, header"
KIND = "oc3"
NO_AGE = Q(age__isnull=True)
ELSEWHERE = Q(accommodation__regex="^[GHR]")  # gone abroad, deported, home not known
HOME_NOT_KNOWN = Q(accommodation__in=["", "0"])


def _cohort() -> QuerySet[Any]:
    """Care leavers, but for those who have died or are back with their parents."""
    rows: QuerySet[Any] = LeaverYear.objects.all()
    return rows.exclude(in_touch__in=["DIED", "RHOM"])


CARE_LEAVERS = Relation("care leavers", _cohort, kinds=(KIND, "header"), needs=(KIND,), parts=OF_LEAVER)


def _share(  # noqa: PLR0913, PLR0917 - one argument for each thing such a measure declares
    slug: str, title: str, where: Q, unknown: Q, definition: str, technical: str, among: Q | None = None
) -> tuple[Measure, ...]:
    """A share of the care leavers, for each age group."""
    cohort = among if among is not None else Q()
    return tuple(
        YearlyMeasure(
            slug=f"{slug}-{group}",
            title=f"{title}, {low} to {high}",
            definition=f"Of the care leavers who were {low} to {high} at the end of the last return year, how many in "
            f"a hundred {definition}.",
            technical=f"{technical}, aged {low} to {high} on that 31 March, IN_TOUCH not DIED or RHOM, in the latest "
            "return that ended by the day.",
            source=SOURCE,
            unit=Unit.PERCENT,
            better=Better.HIGHER,
            kind=KIND,
            numerator=Tally(CARE_LEAVERS, Q(age__range=(low, high)) & cohort & where),
            denominator=Tally(CARE_LEAVERS, Q(age__range=(low, high)) & cohort),
            unknown=Tally(CARE_LEAVERS, cohort & (NO_AGE | Q(age__range=(low, high)) & unknown)),
        )
        for group, (low, high) in GROUPS.items()
    )


IN_TOUCH = _share(
    "leavers-in-touch-percent",
    "Care leavers in touch",
    Q(in_touch="YES"),
    Q(in_touch=""),
    "the council was in touch with",
    "IN_TOUCH = YES / OC3 rows",
)
SUITABLE = _share(
    "leavers-suitable-accommodation-percent",
    "Care leavers in suitable accommodation",
    Q(accommodation__endswith="1"),
    HOME_NOT_KNOWN,
    "lived in suitable accommodation. Those abroad, or whose home is not known, are left out",
    "ACCOM ends in 1 / OC3 rows without ACCOM G, H or R",
    among=~ELSEWHERE,
)
IN_EDUCATION_OR_WORK = _share(
    "leavers-eet-percent",
    "Care leavers in education, employment or training",
    Q(activity__regex="^[FP]"),
    Q(activity__in=["", "0"]),
    "were in education, employment or training",
    "ACTIV starts with F or P / OC3 rows",
)
_EITHER_GROUP = Q(age__range=(17, 21))
BED_AND_BREAKFAST = YearlyMeasure(
    slug="leavers-in-bed-and-breakfast",
    title="Care leavers in bed and breakfast",
    definition="How many care leavers of 17 to 21 lived in bed and breakfast. There should be none.",
    technical="ACCOM W1 or W2, aged 17 to 21 on that 31 March, IN_TOUCH not DIED or RHOM, in the latest return that "
    "ended by the day.",
    source=SOURCE,
    unit=Unit.YOUNG_PEOPLE,
    better=Better.LOWER,
    kind=KIND,
    numerator=Tally(CARE_LEAVERS, _EITHER_GROUP & Q(accommodation__in=["W1", "W2"])),
    unknown=Tally(CARE_LEAVERS, NO_AGE | _EITHER_GROUP & HOME_NOT_KNOWN),
)

MEASURES: tuple[Measure, ...] = (*IN_TOUCH, *SUITABLE, *IN_EDUCATION_OR_WORK, BED_AND_BREAKFAST)
