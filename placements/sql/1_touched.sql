-- The children whose derived facts may change: those in the files at hand, and all with an open
-- episode, because a return that no longer holds it closes it (docs/definitions.md, settled reading 3).
CREATE TEMPORARY TABLE touched ON COMMIT DROP AS
SELECT child FROM placements_episode WHERE file_id = ANY(%(files)s)
UNION SELECT child FROM placements_childrecord WHERE file_id = ANY(%(files)s)
UNION SELECT child FROM placements_uascrecord WHERE file_id = ANY(%(files)s)
UNION SELECT child FROM placements_missingincident WHERE file_id = ANY(%(files)s)
UNION SELECT child FROM placements_adoptiondecision WHERE file_id = ANY(%(files)s)
UNION SELECT child FROM placements_review WHERE file_id = ANY(%(files)s)
-- From where reviews are known changes for all children with the first of their files.
UNION
SELECT episode.child
FROM placements_episode episode
WHERE episode.authority_id = %(authority)s AND EXISTS (
    SELECT FROM extracts_loadfile file
    WHERE file.id = ANY(%(files)s) AND file.kind = 'reviews' AND file.year <= coalesce((
        SELECT min(year) FROM extracts_loadfile
        WHERE authority_id = %(authority)s AND current AND kind = 'reviews'
    ), file.year)
)
UNION
SELECT episode.child
FROM placements_episode episode
JOIN extracts_loadfile file ON file.id = episode.file_id AND file.current
WHERE episode.authority_id = %(authority)s AND episode.ends IS NULL;
ANALYZE touched;

CREATE TEMPORARY TABLE outdated ON COMMIT DROP AS
SELECT child.id AS child_id
FROM touched
JOIN placements_child child ON child.authority_id = %(authority)s AND child.identifier = touched.child;
ANALYZE outdated;

DELETE FROM placements_reviewyear derived USING outdated
WHERE derived.authority_id = %(authority)s AND derived.child_id = outdated.child_id;
DELETE FROM placements_heldreview derived USING outdated
WHERE derived.authority_id = %(authority)s AND derived.child_id = outdated.child_id;
DELETE FROM placements_incidentmonth derived USING outdated
WHERE derived.authority_id = %(authority)s AND derived.child_id = outdated.child_id;
DELETE FROM placements_adoptionwait derived USING outdated
WHERE derived.authority_id = %(authority)s AND derived.child_id = outdated.child_id;
DELETE FROM placements_decisionreversed derived USING outdated
WHERE derived.authority_id = %(authority)s AND derived.child_id = outdated.child_id;
DELETE FROM placements_missingyear derived USING outdated
WHERE derived.authority_id = %(authority)s AND derived.child_id = outdated.child_id;
DELETE FROM placements_placementcount derived USING outdated
WHERE derived.authority_id = %(authority)s AND derived.child_id = outdated.child_id;
DELETE FROM placements_episodespan derived USING outdated
WHERE derived.authority_id = %(authority)s AND derived.child_id = outdated.child_id;
DELETE FROM placements_placementspell derived USING outdated
WHERE derived.authority_id = %(authority)s AND derived.child_id = outdated.child_id;
DELETE FROM placements_careperiod derived USING outdated
WHERE derived.authority_id = %(authority)s AND derived.child_id = outdated.child_id;
