"""Strategies and their targets, and the published figures they are held against."""

from .comparators import Comparator, ComparatorRow
from .published import AreaCodeRow, NeighbourRow, PublishedFigure, PublishedRow, StatisticalNeighbour
from .shipped import ShippedNeighbour, ShippedSeries
from .strategies import Strategy, Target, TargetRow, target_for

__all__ = [
    "AreaCodeRow",
    "Comparator",
    "ComparatorRow",
    "NeighbourRow",
    "PublishedFigure",
    "PublishedRow",
    "ShippedNeighbour",
    "ShippedSeries",
    "StatisticalNeighbour",
    "Strategy",
    "Target",
    "TargetRow",
    "target_for",
]
