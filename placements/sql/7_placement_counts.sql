-- How many placements each child in care has had in the year to each day, where they are two or
-- more: no measure asks about fewer. A spell counts from its first settled day until a year after
-- its last day (docs/definitions.md, settled readings 4 and 5).
WITH counted_spells AS (
    SELECT child_id, settled_on AS from_day,
        CASE WHEN ends = %(open)s THEN ends ELSE months_after(ends - 1, 12) END AS until_day
    FROM placements_placementspell
    WHERE authority_id = %(authority)s
      AND child_id IN (SELECT child_id FROM housed GROUP BY child_id HAVING count(*) >= 2)
      AND starts < ends AND settled_on IS NOT NULL
),
changes AS (
    SELECT child_id, from_day AS day, 1 AS step FROM counted_spells
    UNION ALL
    SELECT child_id, until_day, -1 FROM counted_spells
),
counts AS (
    -- Of several changes on a day each has the count after all of them, and only the last any days.
    SELECT child_id, day AS starts, lead(day) OVER in_order AS ends, sum(step) OVER in_order AS placements
    FROM changes
    WINDOW in_order AS (PARTITION BY child_id ORDER BY day)
)
INSERT INTO placements_placementcount (authority_id, child_id, starts, ends, placements)
SELECT %(authority)s, counts.child_id,
    greatest(counts.starts, period.starts), least(counts.ends, period.ends), counts.placements
FROM counts
JOIN placements_careperiod period ON period.authority_id = %(authority)s AND period.child_id = counts.child_id
    AND period.starts < counts.ends AND period.ends > counts.starts
WHERE counts.placements >= 2 AND counts.starts < counts.ends;
