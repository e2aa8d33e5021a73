"""The demo council: invented returns of Dorset for 2018 to 2021 that give the published totals.

No Django model is needed to make them. ADR 0005 says what is published and what is made up.
"""

from .registers import demo_registers
from .returns import demo_returns
from .schedule import DORSET as AUTHORITY

__all__ = ["AUTHORITY", "demo_registers", "demo_returns"]
