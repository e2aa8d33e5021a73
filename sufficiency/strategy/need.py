"""How many places are needed in the area, from how many children live outside it: the strategy's own arithmetic.

194 children out of area of 476 in care, at most 30% of whom should be: 194 - 142.8 = 51.2, so 51 places; 52 by the
strict test, for with 51 the share would still be above 30%.
"""

from fractions import Fraction
from math import ceil, floor

from sufficiency.core.rounding import Number, half_up


def exact_need(out_of_area: Number, in_care: Number, share: Fraction) -> Fraction:
    """Children out of area beyond the share, in per cent, that may be; below 0 where fewer are."""
    return out_of_area - share / 100 * in_care


def places(exact: Number) -> int:
    """Whole places, rounded half-up; below 0 for places more than needed."""
    return half_up(exact)


def places_strictly(exact: Number) -> int:
    """The fewest whole places that keep the share; below 0 for places that could be lost."""
    return ceil(exact)


def most_out_of_area(in_care: int, share: Fraction) -> int:
    """The most children who may live out of area: 30% of 440 are 132."""
    return floor(share / 100 * in_care)
