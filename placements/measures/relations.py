"""What measures of children in care count: rows of the derived tables, and conditions on them."""

from collections.abc import Callable
from dataclasses import replace

from django.db.models import Expression, F, Q, QuerySet
from django.db.models.functions import Greatest, Least

from placements.dimensions import (
    AGE_BAND,
    DESTINATION,
    DESTINATIONS,
    ETHNICITY,
    OF_CHILD,
    OF_SPAN,
    SEX,
    STAY,
    UASC,
    age_when,
    keyed,
    of_day,
    of_episode,
    stay_until,
    unaccompanied_at,
)
from placements.models import CarePeriod, EpisodeSpan, PlacementCount
from sufficiency.core.functions import MonthsAfter, coded
from sufficiency.core.measure import Relation

EPISODES = "SSDA903 return: episodes"
KINDS = ("header", "episodes", "uasc")  # the children, periods and spells that are counted follow from these files
NEEDS = ("episodes",)
LISTS_CHILDREN = "the children, with where and how each lives"

FOSTER = Q(place__in=["U1", "U2", "U3", "U4", "U5", "U6"])
UNREGULATED = Q(place__in=["H5", "P2"])
FOR_ADOPTION = Q(place__in=["A3", "A4", "A5", "A6"])
TEMPORARY = Q(place__in=["T0", "T1", "T2", "T3", "T4"])
NO_PLACE = Q(place="")
NO_LEGAL_STATUS = Q(legal_status="")
NO_BIRTH_DATE = Q(child__date_of_birth__isnull=True)


def spans(name: str, *, since: Expression | None = None, until: Expression | None = None) -> Relation:
    """Children in care, by the episode that decides, from a day on or until one that each row works out.

    Where that day is not known (for want of a date of birth) nothing is cut off.
    """

    def rows() -> QuerySet[EpisodeSpan]:
        found: QuerySet[EpisodeSpan] = EpisodeSpan.objects.annotate(
            counts_from=Greatest(F("starts"), since) if since else F("starts"),
            counts_until=Least(F("ends"), until) if until else F("ends"),
        )
        return found

    return Relation(
        name,
        rows,
        "counts_from",
        "counts_until",
        inside=("starts", "ends"),
        filterable=True,
        kinds=KINDS,
        needs=NEEDS,
        lists=LISTS_CHILDREN,
        parts=OF_SPAN,
    )


IN_CARE = Relation(
    "in care",
    EpisodeSpan.objects.all,
    filterable=True,
    kinds=KINDS,
    needs=NEEDS,
    lists=LISTS_CHILDREN,
    parts=OF_SPAN,
)
IN_CARE_AS_UASC = Relation(
    "in care as UASC",
    lambda: EpisodeSpan.objects.filter(child__uasc_until__isnull=False).annotate(
        uasc_ends=Least(F("ends"), F("child__uasc_until"))
    ),
    ends="uasc_ends",
    inside=("starts", "ends"),
    filterable=True,
    kinds=KINDS,
    needs=NEEDS,
    lists=LISTS_CHILDREN,
    parts=OF_SPAN,
)
_STARTED_PARTS = {
    AGE_BAND: of_day(age_when("starts")),
    SEX: OF_CHILD[SEX],
    ETHNICITY: OF_CHILD[ETHNICITY],
    UASC: unaccompanied_at("starts__gt"),
}
STARTED = Relation(
    "started in the year",
    CarePeriod.objects.all,
    "starts",
    "started_until",
    kinds=KINDS,
    needs=NEEDS,
    parts=_STARTED_PARTS,
)
CEASED = Relation(
    "ceased in the year",
    CarePeriod.objects.all,
    "ends",
    "ceased_until",
    kinds=KINDS,
    needs=NEEDS,
    parts={
        AGE_BAND: of_day(age_when("ends")),
        SEX: OF_CHILD[SEX],
        ETHNICITY: OF_CHILD[ETHNICITY],
        UASC: unaccompanied_at("ends__gte"),
        **of_episode("last_episode__"),
        STAY: of_day(stay_until("ends")),
        DESTINATION: of_day(coded("reason_ceased", keyed(DESTINATIONS))),
    },
)
LONG_TERM = Relation(
    "long in care",
    EpisodeSpan.objects.all,
    "long_term_from",
    "long_term_until",
    filterable=True,
    kinds=KINDS,
    needs=NEEDS,
    lists=LISTS_CHILDREN,
    parts=OF_SPAN,
)
STABLE = Relation(
    "long in care, same placement",
    EpisodeSpan.objects.all,
    "stable_from",
    "long_term_until",
    filterable=True,
    kinds=KINDS,
    needs=NEEDS,
    lists=LISTS_CHILDREN,
    parts=OF_SPAN,
)
PLACEMENTS_IN_YEAR = Relation(
    "placements in the year",
    PlacementCount.objects.all,
    in_care=True,
    kinds=KINDS,
    needs=NEEDS,
    lists=LISTS_CHILDREN,
    parts=OF_CHILD,
)


def _begun_within(months: int) -> Callable[[], QuerySet[EpisodeSpan]]:
    """The first span of each placement, for so many months."""
    begun = EpisodeSpan.objects.filter(~TEMPORARY, starts=F("placed_since"))
    return lambda: begun.annotate(new_until=MonthsAfter(F("starts"), months))


NEW_PLACEMENTS = Relation(
    "placements begun in the year", _begun_within(12), ends="new_until", kinds=KINDS, needs=NEEDS, parts=OF_SPAN
)
NEW_IN_MONTH = replace(NEW_PLACEMENTS, name="placements begun in the month", rows=_begun_within(1))
