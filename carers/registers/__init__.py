"""The registers of fostering."""

from .allegations import ALLEGATIONS
from .households import APPROVALS, HOUSEHOLDS, STATUSES
from .placements import FOSTER_PLACEMENTS
from .recruitment import APPLICATIONS

REGISTERS = (HOUSEHOLDS, APPROVALS, STATUSES, FOSTER_PLACEMENTS, APPLICATIONS, ALLEGATIONS)

__all__ = [
    "ALLEGATIONS",
    "APPLICATIONS",
    "APPROVALS",
    "FOSTER_PLACEMENTS",
    "HOUSEHOLDS",
    "REGISTERS",
    "STATUSES",
]
