"""What the returns say (facts) and what follows from it (derived facts)."""

from .derived import CarePeriod, Child, EpisodeSpan, MissingYear, PlacementCount, PlacementSpell
from .facts import (
    Adoption,
    AdoptionDecision,
    ChildFact,
    ChildRecord,
    Episode,
    HealthRecord,
    MissingIncident,
    PreviousPermanence,
    Review,
    UascRecord,
)
from .ofsted import OfstedListing

__all__ = [
    "Adoption",
    "AdoptionDecision",
    "CarePeriod",
    "Child",
    "ChildFact",
    "ChildRecord",
    "Episode",
    "EpisodeSpan",
    "HealthRecord",
    "MissingIncident",
    "MissingYear",
    "OfstedListing",
    "PlacementCount",
    "PlacementSpell",
    "PreviousPermanence",
    "Review",
    "UascRecord",
]
