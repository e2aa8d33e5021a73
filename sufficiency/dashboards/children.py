"""The children behind a figure: one row for each child in care on a day."""

from datetime import date

from django.db.models import Q, QuerySet
from django.http import Http404

from placements.measures import CHILDREN_IN_CARE
from placements.models import EpisodeSpan
from sufficiency.core.measure import Measure
from sufficiency.core.models import Authority
from sufficiency.measures.registry import all_measures


def listable_measures() -> dict[str, Measure]:
    """Measures, by slug, whose numerator is a set of children in care on the day."""
    return {measure.slug: measure for measure in all_measures() if measure.numerator.relation.filterable}


def measure_asked(slug: str) -> Measure:
    """The measure whose children are asked for, all children in care when none is; 404 when it has no such list."""
    try:
        return listable_measures()[slug or CHILDREN_IN_CARE.slug]
    except KeyError:
        raise Http404 from None


def children_counted(measure: Measure, authority: Authority, day: date) -> QuerySet[EpisodeSpan]:
    """The children in the numerator of a measure on a day, with what a list shows of them."""
    spans: QuerySet[EpisodeSpan] = (
        measure.numerator.relation.at(authority, day)
        .filter(measure.numerator.where or Q())
        .select_related("child", "placement_authority", "episode")
    )
    return spans
