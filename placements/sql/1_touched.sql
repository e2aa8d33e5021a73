-- The children whose derived facts may change: those in the files at hand, and all with an open
-- episode, because a return that no longer holds it closes it (MEASURES.md, settled reading 3).
CREATE TEMPORARY TABLE touched ON COMMIT DROP AS
SELECT child FROM placements_episode WHERE file_id = ANY(%(files)s)
UNION SELECT child FROM placements_childrecord WHERE file_id = ANY(%(files)s)
UNION SELECT child FROM placements_uascrecord WHERE file_id = ANY(%(files)s)
UNION
SELECT episode.child
FROM placements_episode episode
JOIN extracts_loadfile file ON file.id = episode.file_id AND file.current
WHERE episode.authority_id = %(authority)s AND episode.ends IS NULL;
ANALYZE touched;

DELETE FROM placements_placementcount USING touched, placements_child child
WHERE child.authority_id = %(authority)s AND child.identifier = touched.child
  AND placements_placementcount.child_id = child.id;
DELETE FROM placements_episodespan USING touched, placements_child child
WHERE child.authority_id = %(authority)s AND child.identifier = touched.child
  AND placements_episodespan.child_id = child.id;
DELETE FROM placements_placementspell USING touched, placements_child child
WHERE child.authority_id = %(authority)s AND child.identifier = touched.child
  AND placements_placementspell.child_id = child.id;
DELETE FROM placements_careperiod USING touched, placements_child child
WHERE child.authority_id = %(authority)s AND child.identifier = touched.child
  AND placements_careperiod.child_id = child.id;
