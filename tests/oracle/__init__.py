"""The measures worked out a second time, by plain loops over the rows of the returns.

Slow and obvious on purpose: it shares no line with the application, only the definitions of the
measures. The tests compare the two, day by day. :mod:`.lives` puts the rows together,
:mod:`.measures` counts.
"""

from .measures import MEASURES, Answer, Oracle

__all__ = ["MEASURES", "Answer", "Oracle"]
