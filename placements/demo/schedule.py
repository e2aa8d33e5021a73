"""The published totals that the demo council keeps to, and the plan that meets them.

Everything about any one child is invented. What is not is here: the totals that the council's own
papers and the national statistics publish. ADR 0005 names the sources.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

DORSET = "E06000059"
RETURN_YEARS = (2018, 2019, 2020, 2021)
FIRST_DAY = date(2017, 4, 1)
LAST_DAY = date(2021, 3, 31)
REFERENCE_DAY = date(2020, 11, 30)  # the day for which the strategy describes the children in care

STOCK_AT_OPENING = (
    462  # on 31 March 2017; before April 2019 the boundary was another one, so this is no published figure
)

# Published: Placement Sufficiency Strategy 2020-23 (30 November 2020), corporate parenting board
# (April 2019, March and July 2020), scrutiny committee (January 2021), national statistics (March 2021).
STOCK = {
    date(2019, 4, 30): 427,
    date(2020, 3, 31): 478,
    date(2020, 7, 31): 482,
    REFERENCE_DAY: 476,
    date(2021, 1, 31): 459,
    date(2021, 3, 31): 450,
}


@dataclass(frozen=True)
class Month:
    """What happens in a month: children who start, children who cease, and how many of those at 18."""

    first: date
    started: int
    ceased: int
    at_18: int

    @property
    def last(self) -> date:
        following = (self.first + timedelta(days=31)).replace(day=1)
        return following - timedelta(days=1)


# (started, ceased, of these at 18) for each month from April to March. From April to September 2020
# 74 started and 75 ceased, 27 of them at 18; in the year to March 2021 128 started and 156 ceased.
_FLOWS = {
    2018: (
        (12, 13, 4), (13, 15, 5), (14, 14, 4), (13, 15, 5), (10, 11, 4), (12, 14, 6),
        (14, 14, 4), (13, 14, 4), (11, 14, 4), (13, 14, 5), (12, 14, 4), (13, 14, 5),
    ),
    2019: (
        (13, 12, 4), (14, 14, 4), (13, 14, 5), (14, 14, 4), (12, 11, 4), (13, 14, 6),
        (14, 16, 5), (13, 14, 4), (11, 13, 4), (14, 16, 5), (12, 13, 4), (14, 16, 5),
    ),
    2020: (
        (9, 18, 4), (14, 10, 3), (15, 10, 4), (16, 10, 4), (14, 9, 4), (15, 11, 6),
        (16, 10, 4), (15, 10, 4), (12, 9, 3), (16, 10, 4), (14, 10, 4), (13, 10, 4),
    ),
    2021: (
        (9, 8, 4), (12, 11, 4), (13, 11, 4), (16, 16, 5), (12, 14, 5), (12, 15, 5),
        (11, 11, 4), (10, 11, 4), (7, 15, 7), (8, 17, 8), (8, 13, 5), (10, 14, 6),
    ),
}  # fmt: skip


def months() -> Iterator[Month]:
    """The months from April 2017 to March 2021."""
    for year, flows in _FLOWS.items():
        for number, flow in enumerate(flows):
            yield Month(date(year - 1 + (number > 8), (number + 3) % 12 + 1, 1), *flow)


# Ages on the reference day: (born from, born to, children). The first three rows are those who turn
# 18 by 31 March 2021 (26) and by 31 March 2022 (82 in all), and the other 16 and 17 year olds.
BIRTHS = (
    (date(2002, 12, 1), date(2003, 3, 31), 26),
    (date(2003, 4, 1), date(2004, 3, 31), 56),
    (date(2004, 4, 1), date(2004, 11, 30), 40),
    (date(2004, 12, 1), date(2007, 11, 30), 168),
    (date(2007, 12, 1), date(2010, 11, 30), 50),
    (date(2010, 12, 1), date(2015, 11, 30), 70),
    (date(2015, 12, 1), date(2019, 11, 30), 48),
    (date(2019, 12, 1), date(2020, 11, 1), 18),
)


class Setting(StrEnum):
    """Where children live, as the strategy groups them."""

    FOR_ADOPTION = "placed for adoption"
    FAMILY_UNIT = "family centre or mother and baby unit"
    SCHOOL = "residential school"
    CUSTODY = "young offender institution"
    HOSPITAL = "hospital"
    OTHER = "other"
    OWN_HOME = "the council's own children's home"
    UNREGULATED = "unregulated"
    EXTERNAL_HOME = "external residential"
    PARENTS = "with parents"
    CONNECTED = "connected carers"
    AGENCY = "independent fostering agency"
    OWN_FOSTER = "the council's own foster carers"


@dataclass(frozen=True)
class Cells:
    """Children in a setting on the reference day, by in or out of area and up to or over 20 miles."""

    in_near: int
    in_far: int
    out_near: int
    out_far: int

    def each(self) -> Iterator[tuple[bool, bool]]:
        """(out of area, over 20 miles) once for each child, the rarer kinds first."""
        yield from [(True, False)] * self.out_near
        yield from [(True, True)] * self.out_far
        yield from [(False, True)] * self.in_far
        yield from [(False, False)] * self.in_near


# Published: 106 with agencies (66 out of area), 57 in external residential homes (49), 43 unregulated (9),
# 212 with the council's own carers, 5 in its own home, 194 out of area in all and 46% over 20 miles.
# The division of the 58 others and of the distances is invented.
ON_REFERENCE_DAY = {
    Setting.FOR_ADOPTION: Cells(6, 0, 1, 10),
    Setting.FAMILY_UNIT: Cells(1, 0, 0, 2),
    Setting.CUSTODY: Cells(0, 0, 0, 1),
    Setting.UNREGULATED: Cells(26, 8, 2, 7),
    Setting.OTHER: Cells(1, 0, 0, 1),
    Setting.SCHOOL: Cells(0, 0, 0, 3),
    Setting.OWN_HOME: Cells(4, 1, 0, 0),
    Setting.EXTERNAL_HOME: Cells(6, 2, 3, 46),
    Setting.HOSPITAL: Cells(1, 0, 0, 0),
    Setting.PARENTS: Cells(20, 1, 1, 4),
    Setting.CONNECTED: Cells(40, 10, 6, 15),
    Setting.AGENCY: Cells(27, 13, 14, 52),
    Setting.OWN_FOSTER: Cells(87, 28, 11, 15),
}
UNREGULATED_SOON_18 = 20  # of the 43, those who turn 18 by 31 March 2021

UASC_IN_CARE = {Setting.UNREGULATED: 9, Setting.AGENCY: 4, Setting.OWN_FOSTER: 1}  # 14 on the reference day
UASC_WHO_LEFT = 18  # before it; invented
