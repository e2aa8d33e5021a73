-- Periods of care: an episode belongs to the running period when it begins on or before the latest
-- end so far; only a gap of a day or more ends a period (settled reading 1).
-- Every episode draws a number, child by child and in order of time; a period bears the number of
-- the episode that begins it, and so, below, does a placement spell.
CREATE TEMPORARY TABLE chained ON COMMIT DROP AS
WITH marked AS (
    SELECT counted.*,
        coalesce(starts > max(until) OVER (
            PARTITION BY child_id ORDER BY starts ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ), true) AS begins_period
    FROM counted
)
SELECT numbered.*,
    max(number) FILTER (WHERE begins_period) OVER in_order AS period_id,
    max(starts) FILTER (WHERE begins_period) OVER in_order AS period_starts
FROM (
    SELECT marked.*, nextval((SELECT pg_get_serial_sequence('placements_careperiod', 'id')::regclass)) AS number
    FROM marked
) AS numbered
WINDOW in_order AS (PARTITION BY child_id ORDER BY starts ROWS UNBOUNDED PRECEDING);

WITH periods AS (
    -- A period ceases on its latest end, for the reason of the episode that ends then.
    SELECT DISTINCT ON (period_id)
        period_id, child_id, date_of_birth, period_starts AS starts, until AS ends, reason, episode_id
    FROM chained
    ORDER BY period_id, until DESC, chained.starts DESC
)
INSERT INTO placements_careperiod (
    id, authority_id, child_id, starts, ends, reason_ceased, last_episode_id,
    started_until, ceased_until, ceased_at_18
)
SELECT period_id, %(authority)s, child_id, starts, ends, reason, episode_id,
    least(months_after(starts, 12), lead(starts) OVER later),
    CASE WHEN ends = %(open)s THEN ends ELSE least(months_after(ends, 12), lead(ends) OVER later) END,
    CASE WHEN ends < %(open)s THEN ends >= months_after(date_of_birth, 216) END
FROM periods
WINDOW later AS (PARTITION BY child_id ORDER BY starts);
