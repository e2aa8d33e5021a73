"""Adoption and other permanence: AD1, decisions to place for adoption, and permanence before care."""

from placements import codes
from placements.models import Adoption, AdoptionDecision, PreviousPermanence
from sufficiency.extracts.kinds import Check, Column, ColumnType, Form, Kind, Scan
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
    written,
)

AD1 = Kind(
    slug="ad1",
    title="AD1 (adopted)",
    family=RETURN,
    model=Adoption,
    columns=(
        CHILD,
        DOB,
        Column("DATE_INT", "placed_on", ColumnType.DATE, means="Day on which the child was placed with the adopters"),
        Column(
            "DATE_MATCH",
            "matched_on",
            ColumnType.DATE,
            means="Day on which the match with the adopters was decided",
            example="20/05/2024",
        ),
        Column("FOSTER_CARE", "by_foster_carer", ColumnType.CODE, codes.YES_NO, means="Adopted by the foster carer"),
        Column("NB_ADOPTR", "adopters", ColumnType.CODE, codes.NB_ADOPTR, means="Number of adopters", example="2"),
        Column("SEX_ADOPTR", "sex_of_adopters", ColumnType.CODE, codes.SEX_ADOPTR, means="Who they are", example="MF"),
        Column(
            "LS_ADOPTR",
            "legal_status_of_adopters",
            ColumnType.CODE,
            codes.LS_ADOPTR,
            means="Their legal status",
            example="L11",
        ),
    ),
    key=("child",),
    scans=(
        Scan(
            rows=own_rows(Adoption),
            checks=(
                not_after_year("DATE_INT", "placed_on"),
                not_after_year("DATE_MATCH", "matched_on"),
                not_before_birth("DATE_INT", "placed_on"),
                Check(
                    "placed-before-match",
                    Severity.WARNING,
                    "DATE_INT",
                    "The placement is before the match on {0}: correct them, unless this was fostering for adoption.",
                    where="placed_on < matched_on",
                    value=written("placed_on"),
                    details=(written("matched_on"),),
                ),
                Check(
                    "adopters-disagree",
                    Severity.WARNING,
                    "NB_ADOPTR",
                    "The number of adopters does not fit SEX_ADOPTR, which is {0}: correct one of them.",
                    where="sex_of_adopters <> '' AND adopters <> '' "
                    "AND (adopters = '1') <> (sex_of_adopters IN ('M1', 'F1'))",
                    value="adopters",
                    details=("sex_of_adopters",),
                ),
            ),
        ),
        header_of(Adoption),
    ),
    may_be_empty=True,
)

PLACED_FOR_ADOPTION = Kind(
    slug="placed_for_adoption",
    title="placed for adoption",
    family=RETURN,
    model=AdoptionDecision,
    columns=(
        CHILD,
        DOB,
        Column(
            "DATE_PLACED",
            "decided_on",
            ColumnType.DATE,
            required=True,
            means="Day of the decision that the child should be placed for adoption",
        ),
        Column(
            "DATE_PLACED_CEASED",
            "reversed_on",
            ColumnType.DATE,
            means="Day on which the decision was reversed",
            example="",
        ),
        Column(
            "REASON_PLACED_CEASED",
            "reason_reversed",
            ColumnType.CODE,
            codes.REASON_PLACED_CEASED,
            means="Why it was reversed",
            example="",
        ),
    ),
    key=("child", "decided_on"),
    scans=(
        Scan(
            rows=own_rows(AdoptionDecision),
            checks=(
                in_order(("DATE_PLACED", "decided_on"), ("DATE_PLACED_CEASED", "reversed_on")),
                not_after_year("DATE_PLACED", "decided_on"),
                not_before_year("DATE_PLACED_CEASED", "reversed_on"),
                not_before_birth("DATE_PLACED", "decided_on"),
                Check(
                    "end-without-reason",
                    Severity.WARNING,
                    "DATE_PLACED_CEASED",
                    "The decision was reversed without a reason: enter REASON_PLACED_CEASED.",
                    where="reversed_on IS NOT NULL AND reason_reversed = ''",
                    value=written("reversed_on"),
                ),
                Check(
                    "reason-without-end",
                    Severity.WARNING,
                    "REASON_PLACED_CEASED",
                    "There is a reason for reversing the decision and no day: enter DATE_PLACED_CEASED, "
                    "or leave the reason blank.",
                    where="reversed_on IS NULL AND reason_reversed <> ''",
                    value="reason_reversed",
                ),
            ),
        ),
        header_of(AdoptionDecision),
    ),
    may_be_empty=True,
)

COUNCIL_OR_COUNTRY = Form(
    r"\d{3}|WAL|SCO|NIR|NUK|CON",
    "a council's three-figure number at the Department for Education, "
    "WAL (Wales), SCO (Scotland), NIR (Northern Ireland), NUK (outside the United Kingdom) or CON (confidential)",
)

PREVIOUS_PERMANENCE = Kind(
    slug="previous_permanence",
    title="previous permanence",
    family=RETURN,
    model=PreviousPermanence,
    columns=(
        CHILD,
        DOB,
        Column(
            "PREV_PERM",
            "previous_permanence",
            ColumnType.CODE,
            codes.PREV_PERM,
            means="What an earlier period of care ended with",
        ),
        Column(
            "LA_PERM",
            "arranged_by",
            form=COUNCIL_OR_COUNTRY,
            means="Council or country that arranged it",
            example="838",
        ),
        Column("DATE_PERM", "ordered_on", ColumnType.PARTIAL_DATE, means="Day of the order", example="ZZ/05/2018"),
    ),
    key=("child",),
    scans=(
        Scan(
            rows=own_rows(PreviousPermanence),
            checks=(
                Check(
                    "none-yet-details",
                    Severity.WARNING,
                    "PREV_PERM",
                    "Z1 says that there was no permanence before, but LA_PERM or DATE_PERM is filled in: correct them.",
                    where="previous_permanence = 'Z1' AND (arranged_by <> '' OR ordered_on <> '')",
                    value="previous_permanence",
                ),
            ),
        ),
        header_of(PreviousPermanence),
    ),
)
