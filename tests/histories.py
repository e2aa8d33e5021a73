"""Hypothesis strategies that invent returns of several years for a few children, faults included.

What they invent passes the loader without a row error. Days lie close together, and close to the
ends of years and to leap days, so that odd things meet.
"""

from datetime import date, timedelta

from hypothesis import strategies as st

from .edge_cases import EDGE_CASES
from .returns import (
    HOME,
    NEAR,
    NOT_IN_DIRECTORY,
    POSTCODES,
    SOMEBODY_ELSE,
    Returns,
    Row,
    day_of,
    episode,
    header,
    text,
    uasc,
)

__all__ = ["EDGE_CASES", "invented_returns"]

_ANCHORS = [
    *(date(year, 3, day) for year in (2018, 2019, 2020, 2021) for day in (30, 31)),
    *(date(year, 4, day) for year in (2018, 2019, 2020, 2021) for day in (1, 2)),
    *(date(2020, 2, 28), date(2020, 2, 29), date(2020, 3, 1), date(2019, 2, 28), date(2021, 2, 28)),
    *(date(2019, 8, 31), date(2020, 11, 30), date(2020, 12, 15)),
]
_YEARS = (2019, 2020, 2021)
_POSTS = st.sampled_from([NEAR, NEAR, NEAR, "qx12bb", *POSTCODES, NOT_IN_DIRECTORY, ""])
_PLACES = st.sampled_from(
    [
        *["U4"] * 4,
        "U1",
        "U3",
        "K1",
        "K2",
        "H5",
        "P1",
        "P2",
        "A3",
        "A6",
        "Z1",
        "R1",
        "R2",
        "S1",
        "",
        "T0",
        "T1",
        "T2",
        "T3",
        "T4",
        "T4",
        "T4",
    ]
)
_ENDED = st.sampled_from(
    ["X1", "X1", "E4A", "E4B", "E11", "E12", "E45", "E48", "E8", "E17", "E13", "E41", "E5", "E6", "E7", "E9", "E15", ""]
)
_LEGAL_STATUSES = st.sampled_from(["C2", "C2", "C2", "C1", "V2", "V2", "E1", "E1", "J1", "V3", "V4", ""])
_ETHNICITIES = st.sampled_from(["WBRI", "WOTH", "MWBC", "AIND", "CHNE", "BAFR", "OOTH", "REFU", "NOBT", ""])


@st.composite
def _starts(draw: st.DrawFn) -> list[date]:
    """Days on which a child's episodes begin, in order: close together, or around the anchors."""
    day = draw(st.sampled_from(_ANCHORS)) - timedelta(days=draw(st.sampled_from([0, 0, 1, 5, 365, 366, 731, 914])))
    days = [day]
    for _ in range(draw(st.integers(0, 7))):
        if draw(st.integers(0, 3)) == 0:
            day = max(draw(st.sampled_from(_ANCHORS)), day + timedelta(days=1))
        else:
            day += timedelta(days=draw(st.sampled_from([1, 1, 2, 3, 7, 30, 180, 365, 366, 730])))
        days.append(day)
    return [day for day in days if day <= date(2021, 3, 31)] or [date(2020, 3, 31)]


@st.composite
def _truth(draw: st.DrawFn, child: str) -> list[Row]:
    """What one child's episodes are in the end; mostly chained, sometimes with gaps, overlaps and open ends."""
    starts = draw(_starts())
    rows = []
    for number, begins in enumerate(starts):
        following = starts[number + 1] if number + 1 < len(starts) else None
        shift = draw(st.sampled_from([0, 0, 0, 0, 0, -1, -2, 1, 2, 40, 400]))
        ends: date | None = (following or begins + timedelta(days=draw(st.sampled_from([0, 1, 20, 200])))) + timedelta(
            days=shift
        )
        is_open = draw(st.integers(0, 11)) == 0 or (following is None and draw(st.booleans()))
        ends = None if is_open or ends is None else max(ends, begins)
        rows.append(
            episode(
                text(begins),
                text(ends),
                child=child,
                rne=draw(st.sampled_from("SLTUPPPB" if number else "SSSL") | st.just("")),
                rec=draw(_ENDED) if ends else draw(st.sampled_from(["", "", "X1", "E4A"])),
                LS=draw(_LEGAL_STATUSES),
                PLACE=draw(_PLACES),
                PLACE_PROVIDER=draw(st.sampled_from(["PR1", "PR1", "PR4", "PR5", "PR2", "PR0", ""])),
                HOME_POST=draw(st.sampled_from([HOME, HOME, HOME, HOME, "QS1 1AA", "QN1 1AA", NOT_IN_DIRECTORY, ""])),
                PL_POST=draw(_POSTS),
                URN=draw(st.sampled_from(["1234567", "1234567", "7654321", ""])),
            )
        )
    return rows


def _as_told_in(draw: st.DrawFn, row: Row, year: int) -> Row | None:
    """How the return of a year tells an episode: open while it has not ended, not at all when long over."""
    begins, ends = day_of(row["DECOM"]), day_of(row["DEC"])
    if begins is None or begins > date(year, 3, 31):
        return None
    if ends and ends < date(year - 1, 4, 1):
        return row if draw(st.integers(0, 9)) == 0 else None
    if draw(st.integers(0, 11)) == 0:
        return None  # dropped
    if ends and ends > date(year, 3, 31) and draw(st.integers(0, 9)):
        return {**row, "DEC": "", "REC": ""}
    if draw(st.integers(0, 9)) == 0:  # to be corrected by a later return, or wrong in the last
        return {**row, "PLACE": "K2", "PL_POST": "QY1 1AA", "LS": draw(st.sampled_from(["C2", "V4"]))}
    return row


@st.composite
def invented_returns(draw: st.DrawFn, children: int = 4) -> Returns:
    """Returns of three years for a few children, faults of every kind included."""
    told: Returns = {year: {"header": [], "episodes": [], "uasc": []} for year in _YEARS}
    for child in [f"{number:03}" for number in range(1, draw(st.integers(1, children)) + 1)]:
        rows = draw(_truth(child))
        began_in = int(rows[0]["DECOM"][6:])
        born = draw(
            st.sampled_from(
                [date(2004, 2, 29), date(2004, 3, 1), date(2003, 2, 28), date(2002, 12, 15), date(2003, 4, 1)]
            )
            | st.dates(date(began_in - 17, 1, 1), date(2017, 12, 31))
        )
        is_uasc, duc = draw(st.integers(0, 3)) == 0, draw(st.sampled_from(["", *map(text, _ANCHORS)]))
        has_header = draw(st.integers(0, 5)) != 0
        sex, ethnic = draw(st.sampled_from(["1", "2", ""])), draw(_ETHNICITIES)
        for year in _YEARS:
            in_year = [told_row for row in rows if (told_row := _as_told_in(draw, row, year))]
            told[year]["episodes"] += in_year
            if in_year and has_header:
                told[year]["header"].append(header(child, text(born) if draw(st.integers(0, 9)) else "", sex, ethnic))
            if in_year and is_uasc:
                told[year]["uasc"].append(uasc(child, text(born), duc if draw(st.booleans()) else ""))
    for year in _YEARS:
        told[year]["episodes"].append({**SOMEBODY_ELSE, "DECOM": "01/04/2016"})
        told[year]["header"].append(header("Z9"))
        if not told[year]["uasc"]:
            del told[year]["uasc"]
    return told
