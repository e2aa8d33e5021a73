"""Measures of care leavers: from the yearly return, and (their slugs end in ``-now``) from the registers on any day.

The words they use: docs/definitions.md.
"""

from sufficiency.core.measure import Measure

from . import birthdays, lodgings, plans, returns, standing, support

OF_REGISTERS: tuple[Measure, ...] = (
    *support.MEASURES,
    *standing.MEASURES,
    *plans.MEASURES,
    *lodgings.MEASURES,
    *birthdays.MEASURES,
)
MEASURES: tuple[Measure, ...] = (*returns.MEASURES, *OF_REGISTERS)
