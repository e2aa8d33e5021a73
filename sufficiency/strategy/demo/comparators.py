"""The demo's comparator group: that of the council's board, as its papers name it."""

from datetime import date

from placements.demo.schedule import REFERENCE_DAY
from placements.demo.writing import csv_file, written
from sufficiency.core.dates import return_year

COLUMNS = ("COMPARATOR", "MEMBER", "MEMBER_FROM", "MEMBER_UNTIL", "PURPOSE", "SOURCE")
GROUP = "Good and outstanding neighbours"
MEMBERS = ("E06000054", "E10000011", "E10000029")  # Wiltshire, East Sussex, Suffolk
PURPOSE = "Statistical neighbours judged good or outstanding: their range is where the board wants to be"
SOURCE = "Corporate Parenting Board, 9 September 2020, performance report"
# The papers compare figures of the reporting year 2018-19 with this group; since when it has been so they do not say.
SINCE = date(2019, 3, 31)


def comparator_files() -> dict[int, dict[str, bytes]]:
    """The file of the group: year -> file name -> content."""
    rows = [(GROUP, member, written(SINCE), "", PURPOSE, SOURCE) for member in MEMBERS]
    return {return_year(REFERENCE_DAY): {"comparators.csv": csv_file(COLUMNS, rows)}}
