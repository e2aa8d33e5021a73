"""What is looked for in the files of the registers besides the rules of each entry. All of it is warned about only."""

from dataclasses import replace

from placements.extracts.family import SAME_BIRTH, with_header
from placements.models import Child
from sufficiency.extracts.kinds import Check, Scan
from sufficiency.extracts.models import Fact
from sufficiency.extracts.problems import Severity

from .models import AccommodationRow, ActivityRow, CareLeaverRow, LeaverRecord


def _rows(model: type[Fact]) -> str:
    return f"SELECT * FROM {model._meta.db_table} WHERE file_id = %(file)s"


def _overlaps(model: type[Fact], column: str, starts: str, ends: str) -> Scan:
    """Two entries of one care leaver that hold on the same day."""
    return Scan(
        rows=f"""
            SELECT line, {starts} AS begins,
                lag(coalesce({ends}, 'infinity')) OVER (PARTITION BY leaver ORDER BY {starts}) AS earlier_ends
            FROM {model._meta.db_table} WHERE file_id = %(file)s""",
        checks=(
            Check(
                "overlaps",
                Severity.WARNING,
                column,
                "The care leaver's entry before this one has not ended then, and this one counts: end the other.",
                where="begins < earlier_ends",
                value="to_char(begins, 'DD/MM/YYYY')",
            ),
        ),
    )


_KNOWN_CHILD = Scan(
    rows=f"""
        SELECT own.line, own.child FROM {CareLeaverRow._meta.db_table} AS own
        WHERE own.file_id = %(file)s AND own.child <> ''
          AND NOT EXISTS (
              SELECT FROM {Child._meta.db_table} AS known
              WHERE known.authority_id = own.authority_id AND known.identifier = own.child)
          AND NOT EXISTS (
              SELECT FROM {LeaverRecord._meta.db_table} AS told JOIN extracts_loadfile AS counts
              ON counts.id = told.file_id AND counts.current
              WHERE told.authority_id = own.authority_id AND told.child = own.child)""",
    checks=(
        Check(
            "no-such-child",
            Severity.WARNING,
            "CHILD",
            "No loaded return tells of this child: correct it, or leave it blank.",
            where="true",
            value="child",
        ),
    ),
)
LEAVERS = (_KNOWN_CHILD, Scan(rows=with_header(CareLeaverRow), checks=(replace(SAME_BIRTH, column="DATE_OF_BIRTH"),)))
HOMES = (
    _overlaps(AccommodationRow, "MOVED_IN", "moved_in", "moved_out"),
    Scan(
        rows=_rows(AccommodationRow),
        checks=(
            Check(
                "no-reason",
                Severity.WARNING,
                "REASON_UNSUITABLE",
                "The home is not suitable: say why.",
                where="suitable = 'NO' AND reason_unsuitable = ''",
            ),
            Check(
                "never-suitable",
                Severity.WARNING,
                "SUITABLE",
                "Neither custody nor no fixed abode is suitable: correct SUITABLE or HOME.",
                where="suitable = 'YES' AND home IN ('CUSTODY', 'NO-FIXED-ABODE')",
                value="suitable",
            ),
        ),
    ),
)
ACTIVITIES = (_overlaps(ActivityRow, "BEGAN_ON", "began_on", "ended_on"),)
