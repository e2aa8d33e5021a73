"""Every measure that a strategy may set a target for: those of the apps below, and its own."""

import leavers.measures
import placements.health
import placements.measures
import placements.missing
import placements.register_measures
from sufficiency.core.measure import Measure

from . import measures

MEASURES: tuple[Measure, ...] = (
    *placements.measures.MEASURES,
    *placements.health.MEASURES,
    *placements.missing.MEASURES,
    *placements.register_measures.MEASURES,
    *leavers.measures.MEASURES,
    *measures.MEASURES,
)
