-- Children who live in a home of the register: by the URN of their episode, or else by the register of residents.
WITH written AS (
    SELECT reference, upper(regexp_replace(urn, '[^[:alnum:]]', '', 'g')) AS urn
    FROM placements_home
    WHERE authority_id = %(authority)s
),
bearers AS (
    SELECT *, count(*) OVER (PARTITION BY urn) > 1 AS is_shared FROM written WHERE urn <> ''
),
closures AS (
    SELECT home, since AS starts, status = 'CLOSED' AS is_closed,
        lead(since) OVER (PARTITION BY home ORDER BY since) AS ends
    FROM placements_registration
    WHERE authority_id = %(authority)s
),
days AS (
    SELECT urn, date '0001-01-01' AS day FROM bearers
    UNION
    SELECT bearers.urn, closures.starts
    FROM bearers
    JOIN closures ON closures.home = bearers.reference
    WHERE bearers.is_shared
),
named AS (
    -- Of homes with one URN the children are in one that is not closed, the first by reference.
    SELECT DISTINCT ON (days.urn, days.day) days.urn, days.day, bearers.reference AS home
    FROM days
    JOIN bearers ON bearers.urn = days.urn
    LEFT JOIN closures ON bearers.is_shared AND closures.home = bearers.reference
        AND closures.starts <= days.day AND (closures.ends IS NULL OR closures.ends > days.day)
    ORDER BY days.urn, days.day, coalesce(closures.is_closed, false), bearers.reference COLLATE "C"
),
by_urn AS (
    SELECT urn, home, day AS starts, lead(day) OVER (PARTITION BY urn ORDER BY day) AS ends
    FROM named
),
stays AS (
    SELECT child, home, moved_in, coalesce(moved_out, '9999-12-31') AS moved_out
    FROM placements_resident
    WHERE authority_id = %(authority)s
),
moves AS (
    SELECT child, day, lead(day) OVER (PARTITION BY child ORDER BY day) AS ends
    FROM (
        SELECT child, moved_in AS day FROM stays
        UNION SELECT child, moved_out FROM stays
    ) AS every_move
),
by_child AS (
    -- Of stays that overlap the one that began last counts.
    SELECT DISTINCT ON (moves.child, moves.day) moves.child, stays.home, moves.day AS starts, moves.ends
    FROM moves
    JOIN stays ON stays.child = moves.child AND stays.moved_in <= moves.day AND stays.moved_out > moves.day
    ORDER BY moves.child, moves.day, stays.moved_in DESC, stays.home COLLATE "C" DESC
),
placed AS MATERIALIZED (
    SELECT span.child_id, span.starts, span.ends, span.place, span.born, child.identifier,
        upper(regexp_replace(episode.urn, '[^[:alnum:]]', '', 'g')) AS urn
    FROM placements_episodespan span
    JOIN placements_child child ON child.id = span.child_id AND child.authority_id = %(authority)s
    JOIN placements_episode episode ON episode.id = span.episode_id AND episode.authority_id = %(authority)s
    WHERE span.authority_id = %(authority)s AND (EXISTS (SELECT FROM bearers) OR EXISTS (SELECT FROM stays))
),
listed AS (
    SELECT placed.*, by_urn.home, greatest(placed.starts, by_urn.starts) AS since,
        least(placed.ends, by_urn.ends) AS until
    FROM placed
    JOIN by_urn ON by_urn.urn = placed.urn
        AND by_urn.starts < placed.ends AND (by_urn.ends IS NULL OR by_urn.ends > placed.starts)
    UNION ALL
    -- A stay counts where the child's episode names no home of the register.
    SELECT placed.*, by_child.home, greatest(placed.starts, by_child.starts), least(placed.ends, by_child.ends)
    FROM placed
    JOIN by_child ON by_child.child = placed.identifier
        AND by_child.starts < placed.ends AND by_child.ends > placed.starts
    WHERE placed.urn NOT IN (SELECT urn FROM bearers)
)
INSERT INTO placements_residentspan (authority_id, child_id, starts, ends, place, home, turns_16)
SELECT %(authority)s, child_id, since, until, place, home, months_after(born, 192) FROM listed;
