WITH periods AS (
    -- A period ceases on its latest end, for the reason of the episode that ends then.
    SELECT DISTINCT ON (child_id, in_care_since)
        child_id, in_care_since AS starts, until AS ends, reason, episode_id
    FROM housed
    ORDER BY child_id, in_care_since, until DESC, housed.starts DESC
)
INSERT INTO placements_careperiod (
    authority_id, child_id, starts, ends, reason_ceased, born, last_episode_id, started_until, ceased_until,
    ceased_at_18, in_year_until
)
SELECT %(authority)s, child_id, starts, ends, reason, date_of_birth, episode_id,
    least(months_after(starts, 12), lead(starts) OVER later),
    CASE WHEN ends = %(open)s THEN ends ELSE least(months_after(ends, 12), lead(ends) OVER later) END,
    CASE WHEN ends < %(open)s THEN ends >= months_after(date_of_birth, 216) END,
    CASE
        WHEN ends = %(open)s THEN ends
        -- Less than a day in care is none: then the last day of an earlier period decides, if there was one.
        ELSE least(
            coalesce(months_after(max(ends - 1) FILTER (WHERE starts < ends) OVER so_far, 12), starts),
            lead(starts) OVER later
        )
    END
FROM periods
JOIN concerned USING (child_id)
WINDOW later AS (PARTITION BY child_id ORDER BY starts),
    so_far AS (PARTITION BY child_id ORDER BY starts ROWS UNBOUNDED PRECEDING);

INSERT INTO placements_placementspell (authority_id, child_id, in_care_since, starts, ends, settled_on)
SELECT %(authority)s, child_id, in_care_since, placed_since, max(until), min(starts) FILTER (WHERE NOT temporary)
FROM housed
GROUP BY child_id, in_care_since, placed_since;
