"""Measures of what the registers say of children in care and of the places where they live.

The words they use: docs/definitions.md, and of what is written down where: docs/registers.md.
"""

from sufficiency.core.measure import Measure

from . import cases, costs, health, homes, needs, pipeline, plans, returns

MEASURES: tuple[Measure, ...] = (
    *needs.MEASURES,
    *health.MEASURES,
    *plans.MEASURES,
    *returns.MEASURES,
    *cases.MEASURES,
    *costs.MEASURES,
    *homes.MEASURES,
    *pipeline.MEASURES,
)
