"""Every measure that a strategy may set a target for, by theme, in the order in which people read them."""

from dataclasses import dataclass

import leavers.measures
import placements.health
import placements.missing
from placements import measures as children
from sufficiency.core.measure import Measure

from . import measures


@dataclass(frozen=True)
class Theme:
    """Measures that are read together."""

    slug: str
    title: str
    measures: tuple[Measure, ...]


THEMES = (
    Theme(
        "children-in-care",
        "Children in care",
        (
            children.CHILDREN_IN_CARE,
            children.CARE_RATE,
            children.STARTED_IN_YEAR,
            children.CEASED_IN_YEAR,
            children.CEASED_AT_18,
            children.UNDERLYING_CHANGE,
            children.UASC_IN_CARE,
            children.ADOPTED,
            children.SPECIAL_GUARDIANSHIP,
            children.RETURNED_HOME,
        ),
    ),
    Theme(
        "placements",
        "Where children live",
        (
            children.OUT_OF_AREA,
            children.OVER_20_MILES,
            children.FOSTER_CARE,
            children.IN_HOUSE_FOSTER,
            children.AGENCY_FOSTER,
            children.CONNECTED_FOSTER,
            children.CHILDRENS_HOME,
            children.SUPPORTED_ACCOMMODATION,
            children.WITH_PARENTS,
            children.PLACED_FOR_ADOPTION,
            children.UNREGULATED,
        ),
    ),
    Theme("stability", "Stability", (children.THREE_PLUS_PLACEMENTS, children.LONG_TERM_STABILITY)),
    Theme("places", "Places", measures.MEASURES),
    Theme("health", "Health", placements.health.MEASURES),
    Theme("missing", "Missing from care", placements.missing.MEASURES),
    Theme("care-leavers", "Care leavers", leavers.measures.MEASURES),
)

MEASURES: tuple[Measure, ...] = tuple(measure for theme in THEMES for measure in theme.measures)
