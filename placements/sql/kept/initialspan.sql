-- Who came into care and stayed for 20 working days, and the first days that each source has of the initial health
-- assessment of that time in care.
WITH periods AS (
    SELECT period.child_id, child.identifier, period.starts, period.ends,
        coalesce(
            lag(period.ends) OVER (PARTITION BY period.child_id ORDER BY period.starts), date '0001-01-01'
        ) AS after
    FROM placements_careperiod period
    JOIN placements_child child ON child.id = period.child_id AND child.authority_id = %(authority)s
    -- Working days cost time, and without an entry nothing is known anyway.
    WHERE period.authority_id = %(authority)s
      AND EXISTS (SELECT FROM placements_healthassessment WHERE authority_id = %(authority)s)
),
due AS MATERIALIZED (
    SELECT starts AS came_in_on, working_days_after(starts, 20) AS day FROM (SELECT DISTINCT starts FROM periods) AS days
),
known AS (
    SELECT periods.child_id, periods.starts, assessment.source, min(assessment.notified_on) AS notified_on,
        min(assessment.appointment_on) AS appointment_on, min(assessment.completed_on) AS completed_on
    FROM periods
    JOIN placements_healthassessment assessment
        ON assessment.authority_id = %(authority)s AND assessment.child = periods.identifier
        AND assessment.kind = 'INITIAL'
        AND assessment.required_on >= periods.after AND assessment.required_on < periods.ends
    GROUP BY periods.child_id, periods.starts, assessment.source
)
INSERT INTO placements_initialspan (authority_id, child_id, source, came_in_on, starts, ends, is_listed, notified_on,
    appointment_on, completed_on, completed_from)
SELECT %(authority)s, periods.child_id, sources.source, periods.starts, due.day, months_after(periods.starts, 12),
    known.child_id IS NOT NULL, known.notified_on, known.appointment_on, known.completed_on,
    CASE WHEN known.completed_on IS NOT NULL THEN greatest(due.day, known.completed_on) END
FROM periods
JOIN due ON due.came_in_on = periods.starts AND due.day <= periods.ends
CROSS JOIN (VALUES ('COUNCIL'), ('NHS')) AS sources(source)
LEFT JOIN known ON known.child_id = periods.child_id AND known.starts = periods.starts AND known.source = sources.source;
