"""Every measure that a strategy may set a target for: those of the apps below, and its own."""

import carers.measures
import leavers.measures
import placements.health
import placements.measures
import placements.missing
from sufficiency.core.measure import Measure

from . import measures

MEASURES: tuple[Measure, ...] = (
    *placements.measures.MEASURES,
    *placements.health.MEASURES,
    *placements.missing.MEASURES,
    *carers.measures.MEASURES,
    *leavers.measures.MEASURES,
    *measures.MEASURES,
)
