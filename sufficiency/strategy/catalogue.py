"""Every measure that a strategy may set a target for, by theme, in the order in which people read them."""

from dataclasses import dataclass

import carers.measures
import leavers.measures
import placements.health
import placements.missing
import placements.register_measures.health
from placements.measures import flows, legal, living, permanence, reviews, stability, who
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
    Theme("children-in-care", "Children in care", (*who.MEASURES, *needs.MEASURES)),
    Theme("flows", "Coming into care and leaving it", flows.MEASURES),
    Theme("legal", "Legal status", legal.MEASURES),
    Theme("placements", "Where children live", living.MEASURES),
    Theme("unregulated", "Unregulated and unregistered placements", cases.MEASURES),
    Theme(
        "stability",
        "Stability and permanence",
        (*stability.MEASURES, *permanence.MEASURES, plans.PERMANENCE_PLAN),
    ),
    Theme("places", "Places", (*measures.MEASURES, *pipeline.MEASURES)),
    Theme("homes", "Children's homes", homes.MEASURES),
    Theme("costs", "Costs", costs.MEASURES),
    Theme("health", "Health", (*placements.health.MEASURES, *placements.register_measures.health.MEASURES)),
    Theme("missing", "Missing from care", (*placements.missing.MEASURES, *returns.MEASURES)),
    Theme("reviews", "Reviews and visits", (*reviews.MEASURES, *plans.VISIT_MEASURES)),
    Theme("fostering", "Fostering", carers.measures.MEASURES),
    Theme("care-leavers", "Care leavers", leavers.measures.MEASURES),
)

MEASURES: tuple[Measure, ...] = tuple(measure for theme in THEMES for measure in theme.measures)
