-- Who was in care for four months or more, from the first permanence plan since the last time in care.
WITH periods AS (
    SELECT period.child_id, child.identifier, months_after(period.starts, 4) AS due, period.starts, period.ends,
        coalesce(
            lag(period.ends) OVER (PARTITION BY period.child_id ORDER BY period.starts), date '0001-01-01'
        ) AS after
    FROM placements_careperiod period
    JOIN placements_child child ON child.id = period.child_id AND child.authority_id = %(authority)s
    WHERE period.authority_id = %(authority)s
      AND EXISTS (SELECT FROM placements_permanenceplan WHERE authority_id = %(authority)s)
)
INSERT INTO placements_plannedspan (authority_id, child_id, starts, ends)
SELECT %(authority)s, periods.child_id, greatest(periods.due, min(plan.decided_on)), periods.ends
FROM periods
JOIN placements_permanenceplan plan ON plan.authority_id = %(authority)s AND plan.child = periods.identifier
    AND plan.decided_on >= periods.after AND plan.decided_on < periods.ends
WHERE periods.ends > periods.due
GROUP BY periods.child_id, periods.starts, periods.due, periods.ends;
