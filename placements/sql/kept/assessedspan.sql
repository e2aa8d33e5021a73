-- Who was in care for a year or more and had a health assessment in the last twelve months, or in the last six while
-- under five.
WITH assessed AS (
    SELECT assessment.source, child.id AS child_id, range_agg(good.days) AS days
    FROM placements_healthassessment assessment
    JOIN placements_child child ON child.authority_id = %(authority)s AND child.identifier = assessment.child
    CROSS JOIN LATERAL (
        SELECT greatest(assessment.completed_on, months_after(child.date_of_birth, 60)) AS at_five,
            months_after(assessment.completed_on, 12) AS year_later
    ) AS own
    CROSS JOIN LATERAL (VALUES
        (daterange(assessment.completed_on, months_after(assessment.completed_on, 6))),
        (daterange(own.at_five, greatest(own.at_five, own.year_later)))
    ) AS good(days)
    WHERE assessment.authority_id = %(authority)s AND assessment.kind IN ('INITIAL', 'REVIEW')
      AND assessment.completed_on IS NOT NULL AND child.date_of_birth IS NOT NULL
    GROUP BY assessment.source, child.id
)
INSERT INTO placements_assessedspan (authority_id, child_id, source, starts, ends)
SELECT %(authority)s, period.child_id, assessed.source, lower(piece), upper(piece)
FROM assessed
JOIN placements_careperiod period ON period.authority_id = %(authority)s AND period.child_id = assessed.child_id
CROSS JOIN LATERAL unnest(assessed.days * datemultirange(daterange(
    months_after(period.starts, 12), greatest(period.ends, months_after(period.starts, 12))
))) AS piece;
