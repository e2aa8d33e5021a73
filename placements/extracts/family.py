"""What the files of the return have in common: columns, rules, and the children who are derived from them."""

from collections.abc import Sequence

from placements import codes
from placements.derivation import derive
from placements.models import ChildFact, ChildRecord
from sufficiency.extracts.kinds import Check, Column, ColumnType, Family, Scan
from sufficiency.extracts.models import Fact, LoadFile
from sufficiency.extracts.problems import Severity

# Derived facts follow from these kinds alone: children, periods and spells from the first three.
KINDS_TO_DERIVE_FROM = ("header", "episodes", "uasc", "missing", "reviews", "placed_for_adoption")


def derive_children(authority: str, files: Sequence[int]) -> None:
    """Work out anew what follows from those of the files that derived facts rest on."""
    telling = LoadFile.objects.filter(pk__in=files, kind__in=KINDS_TO_DERIVE_FROM).values_list("pk", flat=True)
    if telling:
        derive(authority, list(telling))


RETURN = Family("ssda903", "SSDA903 return", derive_children)

CHILD = Column(
    "CHILD",
    "child",
    ColumnType.IDENTIFIER,
    required=True,
    means="The council's identifier of the child, the same in every file and year",
)
SEX = Column("SEX", "sex", ColumnType.CODE, codes.SEX, means="Sex")
DOB = Column(
    "DOB", "date_of_birth", ColumnType.DATE, not_future=True, means="Date of birth", example="14/05/2012"
)  # fmt: skip

# A row of a kind that counts: it belongs to the latest load of its kind and year.
CURRENT = "JOIN extracts_loadfile counts ON counts.id = file_id AND counts.current"


def own_rows(model: type[ChildFact]) -> str:
    """The rows of the file that is being checked, in SQL."""
    return f"SELECT * FROM {model._meta.db_table} WHERE file_id = %(file)s"


def with_header(model: type[Fact]) -> str:
    """The rows of a file that has a field ``child``, each with what the latest header row of its child says, in SQL."""
    return f"""
        SELECT own.*, latest.child IS NOT NULL AS has_header, latest.date_of_birth AS born
        FROM {model._meta.db_table} AS own LEFT JOIN (
            SELECT DISTINCT ON (child) child, date_of_birth FROM {ChildRecord._meta.db_table}
            {CURRENT} AND counts.authority_id = %(authority)s
            ORDER BY child, counts.year DESC
        ) AS latest USING (child)
        WHERE own.file_id = %(file)s"""


def written(field: str) -> str:
    """A date as the return writes it, in SQL."""
    return f"to_char({field}, 'DD/MM/YYYY')"


HAS_HEADER = Check(
    "no-header-row",
    Severity.WARNING,
    "CHILD",
    "No loaded header file holds this child, so age and sex may be unknown: load the header file of the year.",
    where="NOT has_header",
    value="child",
)
SAME_BIRTH = Check(
    "birth-date-differs",
    Severity.WARNING,
    "DOB",
    "The header file says {0}: correct the one that is wrong.",
    where="born <> date_of_birth",
    value=written("date_of_birth"),
    details=(written("born"),),
)


def header_of(model: type[ChildFact]) -> Scan:
    """Rules for rows that give the child's date of birth again."""
    return Scan(rows=with_header(model), checks=(HAS_HEADER, SAME_BIRTH))


def not_after_year(column: str, field: str) -> Check:
    """What the return tells of happened by the end of its year."""
    return Check(
        "starts-after-year",
        Severity.ERROR,
        column,
        f"{column} is after 31 March {{0}}, the end of the return year: check the date and the year chosen.",
        where=f"{field} > %(year_ends)s",
        value=written(field),
        details=("%(year)s",),
    )


def not_before_year(column: str, field: str) -> Check:
    """What was over when the return year began belongs to an earlier return."""
    return Check(
        "ended-before-year",
        Severity.WARNING,
        column,
        f"{column} is before the return year began on 1 April {{0}}: check that the year chosen is right.",
        where=f"{field} < %(year_begins)s",
        value=written(field),
        details=("%(year)s - 1",),
    )


def in_order(first: tuple[str, str], last: tuple[str, str]) -> Check:
    """Nothing ends before it starts. Each of the two is a column and its field."""
    (start, starts), (end, ends) = first, last
    return Check(
        "ends-before-start",
        Severity.ERROR,
        end,
        f"{end} is before {start}, which is {{0}}: correct one of them.",
        where=f"{ends} < {starts}",
        value=written(ends),
        details=(written(starts),),
    )


def not_before_birth(column: str, field: str) -> Check:
    """Nothing happens to a child before birth."""
    return Check(
        "born-after-start",
        Severity.WARNING,
        column,
        f"{column} is before the child was born: correct it, or DOB.",
        where=f"{field} < date_of_birth",
        value=written(field),
    )
