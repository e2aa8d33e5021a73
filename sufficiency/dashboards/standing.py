"""How what a reader sees of a measure stands against what is aimed at."""

from sufficiency.core.measure import Measure
from sufficiency.measures.present import Shown
from sufficiency.strategy.aims import Aim

from .status import Status, status_of
from .words import difference_from


def standing(measure: Measure, at: Shown, aim: Aim | None) -> Status:
    """The verdict on a figure; none where what is unknown, or lost by rounding, could turn it."""
    if aim is None:
        return status_of(at.value, None, measure.better, at.may_be)
    return status_of(at.value, aim.value, measure.better, at.may_be, is_trajectory=aim.is_trajectory)


def distance(measure: Measure, at: Shown, aim: Aim | None) -> str:
    """By how much it misses or passes the aim, in words; empty when either is missing."""
    return "" if aim is None else difference_from(at, aim.value, measure.unit, aim.name)
