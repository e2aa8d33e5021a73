"""Where children live, seen from home: other councils' areas, and directions and distances."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from math import atan2, degrees, hypot

from django.db.models import Q

from placements.dimensions import PLACEMENT_AUTHORITY
from placements.headings import Outward, outward_places
from sufficiency.core.rounding import shown
from sufficiency.core.tally import breakdown
from sufficiency.dashboards.charts.chart import Chart
from sufficiency.dashboards.charts.compass import RINGS, Compass, Heading, compass_chart, wind_of
from sufficiency.measures.present import present_count
from sufficiency.measures.registry import measure_named
from sufficiency.measures.small_numbers import smallest_of

from .telling import told_chart, two_days
from .topic import Asked

CHILDREN = measure_named("children-in-care")


def placing_councils(asked: Asked) -> Chart | None:
    """In whose areas those live who do not live in the council's own; those that border on it are marked."""
    authority = asked.reader.authority
    outside = Q(in_area=False) & (asked.filters or Q())
    parts = breakdown([CHILDREN], PLACEMENT_AUTHORITY, authority, two_days(asked), outside)[CHILDREN.slug]
    if not parts:
        return None
    bordering = set(authority.borders.values_list("name", flat=True))
    return told_chart(
        asked,
        title=f"Placed outside {authority.name}: where",
        measure=CHILDREN,
        dimension=PLACEMENT_AUTHORITY,
        parts=parts,
        identifier="placing-councils",
        most=14,
        called=lambda name: f"{PLACEMENT_AUTHORITY.label(name)}{', next to us' if name in bordering else ''}",
    )


def compass(asked: Asked) -> Chart | None:
    """Directions and distances from home, by the outward part of postcodes.

    Whoever reads: a place with fewer children than may be shown is merged with those in the same direction and about
    as far, and left out when they are too few together.
    """
    places = outward_places(asked.reader.authority, asked.day, asked.filters)
    headings, left_out = merged(places, smallest_of(CHILDREN))
    note = ""
    if left_out:
        number = present_count(left_out, asked.reader)
        told = "a few" if number is None else shown(number)
        note = f"Left out because too few live in the same direction and about as far away: {told}."
    counted = (replace(each, children=present_count(each.children, asked.reader) or 0) for each in headings)
    drawn = Compass("Where children live, seen from home", tuple(counted))
    return compass_chart(drawn, "compass", note)


def merged(places: Sequence[Outward], smallest: int) -> tuple[list[Heading], int]:
    """What the compass shows of the places, and how many children it leaves out."""
    headings = [_heading(place.code, [place]) for place in places if place.children >= smallest]
    few: dict[tuple[str, int], list[Outward]] = defaultdict(list)
    for place in places:
        if place.children < smallest:
            few[wind_of(place.bearing), sum(ring <= place.miles for ring in RINGS)].append(place)
    left_out = 0
    for (wind, ring), together in few.items():
        children = sum(place.children for place in together)
        if children >= smallest:
            headings.append(_heading(f"{wind.capitalize()}, {_miles(ring)}", together, is_merged=True))
        else:
            left_out += children
    return headings, left_out


def _heading(name: str, places: Sequence[Outward], *, is_merged: bool = False) -> Heading:
    children = sum(place.children for place in places)
    east = sum(place.children * place.east for place in places) / children
    north = sum(place.children * place.north for place in places) / children
    return Heading(name, degrees(atan2(east, north)) % 360, hypot(east, north), children, is_merged)


def _miles(ring: int) -> str:
    """The distance between two rings: ``5 to 10 miles``."""
    if ring == 0:
        return f"up to {RINGS[0]} miles"
    return f"{RINGS[ring - 1]} to {RINGS[ring]} miles" if ring < len(RINGS) else f"over {RINGS[-1]} miles"
