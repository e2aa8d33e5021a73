"""Who the children are: the header file and the UASC file."""

from placements import codes
from placements.models import ChildRecord, UascRecord
from sufficiency.extracts.kinds import Check, Column, ColumnType, Kind, Scan
from sufficiency.extracts.problems import Severity

from .family import CHILD, DOB, HAS_HEADER, RETURN, SEX, with_header

BIRTH_DATES = Scan(
    rows=f"""
        SELECT line, child
        FROM {ChildRecord._meta.db_table} JOIN (
            SELECT child FROM {ChildRecord._meta.db_table}
            WHERE file_id = %(file)s GROUP BY child HAVING count(DISTINCT date_of_birth) > 1
        ) AS unsure USING (child)
        WHERE file_id = %(file)s""",
    checks=(
        Check(
            "two-birth-dates",
            Severity.ERROR,
            "DOB",
            "Another row gives this child a different date of birth: keep the right one.",
            where="true",
        ),
    ),
)

HEADER = Kind(
    slug="header",
    title="header",
    family=RETURN,
    model=ChildRecord,
    columns=(
        CHILD,
        SEX,
        DOB,
        Column("ETHNIC", "ethnicity", ColumnType.CODE, codes.ETHNIC, means="Ethnic background"),
        Column("UPN", "upn", means="Unique pupil number, or UN1 to UN5 when there is none", example="UN1"),
        Column("MOTHER", "mother", ColumnType.CODE, codes.YES_NO, means="Whether she is a mother"),
        Column(
            "MC_DOB",
            "mothers_child_date_of_birth",
            ColumnType.DATE,
            not_future=True,
            means="Date of birth of her child",
            example="",
        ),
    ),
    key=("child",),
    scans=(BIRTH_DATES,),
)

UASC = Kind(
    slug="uasc",
    title="UASC",
    family=RETURN,
    model=UascRecord,
    columns=(
        CHILD,
        SEX,
        DOB,
        Column(
            "DUC",
            "status_ceased",
            ColumnType.DATE,
            means="First day on which the child is no longer an unaccompanied asylum-seeking child",
        ),
    ),
    key=("child",),
    scans=(Scan(rows=with_header(UascRecord), checks=(HAS_HEADER,)),),
    may_be_empty=True,
)
