-- Who was in care for six weeks or more and was visited in the six weeks to the day.
WITH seen AS (
    SELECT child.id AS child_id, range_agg(daterange(visit.done_on, visit.done_on + 42)) AS days
    FROM placements_childvisit visit
    JOIN placements_child child ON child.authority_id = %(authority)s AND child.identifier = visit.child
    WHERE visit.authority_id = %(authority)s AND visit.done_on IS NOT NULL
    GROUP BY child.id
)
INSERT INTO placements_seenspan (authority_id, child_id, starts, ends)
SELECT %(authority)s, period.child_id, lower(piece), upper(piece)
FROM seen
JOIN placements_careperiod period ON period.authority_id = %(authority)s AND period.child_id = seen.child_id
CROSS JOIN LATERAL unnest(seen.days * datemultirange(daterange(
    period.starts + 42, greatest(period.ends, period.starts + 42)
))) AS piece;
