"""What the returns say (facts), what follows from it (derived facts), and what the council registers besides."""

from .costs import PlacementCost, PlacementCostRow
from .derived import CarePeriod, Child, EpisodeSpan, PlacementCount, PlacementSpell
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
from .unregulated import UnregulatedCase, UnregulatedCaseRow, UnregulatedEvent, UnregulatedEventRow

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
    "OfstedListing",
    "PlacementCost",
    "PlacementCostRow",
    "PlacementCount",
    "PlacementSpell",
    "PreviousPermanence",
    "Review",
    "UascRecord",
    "UnregulatedCase",
    "UnregulatedCaseRow",
    "UnregulatedEvent",
    "UnregulatedEventRow",
]
