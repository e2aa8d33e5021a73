"""The demo's registers, in the layout in which a council loads its own."""

from functools import cache

from .costs import costs_file
from .returns import records
from .schedule import RETURN_YEARS
from .spells import spells
from .unregulated import cases_file, events_file


@cache
def demo_registers() -> dict[int, dict[str, bytes]]:
    """Files of registers: return year -> file name -> content; they load together with the returns of the year.

    The same bytes at every call. ValueError when they would miss a published figure.
    """
    people, episodes = records()
    placements, year = spells(episodes), RETURN_YEARS[-1]
    return {
        year: {
            f"{year}-placement-costs.csv": costs_file(placements),
            f"{year}-unregulated-cases.csv": cases_file(placements, people),
            f"{year}-unregulated-events.csv": events_file(placements),
        }
    }
