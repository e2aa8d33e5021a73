"""Where children live, seen from home: other councils' areas, and directions and distances."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from math import atan2, degrees, hypot

from django.db.models import Q

from placements.dimensions import PLACEMENT_AUTHORITY
from placements.headings import Outward, outward_places, outward_places_from_middle
from sufficiency.core.measure import Result
from sufficiency.core.rounding import shown
from sufficiency.core.tally import breakdown, evaluate
from sufficiency.dashboards.charts.chart import Chart
from sufficiency.dashboards.charts.compass import RINGS, WINDS, Compass, Heading, compass_chart, wind_of
from sufficiency.measures.present import present_table
from sufficiency.measures.registry import measure_named
from sufficiency.measures.small_numbers import smallest_of

from .telling import told_chart, two_days
from .topic import Asked

CHILDREN = measure_named("children-in-care")
LEFT_OUT, NOT_PLACED = "left out", "not placed"


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
        title=f"Children placed outside {authority.name}",
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
    as far, and left out when they are too few together. To readers who may not see children nothing stands where it
    would tell of single homes: all is seen from one point, and what is merged stands where its name says.
    """
    if asked.reader.may_see_children:
        places = outward_places(asked.reader.authority, asked.day, asked.filters)
        headings, left_out = merged(places, smallest_of(CHILDREN, exact=True))
        told = shown(left_out)
    else:
        headings, told = _limited(asked)
    note = f"Left out because too few live in the same direction and about as far away: {told}." if told != "0" else ""
    return compass_chart(Compass("Where children live, seen from home", tuple(headings)), "compass", note)


def _limited(asked: Asked) -> tuple[list[Heading], str]:
    """What somebody gets who may not see children, and how many are left out.

    The places, those left out and those whose places are not known are the parts of all in care, whose number
    everybody knows: none that is small may follow from the others.
    """
    authority = asked.reader.authority
    places = outward_places_from_middle(authority, asked.day)
    headings, left_out = merged(places, smallest_of(CHILDREN), between=False)
    everybody = int(evaluate([CHILDREN], authority, [asked.day])[CHILDREN.slug][0].value or 0)
    counted = {each.name: each.children for each in headings}
    counted |= {LEFT_OUT: left_out, NOT_PLACED: everybody - left_out - sum(counted.values())}
    told = present_table(
        {
            name: Result(CHILDREN, authority, asked.day, number, None, number, 0, (number,))
            for name, number in counted.items()
        },
        asked.reader,
    )
    drawn = [
        replace(each, children=int(told[each.name].value or 0)) for each in headings if not told[each.name].suppressed
    ]
    hides_more = len(drawn) < len(headings)
    return drawn, "a few" if hides_more or told[LEFT_OUT].suppressed else told[LEFT_OUT].text


def merged(places: Sequence[Outward], smallest: int, *, between: bool = True) -> tuple[list[Heading], int]:
    """What the compass shows of the places, and how many children it leaves out.

    Places that are merged stand ``between`` them, nearer to where more live; or in the middle of what their name says.
    """
    headings = [_heading(place.code, [place]) for place in places if place.children >= smallest]
    few: dict[tuple[str, int], list[Outward]] = defaultdict(list)
    for place in places:
        if place.children < smallest:
            few[wind_of(place.bearing), sum(ring <= place.miles for ring in RINGS)].append(place)
    left_out = 0
    for (wind, ring), together in few.items():
        children = sum(place.children for place in together)
        if children >= smallest:
            heading = _heading(f"{wind.capitalize()}, {_miles(ring)}", together, is_merged=True)
            if not between:
                heading = replace(heading, bearing=45.0 * WINDS.index(wind), miles=_middle(ring))
            headings.append(heading)
        else:
            left_out += children
    return headings, left_out


def _heading(name: str, places: Sequence[Outward], *, is_merged: bool = False) -> Heading:
    children = sum(place.children for place in places)
    east = sum(place.children * place.east for place in places) / children
    north = sum(place.children * place.north for place in places) / children
    return Heading(name, degrees(atan2(east, north)) % 360, hypot(east, north), children, is_merged)


def _middle(ring: int) -> float:
    """Miles half way between two rings; the last ring itself for what lies beyond it."""
    return ((0, *RINGS)[ring] + (*RINGS, RINGS[-1])[ring]) / 2


def _miles(ring: int) -> str:
    """The distance between two rings: ``5 to 10 miles``."""
    if ring == 0:
        return f"up to {RINGS[0]} miles"
    return f"{RINGS[ring - 1]} to {RINGS[ring]} miles" if ring < len(RINGS) else f"over {RINGS[-1]} miles"
