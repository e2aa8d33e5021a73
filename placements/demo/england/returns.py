"""The returns of one council of England, all ten files a year."""

from ..aftercare import left_care
from ..returns import return_files
from ..stretches import stretches
from .councils import Council
from .lives import FIRST_DAY, LAST_DAY, lives

YEARS = range(FIRST_DAY.year + 1, LAST_DAY.year + 1)


def council_returns(council: Council) -> dict[int, dict[str, bytes]]:
    """Return year -> file name -> content; the same bytes at every call."""
    people, episodes = lives(council)
    in_care = stretches(people, episodes)
    left = left_care(in_care)
    return {year: return_files(year, people, episodes, in_care, left) for year in YEARS}
