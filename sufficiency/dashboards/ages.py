"""In which age band somebody is."""

from datetime import date

from placements.ages import AGE_BANDS, AgeBand, born_in_band
from sufficiency.core.dates import age_on

__all__ = ["AGE_BANDS", "NOT_KNOWN", "AgeBand", "age_band", "born_in_band"]

NOT_KNOWN = "Not known"


def age_band(born: date | None, day: date) -> str:
    """The label of the band in which somebody is on a day."""
    if born is None:
        return NOT_KNOWN
    age = age_on(day, born)
    return next((band.label for band in AGE_BANDS if band.oldest is None or age <= band.oldest), NOT_KNOWN)
