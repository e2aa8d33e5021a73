"""Counts what was made up against what is published, before anything is written."""

from collections.abc import Collection
from datetime import date

from .children import Person
from .days import birthday
from .episodes import STILL_IN_CARE, Episode
from .places import is_far, places
from .schedule import ON_REFERENCE_DAY, REFERENCE_DAY, STOCK, UASC_IN_CARE


def _on(day: date, episodes: Collection[Episode]) -> list[Episode]:
    return [e for e in episodes if e.starts <= day and (e.ends is None or e.ends > day)]


def _flows(first: date, last: date, people: dict[str, Person], episodes: Collection[Episode]) -> tuple[int, int, int]:
    """Children who started, who ceased, and who ceased at 18, from the first day to the last."""
    started = {e.child for e in episodes if e.rne == "S" and first <= e.starts <= last}
    ceased = {e.child: e.ends for e in episodes if e.ends and e.rec != STILL_IN_CARE and first <= e.ends <= last}
    at_18 = [child for child, day in ceased.items() if day >= birthday(people[child].born, 18)]
    return len(started), len(ceased), len(at_18)


def check_totals(people: dict[str, Person], episodes: Collection[Episode]) -> None:
    """ValueError that names every published total which the episodes miss."""
    by_postcode = {place.postcode: place for place in places()}
    now = _on(REFERENCE_DAY, episodes)
    where = [(by_postcode.get(e.home_postcode), by_postcode[e.placement_postcode]) for e in now]
    cells = ON_REFERENCE_DAY.values()
    found: dict[str, tuple[object, object]] = {
        f"in care on {day}": (len({e.child for e in _on(day, episodes)}), expected) for day, expected in STOCK.items()
    }
    half_year = _flows(date(2020, 4, 1), date(2020, 9, 30), people, episodes)
    year = _flows(date(2020, 4, 1), date(2021, 3, 31), people, episodes)[:2]
    found["out of area"] = (
        sum(not there.in_dorset for _, there in where),
        sum(cell.out_near + cell.out_far for cell in cells),
    )
    found["over 20 miles"] = (
        sum(home is not None and is_far(home, there) for home, there in where),
        sum(cell.in_far + cell.out_far for cell in cells),
    )
    found["unaccompanied"] = (sum(people[e.child].uasc for e in now), sum(UASC_IN_CARE.values()))
    found["April to September 2020"] = (half_year, (74, 75, 27))
    found["year to March 2021"] = (year, (128, 156))
    missed = [f"{name}: {got} instead of {expected}" for name, (got, expected) in found.items() if got != expected]
    if missed:
        raise ValueError("The demo misses published totals. " + "; ".join(missed))
