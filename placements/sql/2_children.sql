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
),
in_episodes AS (
    SELECT DISTINCT episode.child
    FROM touched
    JOIN placements_episode episode ON episode.authority_id = %(authority)s AND episode.child = touched.child
    JOIN extracts_loadfile file ON file.id = episode.file_id AND file.current
)
SELECT touched.child AS identifier,
    CASE WHEN header.child IS NOT NULL THEN header.date_of_birth ELSE uasc.date_of_birth END AS date_of_birth,
    coalesce(header.sex, uasc.sex, '') AS sex,
    coalesce(header.ethnicity, '') AS ethnicity,
    uasc.uasc_until
FROM touched
LEFT JOIN header USING (child)
LEFT JOIN uasc USING (child)
LEFT JOIN in_episodes USING (child)
WHERE coalesce(header.child, uasc.child, in_episodes.child) IS NOT NULL;

INSERT INTO placements_child (authority_id, identifier, date_of_birth, sex, ethnicity, uasc_until)
SELECT %(authority)s, identifier, date_of_birth, sex, ethnicity, uasc_until FROM described
ON CONFLICT (authority_id, identifier) DO UPDATE
SET date_of_birth = excluded.date_of_birth, sex = excluded.sex, ethnicity = excluded.ethnicity,
    uasc_until = excluded.uasc_until;

DELETE FROM placements_child child USING touched
WHERE child.authority_id = %(authority)s AND child.identifier = touched.child
  AND NOT EXISTS (SELECT FROM described WHERE described.identifier = child.identifier);
