"""How children in care fare: reviews, health (OC2) and days missing."""

from placements import codes
from placements.models import HealthRecord, MissingIncident, Review
from sufficiency.extracts.kinds import Check, Column, ColumnType, Kind, Scan
from sufficiency.extracts.problems import Severity

from .family import (
    CHILD,
    DOB,
    RETURN,
    header_of,
    in_order,
    not_after_year,
    not_before_birth,
    not_before_year,
    own_rows,
)

REVIEWS = Kind(
    slug="reviews",
    title="reviews",
    family=RETURN,
    model=Review,
    columns=(
        CHILD,
        DOB,
        Column("REVIEW", "held_on", ColumnType.DATE, required=True, means="Day of the review"),
        Column(
            "REVIEW_CODE",
            "participation",
            ColumnType.CODE,
            codes.REVIEW_CODE,
            means="How the child took part",
            example="PN1",
        ),
    ),
    key=("child", "held_on"),
    scans=(
        Scan(
            rows=own_rows(Review),
            checks=(
                not_after_year("REVIEW", "held_on"),
                not_before_year("REVIEW", "held_on"),
                not_before_birth("REVIEW", "held_on"),
            ),
        ),
        header_of(Review),
    ),
)

# A score is due from children aged 4 to 16 at the end of the year.
SCORE_IS_DUE = "months_after(date_of_birth, 48) <= %(year_ends)s AND months_after(date_of_birth, 204) > %(year_ends)s"


def _flag(name: str, field: str, means: str) -> Column:
    return Column(name, field, ColumnType.CODE, codes.YES_NO, means=means)


OC2 = Kind(
    slug="oc2",
    title="OC2 (health)",
    family=RETURN,
    model=HealthRecord,
    columns=(
        CHILD,
        DOB,
        Column(
            "SDQ_SCORE",
            "sdq_score",
            ColumnType.NUMBER,
            most=40,
            means="Score of the strengths and difficulties questionnaire",
            example="12",
        ),
        Column(
            "SDQ_REASON", "sdq_reason", ColumnType.CODE, codes.SDQ_REASON, means="Why there is no score", example=""
        ),
        _flag("CONVICTED", "convicted", "Convicted of an offence, or cautioned, in the year"),
        _flag("HEALTH_CHECK", "health_check", "Development checks up to date (children under 5)"),
        _flag("IMMUNISATIONS", "immunisations", "Immunisations up to date"),
        _flag("TEETH_CHECK", "teeth_check", "Teeth checked by a dentist in the year"),
        _flag("HEALTH_ASSESSMENT", "health_assessment", "Yearly health assessment done"),
        _flag("SUBSTANCE_MISUSE", "substance_misuse", "Found to have a substance misuse problem in the year"),
        _flag("INTERVENTION_RECEIVED", "intervention_received", "Was helped with the substance misuse"),
        _flag("INTERVENTION_OFFERED", "intervention_offered", "Was offered help with it and refused"),
    ),
    key=("child",),
    scans=(
        Scan(
            rows=own_rows(HealthRecord),
            checks=(
                Check(
                    "score-and-reason",
                    Severity.WARNING,
                    "SDQ_REASON",
                    "There is a score and a reason why there is none: keep the right one.",
                    where="sdq_score IS NOT NULL AND sdq_reason <> ''",
                    value="sdq_reason",
                ),
                Check(
                    "no-score-no-reason",
                    Severity.WARNING,
                    "SDQ_SCORE",
                    "The child was aged 4 to 16, and there is neither a score nor a reason why not: enter one of them.",
                    where=f"sdq_score IS NULL AND sdq_reason = '' AND {SCORE_IS_DUE}",
                ),
            ),
        ),
        header_of(HealthRecord),
    ),
)

MISSING = Kind(
    slug="missing",
    title="missing",
    family=RETURN,
    model=MissingIncident,
    columns=(
        CHILD,
        DOB,
        Column("MISSING", "whereabouts", ColumnType.CODE, codes.MISSING, means="Missing, or away without leave"),
        Column("MIS_START", "starts", ColumnType.DATE, required=True, means="First day"),
        Column("MIS_END", "ends", ColumnType.DATE, means="Day of return; blank while missing", example="05/06/2024"),
    ),
    key=("child", "starts"),
    scans=(
        Scan(
            rows=own_rows(MissingIncident),
            checks=(
                in_order(("MIS_START", "starts"), ("MIS_END", "ends")),
                not_after_year("MIS_START", "starts"),
                not_before_year("MIS_END", "ends"),
                not_before_birth("MIS_START", "starts"),
            ),
        ),
        header_of(MissingIncident),
    ),
    may_be_empty=True,
)
