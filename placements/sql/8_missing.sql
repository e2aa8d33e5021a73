-- The days on which a child who was in care in the year to that day was missing in it. For the same CHILD and
-- MIS_START the latest return year wins. An incident counts from its first day until a year after its last.
WITH incidents AS (
    SELECT DISTINCT ON (concerned.child_id, incident.starts)
        concerned.child_id, incident.starts, incident.ends, incident.whereabouts
    FROM concerned
    JOIN placements_missingincident incident
        ON incident.authority_id = %(authority)s AND incident.child = concerned.identifier
    JOIN extracts_loadfile file ON file.id = incident.file_id AND file.current
    ORDER BY concerned.child_id, incident.starts, incident.year DESC
),
missing AS (
    SELECT child_id, unnest(range_agg(daterange(
        starts, CASE WHEN ends IS NULL THEN %(open)s::date ELSE greatest(starts, months_after(ends, 12)) END
    ))) AS days
    FROM incidents
    WHERE whereabouts = 'M'
    GROUP BY child_id
)
INSERT INTO placements_missingyear (authority_id, child_id, starts, ends)
SELECT %(authority)s, child_id, greatest(lower(days), period.starts), least(upper(days), period.in_year_until)
FROM missing
JOIN placements_careperiod period USING (child_id)
WHERE period.authority_id = %(authority)s AND period.starts < upper(days) AND period.in_year_until > lower(days);
