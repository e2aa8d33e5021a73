-- Decisions that a child should be placed for adoption. For the same CHILD and DATE_PLACED the latest return year wins.
CREATE TEMPORARY TABLE decided ON COMMIT DROP AS
SELECT DISTINCT ON (concerned.child_id, decision.decided_on)
    concerned.child_id, decision.decided_on, decision.reversed_on
FROM concerned
JOIN placements_adoptiondecision decision
    ON decision.authority_id = %(authority)s AND decision.child = concerned.identifier
JOIN extracts_loadfile file ON file.id = decision.file_id AND file.current
ORDER BY concerned.child_id, decision.decided_on, decision.year DESC;

-- The days on which such a decision of the period of care is in force and the child does not live with adopters.
WITH in_force AS (
    SELECT period.child_id, range_agg(daterange(decided_on, least(period.ends, reversed_on))) AS days
    FROM decided
    JOIN placements_careperiod period ON period.authority_id = %(authority)s AND period.child_id = decided.child_id
        AND period.starts <= decided_on AND period.ends > decided_on
    WHERE reversed_on IS NULL OR reversed_on > decided_on
    GROUP BY period.child_id
),
placed AS (
    SELECT child_id, range_agg(daterange(starts, ends)) AS days
    FROM placements_episodespan
    WHERE authority_id = %(authority)s AND place IN ('A3', 'A4', 'A5', 'A6')
      AND child_id IN (SELECT child_id FROM in_force)
    GROUP BY child_id
)
INSERT INTO placements_adoptionwait (authority_id, child_id, starts, ends)
SELECT %(authority)s, child_id, lower(waiting), upper(waiting)
FROM in_force
LEFT JOIN placed USING (child_id)
CROSS JOIN LATERAL unnest(in_force.days - coalesce(placed.days, '{}')) AS waiting;

-- The year from the day on which one was reversed; a child counts once, with the last.
INSERT INTO placements_decisionreversed (authority_id, child_id, starts, ends)
SELECT %(authority)s, child_id, reversed_on,
    least(months_after(reversed_on, 12), lead(reversed_on) OVER (PARTITION BY child_id ORDER BY reversed_on))
FROM (SELECT DISTINCT child_id, reversed_on FROM decided WHERE reversed_on IS NOT NULL) AS reversal;
