-- How many placements each child in care has had in the year to each day. A spell counts from its
-- first settled day until a year after its last day (MEASURES.md, settled readings 4 and 5).
WITH changes AS (
    SELECT spell.child_id, change.day, sum(change.step) AS step
    FROM placements_placementspell spell
    JOIN placements_child child ON child.id = spell.child_id AND child.authority_id = %(authority)s
    JOIN touched ON touched.child = child.identifier
    CROSS JOIN LATERAL (
        VALUES (spell.settled_on, 1),
            (CASE WHEN spell.ends = %(open)s THEN spell.ends ELSE months_after(spell.ends - 1, 12) END, -1)
    ) AS change(day, step)
    WHERE spell.starts < spell.ends AND spell.settled_on IS NOT NULL
    GROUP BY spell.child_id, change.day
),
counts AS (
    SELECT child_id, day AS starts, lead(day) OVER in_order AS ends, sum(step) OVER in_order AS placements
    FROM changes
    WINDOW in_order AS (PARTITION BY child_id ORDER BY day)
)
INSERT INTO placements_placementcount (authority_id, child_id, starts, ends, placements)
SELECT %(authority)s, counts.child_id,
    greatest(counts.starts, period.starts), least(counts.ends, period.ends), counts.placements
FROM counts
JOIN placements_careperiod period
    ON period.child_id = counts.child_id AND period.starts < counts.ends AND period.ends > counts.starts
WHERE counts.placements > 0;
