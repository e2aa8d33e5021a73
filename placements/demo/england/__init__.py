"""A whole England: invented returns of its 150 largest authorities, to see how the tracker fares at that size.

Plausible in mix and in flow, and nothing more: no total of any council is aimed at. The demo council, which does aim
at published totals, is :mod:`placements.demo`.
"""

from .councils import Council, councils
from .returns import YEARS, council_returns

__all__ = ["YEARS", "Council", "council_returns", "councils"]
