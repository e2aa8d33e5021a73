"""The demo council's fostering: invented households around the children of its returns, with the published totals."""

from .registers import demo_fostering

__all__ = ["demo_fostering"]
