-- Placement spells: a new one begins with the first episode of a period and with RNE P, B or S.
-- A run of temporary moves (T0 to T4) is passed over when the child comes back to the same PLACE,
-- PL_POST and URN, whatever the RNE (settled reading 4).
CREATE TEMPORARY TABLE housed ON COMMIT DROP AS
WITH interrupted AS (
    SELECT episode_id, period_id, starts, temporary,
        concat_ws('|', place, placement, upper(urn)) AS whereabouts,
        count(*) FILTER (WHERE NOT temporary) OVER in_order AS settled_so_far,
        lag(temporary) OVER in_order AS after_temporary
    FROM chained
    WHERE period_id IN (SELECT period_id FROM chained WHERE temporary)
    WINDOW in_order AS (PARTITION BY period_id ORDER BY starts)
),
settled AS (
    SELECT period_id, settled_so_far AS number,
        whereabouts = lag(whereabouts) OVER in_order AS came_back,
        whereabouts = lead(whereabouts) OVER in_order AS comes_back
    FROM interrupted
    WHERE NOT temporary
    WINDOW in_order AS (PARTITION BY period_id ORDER BY starts)
),
passed_over AS (
    SELECT interrupted.episode_id
    FROM interrupted
    -- For a temporary move this is the settled episode before its run; none when the period begins with the run.
    JOIN settled ON settled.period_id = interrupted.period_id AND settled.number = interrupted.settled_so_far
    WHERE CASE WHEN temporary THEN comes_back ELSE after_temporary AND came_back END
),
marked AS (
    SELECT chained.*,
        starts = period_starts
        OR (rne IN ('P', 'B', 'S') AND episode_id NOT IN (SELECT episode_id FROM passed_over)) AS begins_spell
    FROM chained
)
SELECT marked.*,
    max(number) FILTER (WHERE begins_spell) OVER in_order AS spell_id,
    max(starts) FILTER (WHERE begins_spell) OVER in_order AS spell_starts,
    coalesce(lead(starts) OVER in_order < until, false) AS is_overlapped
FROM marked
WINDOW in_order AS (PARTITION BY period_id ORDER BY starts ROWS UNBOUNDED PRECEDING);
ANALYZE housed (child_id, period_id, place, is_overlapped);

INSERT INTO placements_placementspell (id, authority_id, child_id, period_id, number, starts, ends, settled_on)
SELECT spell_id, %(authority)s, child_id, period_id, row_number() OVER (PARTITION BY period_id ORDER BY spell_id),
    spell_starts, max(until), min(starts) FILTER (WHERE NOT temporary)
FROM housed
GROUP BY child_id, period_id, spell_id, spell_starts;
