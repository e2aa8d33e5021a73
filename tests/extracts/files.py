"""Small return files without a fault, and ways to make exactly one."""

from collections.abc import Sequence
from io import BytesIO

from sufficiency.core.models import Authority, Postcode
from sufficiency.extracts.actions import SourceFile, load_files
from sufficiency.extracts.outcome import Outcome
from tests.returns import COLUMNS, HOME, NEAR, NEIGHBOUR, OURS, POSTCODES, Row

YEAR = 2021
HEADER: tuple[Row, ...] = (
    {"CHILD": "0012", "SEX": "1", "DOB": "03/02/2008", "ETHNIC": "WBRI", "UPN": "UN1", "MOTHER": "0", "MC_DOB": ""},
    {"CHILD": "0013", "SEX": "2", "DOB": "29/02/2012", "ETHNIC": "BCRB", "UPN": "", "MOTHER": "", "MC_DOB": ""},
)
EPISODES: tuple[Row, ...] = (
    {
        **{"CHILD": "0012", "DECOM": "10/05/2019", "RNE": "S", "LS": "C1", "CIN": "N1", "PLACE": "U6"},
        **{"PLACE_PROVIDER": "PR1", "DEC": "01/06/2020", "REC": "X1", "REASON_PLACE_CHANGE": "CARPL"},
        **{"HOME_POST": HOME, "PL_POST": NEAR, "URN": "1234567"},
    },
    {
        **{"CHILD": "0012", "DECOM": "01/06/2020", "RNE": "B", "LS": "C2", "CIN": "N1", "PLACE": "K2"},
        **{"PLACE_PROVIDER": "PR4", "DEC": "", "REC": "", "REASON_PLACE_CHANGE": ""},
        **{"HOME_POST": HOME, "PL_POST": NEAR, "URN": "SC123456"},
    },
    {
        **{"CHILD": "0013", "DECOM": "02/07/2020", "RNE": "S", "LS": "V2", "CIN": "N4", "PLACE": "U4"},
        **{"PLACE_PROVIDER": "PR5", "DEC": "09/12/2020", "REC": "E4A", "REASON_PLACE_CHANGE": ""},
        **{"HOME_POST": HOME, "PL_POST": NEAR, "URN": "7654321"},
    },
)
UASC: tuple[Row, ...] = ({"CHILD": "0012", "SEX": "1", "DOB": "03/02/2008", "DUC": "03/02/2026"},)
SOUND = {"header": HEADER, "episodes": EPISODES, "uasc": UASC}


def changed(kind: str, line: int, **cells: str) -> list[Row]:
    """The sound rows of a kind with other cells in one line; lines count from 2 as in a spreadsheet."""
    rows = [dict(row) for row in SOUND[kind]]
    rows[line - 2].update(cells)
    return rows


def csv_text(kind: str, rows: Sequence[Row] | None = None) -> str:
    """Rows as CSV, the sound ones when none are given; cells are written as they are, without quotes."""
    names = COLUMNS[kind]
    lines = [",".join(names)]
    lines += [",".join(row[name] for name in names) for row in (SOUND[kind] if rows is None else rows)]
    return "\n".join(lines) + "\n"


def csv_bytes(kind: str, rows: Sequence[Row] | None = None) -> bytes:
    return csv_text(kind, rows).encode()


def council() -> Authority:
    return Authority.objects.get(code=OURS)


def make_directory() -> None:
    """The made-up postcodes, so that sound files give no warning."""
    Postcode.objects.bulk_create(
        Postcode(postcode=postcode.replace(" ", ""), authority_id=authority, easting=easting, northing=northing)
        for postcode, (authority, easting, northing) in POSTCODES.items()
    )


def load(files: dict[str, bytes], *, year: int = YEAR, authority: str = OURS, **options: bool) -> Outcome:
    """Load files by name for the council."""
    return load_files(
        files=[SourceFile(name, BytesIO(content)) for name, content in files.items()],
        authority=Authority.objects.get(code=authority),
        year=year,
        by="test",
        **options,
    )


__all__ = ["COLUMNS", "EPISODES", "HEADER", "HOME", "NEAR", "NEIGHBOUR", "OURS", "UASC", "YEAR"]
