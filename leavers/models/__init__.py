"""Care leavers: what the yearly return says of them, and the registers that the council keeps."""

from .advisers import Adviser, AdviserRow
from .leavers import CareLeaver, CareLeaverRow, Entitlement, Home
from .living import Accommodation, AccommodationRow, Activity, ActivityRow, Contact, ContactRow
from .lodgings import Lodging, LodgingRow, LodgingStatus, LodgingStatusRow
from .plans import PathwayPlan, PathwayPlanRow, PlanRule, PlanRuleRow
from .returns import LeaverRecord, LeaverYear
from .spans import LeaverSpan, LodgingSpan

__all__ = [
    "Accommodation",
    "AccommodationRow",
    "Activity",
    "ActivityRow",
    "Adviser",
    "AdviserRow",
    "CareLeaver",
    "CareLeaverRow",
    "Contact",
    "ContactRow",
    "Entitlement",
    "Home",
    "LeaverRecord",
    "LeaverSpan",
    "LeaverYear",
    "Lodging",
    "LodgingRow",
    "LodgingSpan",
    "LodgingStatus",
    "LodgingStatusRow",
    "PathwayPlan",
    "PathwayPlanRow",
    "PlanRule",
    "PlanRuleRow",
]
