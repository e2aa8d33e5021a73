-- Incidents of children missing from care. For the same CHILD and MIS_START the latest return year wins.
CREATE TEMPORARY TABLE incidents ON COMMIT DROP AS
SELECT child_id, starts, ends
FROM (
    SELECT DISTINCT ON (concerned.child_id, incident.starts)
        concerned.child_id, incident.starts, incident.ends, incident.whereabouts
    FROM concerned
    JOIN placements_missingincident incident
        ON incident.authority_id = %(authority)s AND incident.child = concerned.identifier
    JOIN extracts_loadfile file ON file.id = incident.file_id AND file.current
    ORDER BY concerned.child_id, incident.starts, incident.year DESC
) AS latest
WHERE whereabouts = 'M';

-- The days on which a child who was in care in the year to that day was missing in it, and how often. An incident
-- counts from its first day until a year after its last.
WITH counted AS (
    SELECT child_id, starts, CASE WHEN ends IS NULL THEN %(open)s::date ELSE months_after(ends, 12) END AS until
    FROM incidents
),
changes AS (
    SELECT child_id, starts AS day, 1 AS step FROM counted WHERE starts < until
    UNION ALL
    SELECT child_id, until, -1 FROM counted WHERE starts < until
),
counts AS (
    SELECT child_id, day AS starts, lead(day) OVER in_order AS until, sum(step) OVER in_order AS incidents
    FROM changes
    WINDOW in_order AS (PARTITION BY child_id ORDER BY day)
)
INSERT INTO placements_missingyear (authority_id, child_id, starts, ends, incidents)
SELECT %(authority)s, child_id, greatest(counts.starts, period.starts), least(until, period.in_year_until), incidents
FROM counts
JOIN placements_careperiod period USING (child_id)
WHERE period.authority_id = %(authority)s AND incidents > 0 AND counts.starts < until
  AND period.starts < until AND period.in_year_until > counts.starts;

-- The month from the first day of each incident of a child who was then in care.
INSERT INTO placements_incidentmonth (authority_id, child_id, starts, ends, child_until)
SELECT %(authority)s, child_id, incident.starts, months_after(incident.starts, 1),
    least(months_after(incident.starts, 1), lead(incident.starts) OVER (PARTITION BY child_id ORDER BY incident.starts))
FROM incidents incident
JOIN placements_careperiod period USING (child_id)
WHERE period.authority_id = %(authority)s AND period.starts <= incident.starts AND period.ends > incident.starts;
