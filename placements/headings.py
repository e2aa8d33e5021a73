"""In which direction from home, and how far, children live: by the outward parts of postcodes alone.

Neither home nor placement is looked up itself. Each stands for the whole area of its outward part (``DT1``), which is
placed at the middle of the first postcodes of its sectors. Seen from the homes of those who live there, where a place
stands tells of how many comes from where; so there is the view from the middle of all homes too, which tells of none.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from math import atan2, degrees, hypot

from django.db import connection
from django.db.models import Case, Count, F, Q, When
from django.db.models.functions import Left, Length

from placements.measures.relations import IN_CARE
from sufficiency.core.models import Authority, Postcode

METRES = 1609.3  # in a mile
# The inward part is a digit and two letters, so that a digit and a letter after the outward part are of it alone.
_POSITIONS = f"""
    SELECT outward, avg(easting)::float, avg(northing)::float
    FROM unnest(%s::text[]) AS outward CROSS JOIN generate_series(0, 9) AS sector CROSS JOIN LATERAL (
        SELECT easting, northing FROM {Postcode._meta.db_table}
        WHERE postcode ~>=~ (outward || sector || 'A') AND postcode ~<~ (outward || sector || '[')
            AND easting IS NOT NULL
        ORDER BY postcode USING ~<~ LIMIT 1
    ) AS first
    GROUP BY outward
"""


@dataclass(frozen=True)
class Outward:
    """An area of placements as seen from the homes of those who live there, on average."""

    code: str
    children: int
    east: float  # miles
    north: float

    @property
    def miles(self) -> float:
        return hypot(self.east, self.north)

    @property
    def bearing(self) -> float:
        """Degrees clockwise from north."""
        return degrees(atan2(self.east, self.north)) % 360


def outward_places(authority: Authority, day: date, filters: Q | None = None) -> list[Outward]:
    """Where children in care on a day live, by outward part; without those of whom either place is not known."""
    pairs = _pairs(authority, day, filters)
    where = _positions({code for pair in pairs for code in pair})
    found: dict[str, list[tuple[int, float, float]]] = defaultdict(list)
    for (home, lives), children in pairs.items():
        if home in where and lives in where:
            (here_east, here_north), (there_east, there_north) = where[home], where[lives]
            found[lives].append((children, there_east - here_east, there_north - here_north))
    return [_mean(code, ways) for code, ways in found.items()]


def outward_places_from_middle(authority: Authority, day: date) -> list[Outward]:
    """The same places as seen from one point, the middle of the homes of all these children, to whole miles."""
    pairs = _pairs(authority, day, None)
    where = _positions({code for pair in pairs for code in pair})
    placed = {(home, lives): number for (home, lives), number in pairs.items() if home in where and lives in where}
    found: Counter[str] = Counter()
    for (_, lives), children in placed.items():
        found[lives] += children
    everybody = sum(placed.values())
    east, north = (
        round(sum(number * where[home][axis] for (home, _), number in placed.items()) / max(1, everybody))
        for axis in (0, 1)
    )
    return [Outward(code, number, where[code][0] - east, where[code][1] - north) for code, number in found.items()]


def _pairs(authority: Authority, day: date, filters: Q | None) -> Mapping[tuple[str, str], int]:
    """How many children by the outward parts of home and placement."""
    home, lives = "episode__home_postcode", "episode__placement_postcode"
    rows = IN_CARE.at(authority, day, filters).annotate(home=_outward(home), lives=_outward(lives))
    counted = rows.order_by().values_list("home", "lives").annotate(number=Count("pk")).order_by("home", "lives")
    return {(home, lives): number for home, lives, number in counted if home and lives}


def _outward(postcode: str) -> Case:
    """The outward part of a whole postcode; null of anything else.

    Not a condition on the rows: PostgreSQL would think that next to none meets it, and then join them one by one.
    """
    is_whole = Q(**{f"{postcode}__regex": r"^[A-Z0-9]{2,4}[0-9][A-Z]{2}$"})
    return Case(When(is_whole, then=Left(F(postcode), Length(F(postcode)) - 3)))


def _positions(codes: Iterable[str]) -> dict[str, tuple[float, float]]:
    """Eastings and northings of outward parts, in miles; none for those that the directory does not place."""
    with connection.cursor() as cursor:
        cursor.execute(_POSITIONS, [sorted(codes)])
        return {code: (east / METRES, north / METRES) for code, east, north in cursor.fetchall()}


def _mean(code: str, ways: Iterable[tuple[int, float, float]]) -> Outward:
    """All who live in one area, as one."""
    every = list(ways)
    children = sum(number for number, _, _ in every)
    east, north = (sum(number * way[axis] for number, *way in every) / children for axis in (0, 1))
    return Outward(code, children, east, north)
