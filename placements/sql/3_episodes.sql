-- The episodes that count. For the same CHILD and DECOM the latest return year wins. An open
-- episode ends when the child's next one begins (settled reading 2), and on the 1 April after the
-- last return that holds it when a later return of the authority is loaded (settled reading 3):
-- both without a reason, on whichever day comes first.
CREATE TEMPORARY VIEW counted AS
WITH latest AS (
    SELECT DISTINCT ON (child.id, episode.starts) child.id AS child_id, child.date_of_birth, episode.*
    FROM touched
    JOIN placements_child child ON child.authority_id = %(authority)s AND child.identifier = touched.child
    JOIN placements_episode episode ON episode.authority_id = %(authority)s AND episode.child = touched.child
    JOIN extracts_loadfile file ON file.id = episode.file_id AND file.current
    ORDER BY child.id, episode.starts, episode.year DESC
),
last_return AS (
    SELECT max(year) AS year
    FROM extracts_loadfile
    WHERE authority_id = %(authority)s AND current AND kind = %(episodes_kind)s
),
closed AS (
    SELECT latest.*,
        coalesce(
            latest.ends,
            least(
                lead(latest.starts) OVER (PARTITION BY child_id ORDER BY latest.starts),
                CASE WHEN latest.year < last_return.year THEN make_date(latest.year, 4, 1) END
            ),
            %(open)s::date
        ) AS until,
        CASE WHEN latest.ends IS NULL THEN '' ELSE latest.reason_ceased END AS reason
    FROM latest, last_return
)
-- Short breaks (V3, V4) are no care: from here on they are out.
SELECT id AS episode_id, child_id, date_of_birth, starts, until, reason, reason_for_new_episode AS rne,
    legal_status, place, place_provider, urn, home_postcode AS home, placement_postcode AS placement,
    place IN ('T0', 'T1', 'T2', 'T3', 'T4') AS temporary
FROM closed
WHERE legal_status NOT IN ('V3', 'V4');
