"""Made-up returns: rows as a council's system writes them, a postcode directory, and the days worth asking about.

A set of returns is ``{year: {"header": rows, "episodes": rows, "uasc": rows}}``, rows being
dictionaries of text as in the CSV. No postcode here is a real one.
"""

import csv
import io
from datetime import date, timedelta
from fractions import Fraction

Row = dict[str, str]
Returns = dict[int, dict[str, list[Row]]]

COLUMNS = {
    "header": ("CHILD", "SEX", "DOB", "ETHNIC", "UPN", "MOTHER", "MC_DOB"),
    "episodes": (
        *("CHILD", "DECOM", "RNE", "LS", "CIN", "PLACE", "PLACE_PROVIDER", "DEC", "REC"),
        *("REASON_PLACE_CHANGE", "HOME_POST", "PL_POST", "URN"),
    ),
    "uasc": ("CHILD", "SEX", "DOB", "DUC"),
    "oc2": (
        *("CHILD", "DOB", "SDQ_SCORE", "SDQ_REASON", "CONVICTED", "HEALTH_CHECK", "IMMUNISATIONS", "TEETH_CHECK"),
        *("HEALTH_ASSESSMENT", "SUBSTANCE_MISUSE", "INTERVENTION_RECEIVED", "INTERVENTION_OFFERED"),
    ),
    "oc3": ("CHILD", "DOB", "IN_TOUCH", "ACTIV", "ACCOM"),
    "missing": ("CHILD", "DOB", "MISSING", "MIS_START", "MIS_END"),
    "reviews": ("CHILD", "DOB", "REVIEW", "REVIEW_CODE"),
    "ad1": (*("CHILD", "DOB", "DATE_INT", "DATE_MATCH", "FOSTER_CARE", "NB_ADOPTR", "SEX_ADOPTR", "LS_ADOPTR"),),
    "placed_for_adoption": ("CHILD", "DOB", "DATE_PLACED", "DATE_PLACED_CEASED", "REASON_PLACED_CEASED"),
}

OURS = "E06000059"
NEIGHBOUR = "E06000058"
WALES, SCOTLAND, NORTHERN_IRELAND = "W92000004", "S92000003", "N92000002"
CHANNEL_ISLANDS, ISLE_OF_MAN = "L93000001", "M83000003"

HOME = "QX1 1AA"
NEAR = "QX1 2BB"
POSTCODES: dict[str, tuple[str | None, int | None, int | None]] = {
    HOME: (OURS, 370_000, 90_000),
    NEAR: (OURS, 371_000, 91_000),
    "QX2 1AA": (OURS, 370_000 + 32_266, 90_000),  # 20.0497 miles from home: 20.0, so not over 20
    "QX2 1AB": (OURS, 370_000 + 32_267, 90_000),  # 20.0503 miles: 20.1
    "QY1 1AA": (NEIGHBOUR, 372_000, 92_000),
    "QY2 1AA": (NEIGHBOUR, 420_000, 150_000),
    "QW1 1AA": (WALES, 318_000, 176_000),
    "QS1 1AA": (SCOTLAND, 325_000, 674_000),
    "QN1 1AA": (NORTHERN_IRELAND, None, None),
    "QC1 1AA": (CHANNEL_ISLANDS, None, None),
    "QM1 1AA": (ISLE_OF_MAN, None, None),
    "QZ1 1AA": (None, None, None),
    "QZ1 1AB": (None, 370_500, 90_500),
    "QZ1 1AC": (OURS, None, None),
}
NOT_IN_DIRECTORY = "QQ9 9QQ"
POPULATIONS = {2016: 67_500, 2018: 68_000, 2020: 68_250}
TARGETS = [(date(2018, 4, 1), Fraction(35)), (date(2020, 4, 1), Fraction(30)), (date(2021, 2, 15), Fraction("12.5"))]


def text(day: date | None) -> str:
    """A date as the return writes it."""
    return day.strftime("%d/%m/%Y") if day else ""


def day_of(cell: str) -> date | None:
    """The date of a cell written DD/MM/YYYY; None when blank."""
    return date(int(cell[6:]), int(cell[3:5]), int(cell[:2])) if cell else None


def header(child: str = "A1", dob: str = "10/06/2008", sex: str = "F", ethnic: str = "WBRI") -> Row:
    return {"CHILD": child, "SEX": sex, "DOB": dob, "ETHNIC": ethnic, "UPN": "UN1", "MOTHER": "", "MC_DOB": ""}


def uasc(child: str = "A1", dob: str = "10/06/2008", duc: str = "") -> Row:
    return {"CHILD": child, "SEX": "M", "DOB": dob, "DUC": duc}


def episode(decom: str, dec: str = "", *, child: str = "A1", rne: str = "S", rec: str = "", **columns: str) -> Row:
    """A row of the episodes file: a foster home of the council's own near home, unless told otherwise."""
    usual = {
        **{"CHILD": child, "DECOM": decom, "RNE": rne, "LS": "C2", "CIN": "N1", "PLACE": "U4"},
        **{"PLACE_PROVIDER": "PR1", "DEC": dec, "REC": rec, "REASON_PLACE_CHANGE": ""},
        **{"HOME_POST": HOME, "PL_POST": NEAR, "URN": "1234567"},
    }
    return {**usual, **columns}


def one_return(*episodes: Row, year: int = 2021, headers: list[Row] | None = None, uascs: list[Row] = []) -> Returns:  # noqa: B006
    """A single return; the children get header rows unless these are given."""
    children = sorted({row["CHILD"] for row in episodes})
    return {
        year: {
            "header": [header(child) for child in children] if headers is None else headers,
            "episodes": list(episodes),
            "uasc": list(uascs),
        }
    }


def several(**episodes_by_year: list[Row]) -> Returns:
    """Returns of several years, ``several(y2020=[...], y2021=[...])``, with header rows in each."""
    return {
        int(name[1:]): one_return(*rows, year=int(name[1:]))[int(name[1:])] for name, rows in episodes_by_year.items()
    }


def as_csv(kind: str, rows: list[Row]) -> bytes:
    """A file of the return, as a council's system writes it."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS[kind], lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


SOMEBODY_ELSE = episode("01/04/2016", child="Z9")  # so that a later return is there without the child


def months_later(day: date, months: int) -> date:
    """So many months later, no further than day 28, for choosing days to ask about."""
    years, month = divmod(day.month - 1 + months, 12)
    return date(day.year + years, month + 1, min(day.day, 28))


def days_worth_asking(returns: Returns) -> list[date]:
    """Every day on which a figure may change, with the days around it."""
    told = {
        day
        for files in returns.values()
        for row in (*files.get("episodes", ()), *files.get("uasc", ()))
        for column in ("DECOM", "DEC", "DUC")
        if (day := day_of(row.get(column, "")))
    }
    births = {
        day
        for files in returns.values()
        for row in (*files.get("header", ()), *files.get("uasc", ()))
        if (day := day_of(row["DOB"]))
    }
    moments = told | {date(year, 4, 1) for year in returns} | {months_later(day, 12 * 16) for day in births}
    moments |= {months_later(day, months) for day in told for months in (12, 24, 30)}
    around = {moment + timedelta(days=shift) for moment in moments for shift in (-1, 0, 1)}
    leap_days = {date(2020, 2, 28), date(2020, 2, 29), date(2020, 3, 1), date(2021, 2, 28), date(2021, 3, 1)}
    return sorted(around | leap_days)
