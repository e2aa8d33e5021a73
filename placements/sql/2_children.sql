-- One row a child. The latest return that holds the child in its header wins; without a header
-- row, the date in the UASC row itself (settled reading 13).
CREATE TEMPORARY TABLE described ON COMMIT DROP AS
WITH header AS (
    SELECT DISTINCT ON (record.child) record.child, record.date_of_birth, record.sex, record.ethnicity
    FROM touched
    JOIN placements_childrecord record ON record.authority_id = %(authority)s AND record.child = touched.child
    JOIN extracts_loadfile file ON file.id = record.file_id AND file.current
    ORDER BY record.child, record.year DESC
),
uasc AS (
    SELECT DISTINCT ON (record.child) record.child, record.date_of_birth, record.sex,
        coalesce(record.status_ceased, %(open)s::date) AS uasc_until
    FROM touched
    JOIN placements_uascrecord record ON record.authority_id = %(authority)s AND record.child = touched.child
    JOIN extracts_loadfile file ON file.id = record.file_id AND file.current
    ORDER BY record.child, record.year DESC
)
SELECT touched.child AS identifier,
    CASE WHEN header.child IS NOT NULL THEN header.date_of_birth ELSE uasc.date_of_birth END AS date_of_birth,
    coalesce(header.sex, uasc.sex, '') AS sex,
    coalesce(header.ethnicity, '') AS ethnicity,
    uasc.uasc_until,
    header.child IS NOT NULL AS in_header
FROM touched
LEFT JOIN header USING (child)
LEFT JOIN uasc USING (child)
WHERE header.child IS NOT NULL OR uasc.child IS NOT NULL OR touched.child IN (
    SELECT episode.child
    FROM placements_episode episode
    JOIN extracts_loadfile file ON file.id = episode.file_id AND file.current
    WHERE episode.authority_id = %(authority)s
);

UPDATE placements_child child
SET date_of_birth = described.date_of_birth, sex = described.sex, ethnicity = described.ethnicity,
    uasc_until = described.uasc_until, in_header = described.in_header
FROM described
WHERE child.authority_id = %(authority)s AND child.identifier = described.identifier
  AND (child.date_of_birth, child.sex, child.ethnicity, child.uasc_until, child.in_header) IS DISTINCT FROM
    (described.date_of_birth, described.sex, described.ethnicity, described.uasc_until, described.in_header);

INSERT INTO placements_child (authority_id, identifier, date_of_birth, sex, ethnicity, uasc_until, in_header)
SELECT %(authority)s, identifier, date_of_birth, sex, ethnicity, uasc_until, in_header
FROM described
WHERE NOT EXISTS (
    SELECT FROM placements_child child
    WHERE child.authority_id = %(authority)s AND child.identifier = described.identifier
)
ORDER BY identifier;

DELETE FROM placements_child child USING outdated
WHERE child.id = outdated.child_id
  AND NOT EXISTS (SELECT FROM described WHERE described.identifier = child.identifier);

CREATE TEMPORARY TABLE concerned ON COMMIT DROP AS
SELECT child.id AS child_id, child.identifier, child.date_of_birth, child.sex, child.ethnicity
FROM touched
JOIN placements_child child ON child.authority_id = %(authority)s AND child.identifier = touched.child;
ANALYZE concerned;
