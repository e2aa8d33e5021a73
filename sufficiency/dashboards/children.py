"""The children behind a figure: one row for each child in care on a day."""

from datetime import date
from functools import cache

from django.db.models import Q, QuerySet
from django.http import Http404

from placements.measures import CHILDREN_IN_CARE, IN_CARE
from placements.models import EpisodeSpan
from sufficiency.core.measure import Measure, Relation, Tally
from sufficiency.core.models import Authority
from sufficiency.measures.registry import all_measures

# What a list can be of, as its address says it, and as people do.
COUNTED, OUT_OF, NOT_KNOWN = "", "out-of", "not-known"
LISTS_OF = {
    COUNTED: "the children counted",
    OUT_OF: "all children it is a share of",
    NOT_KNOWN: "the children of whom it is not known",
}


def lists_of(measure: Measure) -> dict[str, Tally]:
    """What of a measure can be listed: sets of children who are in care on the day."""
    told = {COUNTED: measure.numerator, OUT_OF: measure.denominator, NOT_KNOWN: measure.unknown}
    return {name: tally for name, tally in told.items() if tally is not None and _is_listable(tally.relation)}


def _is_listable(relation: Relation) -> bool:
    return relation.filterable or relation.in_care


@cache
def listable_measures() -> dict[str, Measure]:
    """Measures, by slug, whose numerator is a set of children in care on the day."""
    return {measure.slug: measure for measure in all_measures() if COUNTED in lists_of(measure)}


def measure_asked(slug: str) -> Measure:
    """The measure whose children are asked for, all children in care when none is; 404 when it has no such list."""
    try:
        return listable_measures()[slug or CHILDREN_IN_CARE.slug]
    except KeyError:
        raise Http404 from None


def children_counted(measure: Measure, authority: Authority, day: date, of: str = COUNTED) -> QuerySet[EpisodeSpan]:
    """The children in a measure on a day, with what a list shows of them; 404 when it has no list of these."""
    try:
        tally = lists_of(measure)[of]
    except KeyError:
        raise Http404 from None
    rows: QuerySet[EpisodeSpan] = tally.relation.at(authority, day).filter(tally.where or Q())
    if not tally.relation.filterable:
        rows = IN_CARE.at(authority, day).filter(child__in=rows.values("child"))
    return rows.select_related("child", "placement_authority", "episode")
