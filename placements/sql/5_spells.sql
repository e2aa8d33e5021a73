-- Placement spells: a new one begins with the first episode of a period and with RNE P, B or S.
-- A run of temporary moves (T0 to T4) is passed over when the child comes back to the same PLACE,
-- PL_POST and URN, whatever the RNE (settled reading 4).
CREATE TEMPORARY TABLE housed ON COMMIT DROP AS
WITH located AS (
    SELECT chained.*, period.id AS period_id,
        concat_ws('|', chained.place, chained.placement, upper(chained.urn)) AS whereabouts,
        count(*) FILTER (WHERE NOT temporary) OVER in_order AS settled_so_far,
        lag(temporary) OVER in_order AS after_temporary,
        row_number() OVER in_order = 1 AS is_first
    FROM chained
    JOIN placements_careperiod period
        ON period.child_id = chained.child_id AND chained.starts BETWEEN period.starts AND period.ends
    WINDOW in_order AS (PARTITION BY chained.child_id, period_number ORDER BY chained.starts)
),
settled AS (
    SELECT period_id, settled_so_far AS number,
        whereabouts = lag(whereabouts) OVER in_order AS came_back,
        whereabouts = lead(whereabouts) OVER in_order AS comes_back
    FROM located
    WHERE NOT temporary
    WINDOW in_order AS (PARTITION BY period_id ORDER BY starts)
),
marked AS (
    SELECT located.*,
        is_first OR (
            rne IN ('P', 'B', 'S')
            AND NOT coalesce(CASE WHEN temporary THEN comes_back ELSE after_temporary AND came_back END, false)
        ) AS begins_spell
    FROM located
    -- For a temporary move this is the settled episode before its run; none when the period begins with the run.
    LEFT JOIN settled ON settled.period_id = located.period_id AND settled.number = located.settled_so_far
)
SELECT marked.*,
    count(*) FILTER (WHERE begins_spell) OVER (PARTITION BY period_id ORDER BY starts) AS spell_number
FROM marked;
ANALYZE housed;

INSERT INTO placements_placementspell (authority_id, child_id, period_id, number, starts, ends, settled_on)
SELECT %(authority)s, child_id, period_id, spell_number, min(starts), max(until),
    min(starts) FILTER (WHERE NOT temporary)
FROM housed
GROUP BY child_id, period_id, spell_number;
