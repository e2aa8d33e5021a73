"""What the returns say (facts) and what follows from it (derived facts)."""

from .derived import CarePeriod, Child, EpisodeSpan, PlacementCount, PlacementSpell
from .facts import ChildRecord, Episode, UascRecord

__all__ = [
    "CarePeriod",
    "Child",
    "ChildRecord",
    "Episode",
    "EpisodeSpan",
    "PlacementCount",
    "PlacementSpell",
    "UascRecord",
]
