"""The registers of where children live, by topic."""

from .costs import COSTS
from .unregulated import CASES, EVENTS

REGISTERS = (COSTS, CASES, EVENTS)
