-- Periods of care: an episode belongs to the running period when it begins on or before the latest
-- end so far; only a gap of a day or more ends a period (settled reading 1).
CREATE TEMPORARY TABLE chained ON COMMIT DROP AS
WITH marked AS (
    SELECT counted.*,
        starts > max(until) OVER (
            PARTITION BY child_id ORDER BY starts ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ) AS after_gap
    FROM counted
)
SELECT marked.*,
    count(*) FILTER (WHERE after_gap) OVER (PARTITION BY child_id ORDER BY starts) AS period_number
FROM marked;
ANALYZE chained;

WITH periods AS (
    -- A period ceases on its latest end, for the reason of the episode that ends then.
    SELECT child_id, date_of_birth, min(starts) AS starts, max(until) AS ends,
        (array_agg(reason ORDER BY until DESC, starts DESC))[1] AS reason,
        (array_agg(episode_id ORDER BY until DESC, starts DESC))[1] AS last_episode_id
    FROM chained
    GROUP BY child_id, date_of_birth, period_number
)
INSERT INTO placements_careperiod (
    authority_id, child_id, starts, ends, reason_ceased, last_episode_id, started_until, ceased_until, ceased_at_18
)
SELECT %(authority)s, child_id, starts, ends, reason, last_episode_id,
    least(months_after(starts, 12), lead(starts) OVER later),
    CASE WHEN ends = %(open)s THEN ends ELSE least(months_after(ends, 12), lead(ends) OVER later) END,
    CASE WHEN ends < %(open)s THEN ends >= months_after(date_of_birth, 216) END
FROM periods
WINDOW later AS (PARTITION BY child_id ORDER BY starts);
