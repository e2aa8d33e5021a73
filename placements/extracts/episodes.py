"""Where children live and under which legal status: the episodes file."""

from placements import codes
from placements.models import Episode
from sufficiency.extracts.kinds import Check, Column, ColumnType, Kind, Scan
from sufficiency.extracts.problems import Severity

from .family import CHILD, CURRENT, HAS_HEADER, RETURN, own_rows, with_header

CHILD_OF_EPISODE = Scan(
    rows=with_header(Episode),
    checks=(
        HAS_HEADER,
        Check(
            "born-after-start",
            Severity.WARNING,
            "DECOM",
            "The episode starts before the child was born: correct DECOM, or DOB in the header file.",
            where="born > starts",
            value="to_char(starts, 'DD/MM/YYYY')",
        ),
    ),
)

ONE_EPISODE = Scan(
    rows=own_rows(Episode),
    checks=(
        Check(
            "ends-before-start",
            Severity.ERROR,
            "DEC",
            "The episode ends before it starts on {0}: correct DECOM or DEC.",
            where="ends < starts",
            value="to_char(ends, 'DD/MM/YYYY')",
            details=("to_char(starts, 'DD/MM/YYYY')",),
        ),
        Check(
            "starts-after-year",
            Severity.ERROR,
            "DECOM",
            "The episode starts after 31 March {0}, the end of the return year: check the date and the year chosen.",
            where="starts > %(year_ends)s",
            value="to_char(starts, 'DD/MM/YYYY')",
            details=("%(year)s",),
        ),
        Check(
            "rec-without-dec",
            Severity.WARNING,
            "REC",
            "There is a reason for the end and no end: enter DEC, or leave REC blank.",
            where="ends IS NULL AND reason_ceased NOT IN ('', 'X1')",
            value="reason_ceased",
        ),
        Check(
            "x1-on-open-episode",
            Severity.WARNING,
            "REC",
            "X1 says that the next episode follows, but this one has no end: enter DEC, or leave REC blank.",
            where="ends IS NULL AND reason_ceased = 'X1'",
            value="reason_ceased",
        ),
        Check(
            "dec-without-rec",
            Severity.WARNING,
            "DEC",
            "The episode ends without a reason: enter REC.",
            where="ends IS NOT NULL AND reason_ceased = ''",
            value="to_char(ends, 'DD/MM/YYYY')",
        ),
        Check(
            "ended-before-year",
            Severity.WARNING,
            "DEC",
            "The episode ended before the return year began on 1 April {0}: check that the year chosen is right.",
            where="ends < %(year_begins)s",
            value="to_char(ends, 'DD/MM/YYYY')",
            details=("%(year)s - 1",),
        ),
    ),
)

NEXT_TO_EACH_OTHER = Scan(
    rows=f"""
        SELECT line, starts, ends, reason_for_new_episode AS rne,
            lead(starts) OVER own AS next_starts,
            lag(ends) OVER own AS ended_before, lag(reason_ceased) OVER own AS rec_before,
            max(ends) OVER (own ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS covered_until
        FROM {Episode._meta.db_table} WHERE file_id = %(file)s
        WINDOW own AS (PARTITION BY child ORDER BY starts)""",
    checks=(
        Check(
            "overlapping-episodes",
            Severity.WARNING,
            "DECOM",
            "An earlier episode of the child runs on until {0}, and from here on this one counts: correct the dates.",
            where="covered_until > starts",
            value="to_char(starts, 'DD/MM/YYYY')",
            details=("to_char(covered_until, 'DD/MM/YYYY')",),
        ),
        Check(
            "gap-between-episodes",
            Severity.WARNING,
            "DECOM",
            "The episode before ended on {0} and care seems to have gone on: correct the dates, or REC and RNE.",
            where="covered_until < starts AND (rne NOT IN ('S', '') OR rec_before = 'X1')",
            value="to_char(starts, 'DD/MM/YYYY')",
            details=("to_char(covered_until, 'DD/MM/YYYY')",),
        ),
        Check(
            "open-episode-not-last",
            Severity.WARNING,
            "DEC",
            "The episode has no end although the child's next one starts on {0}: it is read as ending then; enter DEC.",
            where="ends IS NULL AND next_starts IS NOT NULL",
            details=("to_char(next_starts, 'DD/MM/YYYY')",),
        ),
    ),
)

# Day and return year of an episode as one number: to ask for each child's least takes half as long as sorting all.
_WHEN = "(starts - DATE '1900-01-01') * 10000 + year"
FIRST_EPISODES = Scan(
    rows=f"""
        SELECT line, own.child, reason_for_new_episode AS rne
        FROM {Episode._meta.db_table} AS own JOIN (
            SELECT child, min({_WHEN}) AS first
            FROM (
                SELECT child, starts, counts.year, file_id = %(file)s AND reason_for_new_episode <> 'S' AS is_asked
                FROM {Episode._meta.db_table} {CURRENT} AND counts.authority_id = %(authority)s
            ) AS held
            GROUP BY child
            HAVING min({_WHEN}) = min({_WHEN}) FILTER (WHERE is_asked)
        ) AS unusual ON unusual.child = own.child
        WHERE file_id = %(file)s AND {_WHEN} = first""",
    checks=(
        Check(
            "first-episode-not-start",
            Severity.WARNING,
            "RNE",
            "The first episode held of this child does not start care (S): load the earlier return, or correct RNE.",
            where="rne <> 'S'",
            value="rne",
        ),
    ),
)

# An open episode that the next loaded return no longer holds: seen from the return that holds it,
# and, when it is the later one that is being loaded, from there.
DROPPED_LATER = Scan(
    rows=f"""
        SELECT line, child, later.year
        FROM {Episode._meta.db_table} AS own CROSS JOIN (
            SELECT min(year) AS year FROM extracts_loadfile
            WHERE current AND authority_id = %(authority)s AND kind = %(kind)s AND year > %(year)s
        ) AS later
        WHERE file_id = %(file)s AND ends IS NULL AND (own.child, own.starts) NOT IN (
            SELECT other.child, other.starts FROM {Episode._meta.db_table} AS other {CURRENT}
            WHERE counts.authority_id = %(authority)s AND counts.year > %(year)s
        ) AND later.year IS NOT NULL""",
    checks=(
        Check(
            "stale-open-episode",
            Severity.WARNING,
            "DEC",
            "The episode is open, but the return of {0} no longer holds it: it is read as ending on 1 April.",
            where="true",
            details=("year",),
        ),
    ),
)
DROPPED_HERE = Scan(
    rows=f"""
        SELECT NULL::int AS line, own.child, own.starts, own.line AS line_before, own.year
        FROM {Episode._meta.db_table} AS own {CURRENT}
        WHERE counts.authority_id = %(authority)s AND own.ends IS NULL AND counts.year = (
            SELECT max(year) FROM extracts_loadfile
            WHERE current AND authority_id = %(authority)s AND kind = %(kind)s AND year < %(year)s
        ) AND (own.child, own.starts) NOT IN (
            SELECT other.child, other.starts
            FROM {Episode._meta.db_table} AS other JOIN extracts_loadfile AS file ON file.id = other.file_id
            WHERE file.current AND file.authority_id = %(authority)s AND file.year >= %(year)s
        )""",
    checks=(
        Check(
            "stale-open-episode",
            Severity.WARNING,
            "CHILD",
            "The episode from {1}, open in the return of {0} (line {2}), is not here: it is read as ending on 1 April.",
            where="true",
            value="child",
            details=("year", "to_char(starts, 'DD/MM/YYYY')", "line_before"),
        ),
    ),
)


def _outward(field: str) -> str:
    return f"left({field}, -3)"


# Each postcode is looked up once, however many episodes bear it.
POSTCODES = Scan(
    rows=f"""
        WITH unknown AS MATERIALIZED (
            SELECT postcode
            FROM (
                SELECT DISTINCT home_postcode FROM {Episode._meta.db_table} WHERE file_id = %(file)s
                UNION SELECT DISTINCT placement_postcode FROM {Episode._meta.db_table} WHERE file_id = %(file)s
            ) AS written (postcode)
            WHERE postcode <> '' AND NOT EXISTS (
                SELECT FROM core_postcode AS listed WHERE listed.postcode = written.postcode
            )
        )
        SELECT line, home_postcode, placement_postcode,
            home_postcode IN (SELECT postcode FROM unknown) AS home_unknown,
            placement_postcode IN (SELECT postcode FROM unknown) AS placement_unknown
        FROM {Episode._meta.db_table} WHERE file_id = %(file)s AND EXISTS (SELECT FROM core_postcode)""",
    checks=tuple(
        Check(
            "postcode-not-in-directory",
            Severity.WARNING,
            column,
            f"The postcode is not in the directory, so {unknown}: correct it.",
            where=f"{which}_unknown",
            value=_outward(f"{which}_postcode"),
        )
        for column, which, unknown in (
            ("HOME_POST", "home", "the distance from home is unknown"),
            ("PL_POST", "placement", "the placement's area and distance are unknown"),
        )
    ),
)

WHOLE_FILE = Scan(
    rows=f"""
        SELECT NULL::int AS line, coalesce(sum(episodes), 0) AS homes,
            coalesce(sum(episodes) FILTER (WHERE home.authority_id <> %(authority)s), 0) AS elsewhere,
            (SELECT name FROM core_authority WHERE code = %(authority)s) AS authority,
            EXISTS (SELECT FROM core_postcode) AS has_directory
        FROM (
            SELECT home_postcode AS postcode, count(*) AS episodes
            FROM {Episode._meta.db_table} WHERE file_id = %(file)s GROUP BY home_postcode
        ) AS written JOIN core_postcode AS home USING (postcode)
        WHERE home.authority_id IS NOT NULL""",
    checks=(
        Check(
            "homes-elsewhere",
            Severity.WARNING,
            "HOME_POST",
            "Of {0} known home postcodes {1} are outside {2}: check that this is that authority's file.",
            where="elsewhere * 2 > homes",
            details=("homes", "elsewhere", "authority"),
        ),
        Check(
            "no-postcode-directory",
            Severity.WARNING,
            "PL_POST",
            "No postcode directory is loaded, so areas and distances are unknown: run manage.py load_postcodes.",
            where="NOT has_directory",
        ),
    ),
)

EPISODES = Kind(
    slug="episodes",
    title="episodes",
    family=RETURN,
    model=Episode,
    columns=(
        CHILD,
        Column("DECOM", "starts", ColumnType.DATE, required=True, means="First day of the episode"),
        Column("RNE", "reason_for_new_episode", ColumnType.CODE, codes.RNE, means="Why the episode began"),
        Column("LS", "legal_status", ColumnType.CODE, codes.LS, means="Legal status"),
        Column("CIN", "category_of_need", ColumnType.CODE, codes.CIN, means="Why the child came into care"),
        Column("PLACE", "place", ColumnType.CODE, codes.PLACE, means="Kind of placement", example="U6"),
        Column(
            "PLACE_PROVIDER",
            "place_provider",
            ColumnType.CODE,
            codes.PLACE_PROVIDER,
            means="Who provides the placement",
            example="PR1",
        ),
        Column("DEC", "ends", ColumnType.DATE, means="Day on which the episode ended; blank while open", example=""),
        Column("REC", "reason_ceased", ColumnType.CODE, codes.REC, means="Why the episode ended", example=""),
        Column(
            "REASON_PLACE_CHANGE",
            "reason_place_change",
            ColumnType.CODE,
            codes.REASON_PLACE_CHANGE,
            means="Why the placement ended, when the child moved to another one",
            example="",
        ),
        Column("HOME_POST", "home_postcode", ColumnType.POSTCODE, means="Postcode of the home the child came from"),
        Column("PL_POST", "placement_postcode", ColumnType.POSTCODE, means="Postcode of the placement"),
        Column("URN", "urn", means="Ofsted's number of the home or agency", example="1234567"),
    ),
    key=("child", "starts"),
    scans=(
        ONE_EPISODE,
        NEXT_TO_EACH_OTHER,
        CHILD_OF_EPISODE,
        FIRST_EPISODES,
        DROPPED_LATER,
        DROPPED_HERE,
        POSTCODES,
        WHOLE_FILE,
    ),
)
