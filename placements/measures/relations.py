"""What measures of children in care count: rows of the derived tables, and conditions on them."""

from dataclasses import replace
from typing import Any

from django.db.models import DateField, F, Q, QuerySet, Value

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
from sufficiency.core.dates import OPEN
from sufficiency.core.functions import Moment, coded, until_next
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
NO_BIRTH_DATE = Q(born__isnull=True)


IN_CARE = Relation(
    "in care",
    EpisodeSpan.objects.all,
    filterable=True,
    kinds=KINDS,
    needs=NEEDS,
    lists=LISTS_CHILDREN,
    parts=OF_SPAN,
)


def aged(years: int) -> Moment:
    """The birthday on which a child reaches an age; 1 March for those born on 29 February, in other years."""
    return Moment("born", 12 * years)


def spans(name: str, *, since: Moment | None = None, until: Moment | None = None) -> Relation:
    """Children in care, by the episode that decides, from a moment on or until one.

    Where that is not known (for want of a date of birth) nothing is cut off.
    """
    return replace(IN_CARE, name=name, since=since, until=until)


IN_CARE_AS_UASC = replace(
    spans("in care as UASC", until=Moment("child__uasc_until")),
    rows=lambda: EpisodeSpan.objects.filter(child__uasc_until__isnull=False),
)


def _came() -> tuple[Relation, ...]:
    return (STARTED,)


def _left() -> tuple[Relation, ...]:
    return (CEASED,)


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
    flows=_left,
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
    flows=_came,
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


def _begun() -> QuerySet[Any]:
    """The first episode of each placement, with no end, and with the beginning of the child's next as one."""
    rows = EpisodeSpan.objects.filter(~TEMPORARY, starts=F("placed_since")).annotate(never=Value(OPEN, DateField()))
    return rows.annotate(until_next=until_next("starts", "child", ends="never"))


NEW_PLACEMENTS = Relation(
    "placements begun in the year",
    _begun,
    ends="never",
    until=Moment("starts", 12),
    kinds=KINDS,
    needs=NEEDS,
    parts=OF_SPAN,
)
PLACED_ANEW = replace(NEW_PLACEMENTS, name="children placed anew in the year", ends="until_next")
NEW_PLACEMENTS = replace(NEW_PLACEMENTS, people=PLACED_ANEW)
NEW_IN_MONTH = replace(
    NEW_PLACEMENTS,
    name="placements begun in the month",
    until=Moment("starts", 1),
    people=replace(PLACED_ANEW, name="children placed anew in the month", until=Moment("starts", 1)),
)
