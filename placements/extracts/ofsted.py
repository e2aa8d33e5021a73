"""Ofsted's list of providers. The wording of its header changes from release to release."""

from collections.abc import Sequence

from sufficiency.extracts.kinds import Check, Column, ColumnType, Family, Kind, Scan
from sufficiency.extracts.problems import Severity

from ..models.ofsted import OfstedListing

# Name in the declaration: other names that releases have used for the same column.
ALIASES = {
    "PROVIDER TYPE": ("PROVISION TYPE",),
    "PROVIDER NAME": ("SETTING NAME",),
    "REGISTRATION STATUS": ("PROVIDER STATUS",),
    "DEREGISTRATION DATE": ("DATE CLOSED", "CLOSED DATE"),
    "OWNER NAME": ("ORGANISATION NAME", "ORGANISATION WHICH OWNS THE PROVIDER"),
    "NUMBER OF REGISTERED PLACES": ("MAX USERS", "PLACES", "MAXIMUM FOSTERING PLACES", "CAPACITY"),
    "DATE OF LAST FULL INSPECTION": ("LATEST FULL INSPECTION DATE", "INSPECTION DATE"),
    "OVERALL EFFECTIVENESS": (
        "LATEST OVERALL EFFECTIVENESS GRADE FROM LAST FULL INSPECTION",
        "OVERALL EXPERIENCES AND PROGRESS OF CHILDREN AND YOUNG PEOPLE",
    ),
    "LOCAL AUTHORITY": ("SETTING LOCAL AUTHORITY",),
}
CALLED = {alias: name for name, aliases in ALIASES.items() for alias in aliases}
# What Ofsted publishes besides, and the tracker does not keep: addresses, telephone numbers, single judgements.
NOT_NEEDED = frozenset(
    """
    PROVIDER SUBTYPE; PLACEMENT CODE; PLACEMENT PROVIDER CODE; PROVIDER LOCAL AUTHORITY; TOP_COMPANY
    TOP COMPANY (AS LISTED ON COMPANIES' HOUSE); CONDITIONS; LINK TO OFSTED REPORT; MULTI BUILDING CH
    PROVIDER ADDRESS LINE 1; PROVIDER ADDRESS LINE 2; PROVIDER TOWN; PROVIDER COUNTY; PROVIDER POSTCODE
    PROVIDER TELEPHONE NUMBER; PROVIDER EMAIL ADDRESS
    OWNER TYPE; OWNER ID; OWNER ADDRESS LINE 1; OWNER ADDRESS LINE 2; OWNER TOWN; OWNER COUNTY; OWNER POSTCODE
    SETTING STATUS; SETTING STATUS DATE; SETTING CATEGORY; SETTING TOWN; SETTING COUNTY; SETTING POSTCODE
    SETTING ADDRESS LINE 1; SETTING ADDRESS LINE 2; SETTING ADDRESS LINE 3
    SETTING ADDRESS TOWN; SETTING ADDRESS COUNTY; SETTING ADDRESS POSTCODE
    CYP SAFETY; CYP OUTCOMES; LEADERSHIP AND MANAGEMENT; INSPECTION EVENT TYPE
    INTERIM INSPECTION START DATE; INTERIM INSPECTION OVERALL EFFECTIVENESS; ASSURANCE VISIT START DATE
    EMOTIONAL AND BEHAVIOURAL DIFFICULTIES; MENTAL DISORDERS; SENSORY IMPAIRMENT; PRESENT ALCOHOL PROBLEMS
    PRESENT DRUG PROBLEMS; LEARNING DIFFICULTY; PHYSICAL DISABILITIES
    LINKED SCHOOL URN; LINKED SCHOOL NAME; LINKED SCHOOL TYPE; LINKED SCHOOL LATEST INSPECTION DATE
    """.strip()
    .replace("\n    ", "; ")
    .split("; ")
)


def usual_names(names: Sequence[str]) -> list[str]:
    """The header in the declaration's words; a name stays as it is where its usual one is there already."""
    return [CALLED[name] if name in CALLED and CALLED[name] not in names else name for name in names]


LISTED = Scan(
    rows=f"SELECT * FROM {OfstedListing._meta.db_table} WHERE file_id = %(file)s",
    checks=(
        Check(
            "closed-before-registered",
            Severity.WARNING,
            "DEREGISTRATION DATE",
            "The provider closed before it was registered.",
            where="closed_on < registered_on",
            value="to_char(closed_on, 'DD/MM/YYYY')",
        ),
    ),
)


def _read_as_they_are(_authority: str, _files: Sequence[int]) -> None:
    """Nothing is derived from the list."""


OFSTED_PROVIDERS = Kind(
    slug="ofsted-providers",
    title="Ofsted provider list",
    family=Family("ofsted", "Ofsted", _read_as_they_are),
    model=OfstedListing,
    columns=(
        Column("URN", "urn", ColumnType.IDENTIFIER, required=True),
        Column("PROVIDER NAME", "name", optional=True),
        Column("PROVIDER TYPE", "provider_type", required=True),
        Column("SECTOR", "sector", optional=True),
        Column("OWNER NAME", "owner", optional=True),
        Column("LOCAL AUTHORITY", "local_authority", required=True),
        Column("REGION", "region", optional=True),
        Column("NUMBER OF REGISTERED PLACES", "places", ColumnType.NUMBER, optional=True, most=100_000),
        Column("REGISTRATION STATUS", "status"),
        Column("REGISTRATION DATE", "registered_on", ColumnType.DATE, optional=True),
        Column("DEREGISTRATION DATE", "closed_on", ColumnType.DATE, optional=True),
        Column("DATE OF LAST FULL INSPECTION", "inspected_on", ColumnType.DATE, optional=True),
        Column("OVERALL EFFECTIVENESS", "judgement", optional=True),
    ),
    key=("urn",),
    not_needed=NOT_NEEDED,
    scans=(LISTED,),
    rename=usual_names,
)
