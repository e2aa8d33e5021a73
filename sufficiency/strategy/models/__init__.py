"""Strategies and their targets, and the published figures they are held against."""

from .published import AreaCodeRow, NeighbourRow, PublishedFigure, PublishedRow, StatisticalNeighbour
from .strategies import Strategy, Target, TargetRow, target_for

__all__ = [
    "AreaCodeRow",
    "NeighbourRow",
    "PublishedFigure",
    "PublishedRow",
    "StatisticalNeighbour",
    "Strategy",
    "Target",
    "TargetRow",
    "target_for",
]
