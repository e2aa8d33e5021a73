"""What published files look like: the department's open data, statistical neighbours, the lookup of area codes."""

import re
from collections.abc import Sequence

from sufficiency.extracts.kinds import Check, Column, Family, Kind, Scan
from sufficiency.extracts.problems import Severity

from .models import AreaCodeRow, NeighbourRow, PublishedRow
from .published import derive_figures, derive_neighbours, derive_nothing, inspect_figures

ROWS = "SELECT * FROM {} WHERE file_id = %(file)s"

TIME_AND_PLACE = Scan(
    rows=ROWS.format(PublishedRow._meta.db_table),
    checks=(
        Check(
            "bad-period",
            Severity.ERROR,
            "TIME_PERIOD",
            "It is not a year, such as 2025 or 202425: correct it.",
            where=r"time_period !~ '^\d{4}(\d\d)?$'",
            value="time_period",
        ),
        Check(
            "unknown-level",
            Severity.ERROR,
            "GEOGRAPHIC_LEVEL",
            "The tracker keeps figures for National, Regional and Local authority: leave other rows out.",
            where="geographic_level NOT IN ('National', 'Regional', 'Local authority')",
            value="geographic_level",
        ),
        Check(
            "no-area-code",
            Severity.ERROR,
            "GEOGRAPHIC_LEVEL",
            "The row lacks the code of its country, region or authority: enter it.",
            where="area = ''",
            value="geographic_level",
        ),
    ),
)

UNKNOWN_AREAS = Scan(
    rows=f"""
        SELECT min(line) AS line, new_la_code, count(*) AS rows
        FROM {PublishedRow._meta.db_table} LEFT JOIN core_authoritycode AS code ON code.code = new_la_code
        WHERE file_id = %(file)s AND geographic_level = 'Local authority' AND code.code IS NULL GROUP BY new_la_code""",
    checks=(
        Check(
            "unknown-authority",
            Severity.WARNING,
            "NEW_LA_CODE",
            "No authority is known by this code: its figures ({0} rows) were kept under the code.",
            where="true",
            value="new_la_code",
            details=("rows",),
        ),
    ),
)

FIGURES = Kind(
    slug="published-figures",
    title="open data (DfE)",
    family=Family("published-figures", "Published figures", derive_figures),
    model=PublishedRow,
    columns=(
        Column(
            "TIME_PERIOD",
            "time_period",
            required=True,
            means="year in which the reporting year ends, or the mid-year of a population",
        ),
        Column("TIME_IDENTIFIER", "time_identifier", means="what kind of period it is"),
        Column("GEOGRAPHIC_LEVEL", "geographic_level", required=True, means="National, Regional or Local authority"),
        Column("COUNTRY_CODE", "country_code", means="ONS code of the country"),
        Column("COUNTRY_NAME", "country_name"),
        Column("REGION_CODE", "region_code", means="ONS code of the region"),
        Column("REGION_NAME", "region_name"),
        Column("OLD_LA_CODE", "old_la_code", means="the department's number of the authority"),
        Column("LA_NAME", "la_name"),
        Column("NEW_LA_CODE", "new_la_code", means="ONS code of the authority"),
    ),
    key=("time_period", "area", "filters"),
    scans=(TIME_AND_PLACE, UNKNOWN_AREAS),
    rest="cells",
    inspect=inspect_figures,
)

NEIGHBOURS = 10
CLOSENESS = ("extremely close", "very close", "close", "somewhat close", "not close")

NEIGHBOUR_CELLS = Scan(
    rows=f"""
        SELECT line, row_.name, row_.dfe_number, own.code IS NULL AS is_unknown, rank,
            near.code IS NULL AS near_unknown, cells ->> format('sn_%%s', rank) AS number,
            cells ->> format('sn_%%sp', rank) AS closeness
        FROM {NeighbourRow._meta.db_table} AS row_ CROSS JOIN generate_series(1, {NEIGHBOURS}) AS rank
        LEFT JOIN core_authority AS own ON own.dfe_number = row_.dfe_number AND own.dfe_number <> ''
        LEFT JOIN core_authority AS near
            ON near.dfe_number = cells ->> format('sn_%%s', rank) AND near.dfe_number <> ''
        WHERE file_id = %(file)s""",
    checks=(
        Check(
            "heading-row",
            Severity.WARNING,
            "OLD_LA_CODE",
            "The row names no authority, so it was taken for a heading.",
            where="dfe_number = '' AND number = '' AND rank = 1",
            value="name",
        ),
        Check(
            "unknown-authority",
            Severity.WARNING,
            "OLD_LA_CODE",
            "No authority has this number: its neighbours are not shown.",
            where="dfe_number <> '' AND is_unknown AND rank = 1",
            value="dfe_number",
        ),
        Check(
            "neighbour-of-nobody",
            Severity.ERROR,
            "OLD_LA_CODE",
            "The row has neighbours and no number of the authority they belong to: enter it.",
            where="dfe_number = '' AND number <> '' AND rank = 1",
            value="name",
        ),
        Check(
            "unknown-neighbour",
            Severity.WARNING,
            "SN",
            "Neighbour {0} is no authority that is known: it is left out.",
            where="dfe_number <> '' AND near_unknown",
            value="number",
            details=("rank",),
        ),
        Check(
            "unknown-closeness",
            Severity.ERROR,
            "SNP",
            f"How close neighbour {{0}} is reads one of {', '.join(CLOSENESS)}: correct it.",
            where=f"dfe_number <> '' AND lower(closeness) NOT IN {CLOSENESS}",
            value="closeness",
            details=("rank",),
        ),
    ),
)

RELATIONS = Family("statistical-neighbours", "Statistical neighbours", derive_neighbours)
PAIRS = tuple(
    column
    for rank in range(1, NEIGHBOURS + 1)
    for column in (Column(f"SN_{rank}", "cells"), Column(f"SN_{rank}P", "cells"))
)
NUMBER_AND_NAME = (Column("OLD_LA_CODE", "dfe_number"), Column("LA_NAME", "name", required=True))


def names_of_2021(names: Sequence[str]) -> list[str]:
    """The header of 2021, in which each column SN1, SN2 ... is followed by one that is always called SNP."""
    if "SNP" not in names:
        return list(names)
    renamed = [re.sub(r"^SN(\d+)$", r"SN_\1", {"LA NUM": "OLD_LA_CODE", "LA NAME": "LA_NAME"}.get(n, n)) for n in names]
    return [f"{before}P" if name == "SNP" else name for before, name in zip(["", *renamed], renamed, strict=False)]


def _neighbours(edition: int, columns: tuple[Column, ...], **layout: object) -> Kind:
    return Kind(
        slug=f"statistical-neighbours-{edition}",
        title=f"statistical neighbours ({edition} layout)",
        family=RELATIONS,
        model=NeighbourRow,
        columns=columns,
        key=("dfe_number", "name"),
        scans=(NEIGHBOUR_CELLS,),
        rest="cells",
        **layout,  # type: ignore[arg-type]
    )


NEIGHBOURS_2021 = _neighbours(2021, (*NUMBER_AND_NAME, Column("GOREG", "cells"), *PAIRS), rename=names_of_2021)
NEIGHBOURS_2025 = _neighbours(2025, (*NUMBER_AND_NAME, Column("REGION_NAME", "cells"), *PAIRS))


def without_years(names: Sequence[str]) -> list[str]:
    """The lookup's header, in which every column's name holds the year of its codes (LTLA23CD)."""
    return [re.sub(r"^([LU]TLA)\d\d(CD|NM)$", r"\1\2", name) for name in names]


KNOWN_CODES = Scan(
    rows=f"""
        SELECT line, part_code, authority_code, part.code IS NULL AS is_unknown,
            part.authority_id IS DISTINCT FROM whole.authority_id AS is_elsewhere
        FROM {AreaCodeRow._meta.db_table}
        LEFT JOIN core_authoritycode AS part ON part.code = part_code
        LEFT JOIN core_authoritycode AS whole ON whole.code = authority_code
        WHERE file_id = %(file)s""",
    checks=(
        Check(
            "unknown-area-code",
            Severity.WARNING,
            "LTLACD",
            "No authority is known by this code: postcodes and figures under it belong to none.",
            where="is_unknown",
            value="part_code",
        ),
        Check(
            "area-belongs-elsewhere",
            Severity.WARNING,
            "UTLACD",
            "The tracker's own table has the area {0} under another authority.",
            where="is_elsewhere AND NOT is_unknown",
            value="authority_code",
            details=("part_code",),
        ),
    ),
)

AREA_CODES = Kind(
    slug="area-codes",
    title="area code lookup (ONS)",
    family=Family("area-codes", "Area codes", derive_nothing),
    model=AreaCodeRow,
    columns=(
        Column("LTLACD", "part_code", required=True),
        Column("LTLANM", "part_name"),
        Column("UTLACD", "authority_code", required=True),
        Column("UTLANM", "authority_name"),
    ),
    key=("part_code",),
    scans=(KNOWN_CODES,),
    rename=without_years,
)

KINDS = (FIGURES, NEIGHBOURS_2021, NEIGHBOURS_2025, AREA_CODES)
