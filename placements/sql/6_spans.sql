-- Each postcode is looked up once, however many episodes bear it.
CREATE TEMPORARY TABLE located ON COMMIT DROP AS
SELECT found.*
FROM (SELECT DISTINCT home AS postcode FROM housed UNION SELECT DISTINCT placement FROM housed) AS written
CROSS JOIN LATERAL (
    SELECT postcode, authority_id, easting::float8, northing::float8
    FROM core_postcode WHERE postcode = written.postcode LIMIT 1
) AS found;
ANALYZE located;

-- The days on which each episode decides. Where episodes overlap the later DECOM decides, so an
-- episode gives way while a later one runs and decides again once that has ended.
WITH entangled AS (
    SELECT episode_id, child_id, starts, until, is_overlapped
    FROM housed
    WHERE starts < until AND child_id IN (SELECT child_id FROM housed WHERE is_overlapped)
),
cuts AS (
    SELECT earlier.episode_id, earlier.child_id, earlier.starts, earlier.until, cut.day
    FROM entangled earlier
    LEFT JOIN entangled later ON later.child_id = earlier.child_id AND later.starts > earlier.starts
    CROSS JOIN LATERAL (VALUES (earlier.starts), (later.starts), (later.until)) AS cut(day)
    WHERE earlier.is_overlapped AND cut.day >= earlier.starts AND cut.day < earlier.until
    GROUP BY earlier.episode_id, earlier.child_id, earlier.starts, earlier.until, cut.day
),
pieces AS (
    SELECT episode_id, child_id, starts, day,
        coalesce(lead(day) OVER (PARTITION BY episode_id ORDER BY day), until) AS until
    FROM cuts
),
deciding AS (
    SELECT episode_id, day, until
    FROM pieces
    WHERE NOT EXISTS (
        SELECT FROM entangled later
        WHERE later.child_id = pieces.child_id AND later.starts > pieces.starts
          AND later.starts <= pieces.day AND later.until > pieces.day
    )
),
-- A child placed for adoption counts as settled from the placement before it on.
adoptive AS (
    SELECT child_id, starts AS placed_since,
        lag(starts) OVER (PARTITION BY child_id, in_care_since ORDER BY starts) AS placed_before
    FROM placements_placementspell
    WHERE authority_id = %(authority)s
      AND child_id IN (SELECT child_id FROM housed WHERE place IN ('A3', 'A4', 'A5', 'A6'))
),
placed AS (
    SELECT housed.*,
        coalesce(deciding.day, housed.starts) AS from_day,
        coalesce(deciding.until, housed.until) AS until_day,
        least(housed.placed_since, adoptive.placed_before) AS same_home_since,
        greatest(coalesce(deciding.day, housed.starts), months_after(housed.in_care_since, 30)) AS long_term_from
    FROM housed
    LEFT JOIN deciding USING (episode_id)
    LEFT JOIN adoptive ON adoptive.child_id = housed.child_id AND adoptive.placed_since = housed.placed_since
        AND place IN ('A3', 'A4', 'A5', 'A6')
    WHERE housed.starts < housed.until AND (NOT is_overlapped OR deciding.episode_id IS NOT NULL)
)
INSERT INTO placements_episodespan (
    authority_id, child_id, episode_id, born, sex, ethnicity, in_care_since, placed_since, legal_since, starts, ends,
    legal_status, place, place_provider, placement_authority_id, in_area, distance, long_term_from, long_term_until, stable_from
)
SELECT %(authority)s, child_id, episode_id, date_of_birth, sex, ethnicity, in_care_since, placed_since, legal_since,
    from_day, until_day,
    legal_status, place, place_provider,
    placement.authority_id, placement.authority_id = %(authority)s,
    -- In whole tenths of a mile (of 1609.3 metres) first: much the faster way to a decimal, as products are to a square.
    round(sqrt((placement.easting - home.easting) * (placement.easting - home.easting)
        + (placement.northing - home.northing) * (placement.northing - home.northing)) / 160.93)::int * 0.1,
    long_term_from,
    least(until_day, months_after(date_of_birth, 192)),
    greatest(long_term_from, months_after(same_home_since, 24))
FROM placed
JOIN concerned USING (child_id)
LEFT JOIN located placement ON placement.postcode = placed.placement
LEFT JOIN located home ON home.postcode = placed.home;
