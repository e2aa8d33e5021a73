-- Who ceased to be in care by adoption, for as long as they count as having ceased in the year.
INSERT INTO placements_adoptedspan (authority_id, child_id, starts, ends, days_to_moving_in, days_to_match)
SELECT %(authority)s, period.child_id, period.ends, period.ceased_until, form.placed_on - period.starts,
    form.matched_on - decision.decided_on
FROM placements_careperiod period
JOIN placements_child child ON child.id = period.child_id AND child.authority_id = %(authority)s
LEFT JOIN LATERAL (
    SELECT adoption.placed_on, adoption.matched_on
    FROM placements_adoption adoption
    JOIN extracts_loadfile file ON file.id = adoption.file_id AND file.current
    WHERE adoption.authority_id = %(authority)s AND adoption.child = child.identifier
    ORDER BY adoption.year DESC
    LIMIT 1
) AS form ON true
LEFT JOIN LATERAL (
    SELECT max(decision.decided_on) AS decided_on
    FROM placements_adoptiondecision decision
    JOIN extracts_loadfile file ON file.id = decision.file_id AND file.current
    WHERE decision.authority_id = %(authority)s AND decision.child = child.identifier
      AND decision.decided_on BETWEEN period.starts AND form.matched_on
) AS decision ON true
WHERE period.authority_id = %(authority)s AND period.reason_ceased IN ('E11', 'E12');
