"""The registers of care leavers of the demo council, as files: invented people who give the published totals.

The people are those of the demo's returns. No Django model is needed to make the files.
"""

from .files import demo_registers

__all__ = ["demo_registers"]
