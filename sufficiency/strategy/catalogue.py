"""Every measure that a strategy may set a target for, by theme, in the order in which people read them."""

from dataclasses import dataclass

import leavers.measures
import placements.health
import placements.missing
import placements.register_measures.health
from placements import measures as children
from placements.register_measures import cases, costs, homes, needs, pipeline, plans, returns
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
            *needs.MEASURES,
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
    Theme("unregulated", "Unregulated and unregistered placements", cases.MEASURES),
    Theme(
        "stability",
        "Stability and permanence",
        (children.THREE_PLUS_PLACEMENTS, children.LONG_TERM_STABILITY, plans.PERMANENCE_PLAN),
    ),
    Theme("places", "Places", (*measures.MEASURES, *pipeline.MEASURES)),
    Theme("homes", "Children's homes", homes.MEASURES),
    Theme("costs", "Costs", costs.MEASURES),
    Theme("health", "Health", (*placements.health.MEASURES, *placements.register_measures.health.MEASURES)),
    Theme("missing", "Missing from care", (*placements.missing.MEASURES, *returns.MEASURES)),
    Theme("visits", "Visits", plans.VISIT_MEASURES),
    Theme("care-leavers", "Care leavers", leavers.measures.MEASURES),
)

MEASURES: tuple[Measure, ...] = tuple(measure for theme in THEMES for measure in theme.measures)
