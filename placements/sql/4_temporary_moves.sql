-- A run of temporary moves (T0 to T4) is passed over when the child comes back to the same PLACE, PL_POST and
-- URN, whatever the RNE: the spell before it goes on (settled reading 4).
WITH interrupted AS (
    SELECT episode_id, child_id, in_care_since, starts, temporary, starts = placed_since AS begins_spell,
        concat_ws('|', place, placement, upper(urn)) AS whereabouts,
        count(*) FILTER (WHERE NOT temporary) OVER in_order AS settled_so_far,
        lag(temporary) OVER in_order AS after_temporary
    FROM housed
    WHERE child_id IN (SELECT child_id FROM housed WHERE temporary)
    WINDOW in_order AS (PARTITION BY child_id, in_care_since ORDER BY starts)
),
settled AS (
    SELECT child_id, in_care_since, settled_so_far AS number,
        whereabouts = lag(whereabouts) OVER in_order AS came_back,
        whereabouts = lead(whereabouts) OVER in_order AS comes_back
    FROM interrupted
    WHERE NOT temporary
    WINDOW in_order AS (PARTITION BY child_id, in_care_since ORDER BY starts)
),
passed_over AS (
    SELECT interrupted.episode_id
    FROM interrupted
    -- For a temporary move this is the settled episode before its run; none when the period begins with the run.
    JOIN settled ON settled.child_id = interrupted.child_id AND settled.in_care_since = interrupted.in_care_since
        AND settled.number = interrupted.settled_so_far
    WHERE CASE WHEN temporary THEN comes_back ELSE after_temporary AND came_back END
),
placed AS (
    SELECT episode_id, max(starts) FILTER (
        WHERE starts = in_care_since OR (begins_spell AND episode_id NOT IN (SELECT episode_id FROM passed_over))
    ) OVER (PARTITION BY child_id, in_care_since ORDER BY starts) AS since
    FROM interrupted
)
UPDATE housed SET placed_since = placed.since
FROM placed
WHERE placed.episode_id = housed.episode_id AND placed.since <> housed.placed_since;
