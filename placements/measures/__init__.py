"""Measures of children in care and of their placements: pure reads of the derived tables.

The words they use, and how doubtful cases are read: docs/definitions.md.
"""

from sufficiency.core.measure import Measure

from . import flows, legal, living, permanence, reviews, stability, who
from .flows import CEASED_IN_YEAR, STARTED_IN_YEAR
from .living import OUT_OF_AREA
from .relations import CEASED, EPISODES, FOSTER, IN_CARE, KINDS, NO_BIRTH_DATE, NO_PLACE, STARTED
from .stability import LONG_TERM_STABILITY, THREE_PLUS_PLACEMENTS
from .who import CARE_RATE, CHILDREN_IN_CARE

__all__ = [
    "CARE_RATE",
    "CEASED",
    "CEASED_IN_YEAR",
    "CHILDREN_IN_CARE",
    "EPISODES",
    "FOSTER",
    "IN_CARE",
    "KINDS",
    "LONG_TERM_STABILITY",
    "MEASURES",
    "NO_BIRTH_DATE",
    "NO_PLACE",
    "OUT_OF_AREA",
    "STARTED",
    "STARTED_IN_YEAR",
    "THREE_PLUS_PLACEMENTS",
]

MEASURES: tuple[Measure, ...] = (
    *who.MEASURES,
    *flows.MEASURES,
    *legal.MEASURES,
    *living.MEASURES,
    *stability.MEASURES,
    *permanence.MEASURES,
    *reviews.MEASURES,
)
