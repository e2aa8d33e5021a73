"""What the file on care leavers (OC3) must look like. It belongs to the SSDA903 return."""

from placements.extracts import RETURN
from placements.extracts.family import CHILD, DOB, SAME_BIRTH, own_rows, with_header
from sufficiency.extracts.kinds import Check, Column, ColumnType, Kind, Scan
from sufficiency.extracts.problems import Severity

from . import codes
from .models import LeaverRecord


def _not_needed(column: str, field: str) -> Check:
    return Check(
        "not-needed",
        Severity.WARNING,
        column,
        f"IN_TOUCH is {{0}}, so {column} is not needed: leave it blank or 0, or correct IN_TOUCH.",
        where=f"in_touch IN ('DIED', 'RHOM') AND {field} NOT IN ('', '0')",
        value=field,
        details=("in_touch",),
    )


OC3 = Kind(
    slug="oc3",
    title="OC3 (care leavers)",
    family=RETURN,
    model=LeaverRecord,
    columns=(
        CHILD,
        DOB,
        Column("IN_TOUCH", "in_touch", ColumnType.CODE, codes.IN_TOUCH, means="Whether the council is in touch"),
        Column("ACTIV", "activity", ColumnType.CODE, codes.ACTIV, means="Education, employment or training"),
        Column("ACCOM", "accommodation", ColumnType.CODE, codes.ACCOM, means="Where they live, and whether it suits"),
    ),
    key=("child",),
    scans=(
        Scan(
            rows=own_rows(LeaverRecord),
            checks=(_not_needed("ACTIV", "activity"), _not_needed("ACCOM", "accommodation")),
        ),
        # Most care leavers left years ago: that no loaded header holds them says nothing, their birth date is here.
        Scan(rows=with_header(LeaverRecord), checks=(SAME_BIRTH,)),
    ),
)

KINDS = (OC3,)
