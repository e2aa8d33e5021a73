-- The days on which each episode decides. Where episodes overlap the later DECOM decides, so an
-- episode gives way while a later one runs and decides again once that has ended.
WITH lasting AS (
    SELECT housed.*, lead(starts) OVER (PARTITION BY child_id ORDER BY starts) AS next_starts
    FROM housed
    WHERE starts < until
),
overlapped AS (
    SELECT * FROM lasting WHERE next_starts < until
),
cuts AS (
    SELECT overlapped.episode_id, overlapped.child_id, overlapped.starts, overlapped.until, cut.day
    FROM overlapped
    JOIN lasting later ON later.child_id = overlapped.child_id AND later.starts > overlapped.starts
    CROSS JOIN LATERAL (VALUES (overlapped.starts), (later.starts), (later.until)) AS cut(day)
    WHERE cut.day >= overlapped.starts AND cut.day < overlapped.until
    GROUP BY overlapped.episode_id, overlapped.child_id, overlapped.starts, overlapped.until, cut.day
),
pieces AS (
    SELECT episode_id, child_id, starts, day,
        coalesce(lead(day) OVER (PARTITION BY episode_id ORDER BY day), until) AS until
    FROM cuts
),
deciding AS (
    SELECT episode_id, starts AS from_day, until AS until_day
    FROM lasting
    WHERE next_starts IS NULL OR next_starts >= until
    UNION ALL
    SELECT episode_id, day, until
    FROM pieces
    WHERE NOT EXISTS (
        SELECT FROM lasting later
        WHERE later.child_id = pieces.child_id AND later.starts > pieces.starts
          AND later.starts <= pieces.day AND later.until > pieces.day
    )
),
spells AS (
    SELECT spell.id, spell.period_id, spell.number, spell.starts,
        lag(spell.starts) OVER (PARTITION BY spell.period_id ORDER BY spell.number) AS starts_before
    FROM placements_placementspell spell
    WHERE EXISTS (SELECT FROM housed WHERE housed.period_id = spell.period_id)
),
placed AS (
    SELECT deciding.from_day, deciding.until_day, housed.*, spells.id AS spell_id,
        CASE WHEN place IN ('A3', 'A4', 'A5', 'A6') THEN least(spells.starts, spells.starts_before)
             ELSE spells.starts END AS same_home_since,
        greatest(deciding.from_day, months_after(period.starts, 30)) AS long_term_from
    FROM deciding
    JOIN housed USING (episode_id)
    JOIN placements_careperiod period ON period.id = housed.period_id
    JOIN spells ON spells.period_id = housed.period_id AND spells.number = housed.spell_number
)
INSERT INTO placements_episodespan (
    authority_id, child_id, episode_id, period_id, spell_id, starts, ends, legal_status, place, place_provider,
    placement_authority_id, in_area, distance, long_term_from, long_term_until, stable_from
)
SELECT %(authority)s, child_id, episode_id, period_id, spell_id, from_day, until_day,
    legal_status, place, place_provider,
    placement.authority_id, placement.authority_id = %(authority)s,
    round((sqrt((placement.easting - home.easting) ^ 2.0 + (placement.northing - home.northing) ^ 2.0)
        / 1609.3)::numeric, 1),
    long_term_from,
    least(until_day, months_after(date_of_birth, 192)),
    greatest(long_term_from, months_after(same_home_since, 24))
FROM placed
LEFT JOIN core_postcode placement ON placement.postcode = placed.placement
LEFT JOIN core_postcode home ON home.postcode = placed.home;
