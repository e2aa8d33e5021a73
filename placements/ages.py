"""Age bands, as the Department for Education publishes them."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from sufficiency.core.dates import years_back


@dataclass(frozen=True)
class AgeBand:
    """Completed years, both included; ``oldest`` is None when the band is open."""

    slug: str
    label: str
    youngest: int
    oldest: int | None


AGE_BANDS = (
    AgeBand("under-1", "Under 1", 0, 0),
    AgeBand("1-4", "1 to 4", 1, 4),
    AgeBand("5-9", "5 to 9", 5, 9),
    AgeBand("10-15", "10 to 15", 10, 15),
    AgeBand("16-over", "16 and over", 16, None),
)


def born_in_band(band: AgeBand, day: date) -> Q:
    """Children who are in the band on a day.

    Somebody has completed n years when born on or before the day n years earlier; see
    :func:`sufficiency.core.dates.age_on` for 29 February.
    """
    within = (
        Q(child__date_of_birth__lte=years_back(day, band.youngest))
        if band.youngest
        else Q(child__date_of_birth__isnull=False)
    )
    if band.oldest is not None:
        within &= Q(child__date_of_birth__gt=years_back(day, band.oldest + 1))
    return within
