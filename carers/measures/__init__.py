"""Measures of fostering, from its registers. The words they use: docs/definitions.md."""

from sufficiency.core.measure import Measure

from . import allegations, changes, households, recruitment

MEASURES: tuple[Measure, ...] = (
    *households.MEASURES,
    *changes.MEASURES,
    *recruitment.MEASURES,
    *allegations.MEASURES,
)
