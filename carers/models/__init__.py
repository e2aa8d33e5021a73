"""The tables of fostering: households, who lives with them, how they are found, and allegations against them."""

from .allegations import Allegation, AllegationFields, AllegationRow
from .households import (
    Approval,
    ApprovalFields,
    ApprovalRow,
    Household,
    HouseholdFields,
    HouseholdRow,
    Status,
    StatusFields,
    StatusRow,
)
from .placements import FosterPlacement, FosterPlacementFields, FosterPlacementRow
from .recruitment import Application, ApplicationFields, ApplicationRow
from .spans import HouseholdSpan

__all__ = [
    "Allegation",
    "AllegationFields",
    "AllegationRow",
    "Application",
    "ApplicationFields",
    "ApplicationRow",
    "Approval",
    "ApprovalFields",
    "ApprovalRow",
    "FosterPlacement",
    "FosterPlacementFields",
    "FosterPlacementRow",
    "Household",
    "HouseholdFields",
    "HouseholdRow",
    "HouseholdSpan",
    "Status",
    "StatusFields",
    "StatusRow",
]
