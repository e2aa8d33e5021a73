-- The episodes that count, each with the first day of its period of care, of its placement spell and of its legal
-- status.
-- All that follows goes by child and day, so that the rows are sorted but once.
CREATE TEMPORARY TABLE housed ON COMMIT DROP AS
WITH latest AS (
    -- For the same CHILD and DECOM the latest return year wins.
    SELECT DISTINCT ON (concerned.child_id, episode.starts)
        concerned.child_id, episode.starts, episode.ends, episode.year, episode.reason_ceased,
        episode.id AS episode_id, episode.reason_for_new_episode AS rne,
        episode.legal_status, episode.place, episode.place_provider, episode.urn,
        episode.home_postcode AS home, episode.placement_postcode AS placement
    FROM concerned
    JOIN placements_episode episode ON episode.authority_id = %(authority)s AND episode.child = concerned.identifier
    WHERE episode.file_id = ANY (ARRAY(
        SELECT id FROM extracts_loadfile WHERE authority_id = %(authority)s AND current AND kind = %(episodes_kind)s
    ))
    ORDER BY concerned.child_id, episode.starts, episode.year DESC
),
closed AS (
    -- An open episode ends when the child's next one begins (settled reading 2), and on the 1 April after the
    -- last return that holds it when a later return of the authority is loaded (settled reading 3): both
    -- without a reason, on whichever day comes first.
    SELECT *,
        CASE WHEN ends IS NULL THEN '' ELSE reason_ceased END AS reason,
        coalesce(
            ends,
            least(lead(starts) OVER (PARTITION BY child_id ORDER BY starts), CASE WHEN year < (
                SELECT max(year) FROM extracts_loadfile
                WHERE authority_id = %(authority)s AND current AND kind = %(episodes_kind)s
            ) THEN make_date(year, 4, 1) END),
            %(open)s::date
        ) AS until
    FROM latest
),
chained AS (
    -- A period of care goes on while the next episode begins on or before the latest end so far: only a gap of
    -- a day or more ends it (settled reading 1). Short breaks (V3, V4) are no care: from here on they are out.
    SELECT *,
        coalesce(starts > max(until) OVER before, true) AS begins_period,
        legal_status IS DISTINCT FROM lag(legal_status) OVER before AS changes_status,
        coalesce(lead(starts) OVER before < until, false) AS is_overlapped
    FROM closed
    WHERE legal_status NOT IN ('V3', 'V4')
    WINDOW before AS (PARTITION BY child_id ORDER BY starts ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
)
-- A spell begins with the first episode of a period and with RNE P, B or S.
SELECT child_id, starts, until, episode_id, reason, rne, legal_status, place, place_provider, urn,
    home, placement, is_overlapped, place IN ('T0', 'T1', 'T2', 'T3', 'T4') AS temporary,
    max(starts) FILTER (WHERE begins_period) OVER so_far AS in_care_since,
    max(starts) FILTER (WHERE begins_period OR rne IN ('P', 'B', 'S')) OVER so_far AS placed_since,
    max(starts) FILTER (WHERE begins_period OR changes_status) OVER so_far AS legal_since
FROM chained
WINDOW so_far AS (PARTITION BY child_id ORDER BY starts ROWS UNBOUNDED PRECEDING);
ANALYZE housed (child_id, place, is_overlapped, home, placement);
