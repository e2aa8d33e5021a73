-- Reviews of children in care. For the same CHILD and REVIEW the latest return year wins.
CREATE TEMPORARY TABLE reviewed ON COMMIT DROP AS
SELECT DISTINCT ON (period.child_id, review.held_on)
    period.child_id, period.starts, period.ends, review.held_on, review.participation
FROM concerned
JOIN placements_review review ON review.authority_id = %(authority)s AND review.child = concerned.identifier
JOIN extracts_loadfile file ON file.id = review.file_id AND file.current
JOIN placements_careperiod period ON period.authority_id = %(authority)s AND period.child_id = concerned.child_id
    AND period.starts <= review.held_on AND period.ends >= review.held_on
ORDER BY period.child_id, review.held_on, review.year DESC;

INSERT INTO placements_heldreview (authority_id, child_id, starts, ends, participation)
SELECT %(authority)s, child_id, held_on, months_after(held_on, 12), participation FROM reviewed;

-- Whether in the year to each day no review was overdue (docs/definitions.md, "Reviews"). Reviews are known from the
-- 1 April on which the first return with a file of them begins: children in care before count as reviewed then.
WITH known AS (
    SELECT make_date(min(year) - 1, 4, 1) AS since FROM extracts_loadfile
    WHERE authority_id = %(authority)s AND current AND kind = 'reviews'
),
periods AS (
    SELECT child_id, period.starts, period.ends, period.starts < known.since AS is_older,
        greatest(period.starts, known.since) AS told_from
    FROM placements_careperiod period
    JOIN known ON period.ends > known.since AND period.starts < period.ends
    WHERE period.authority_id = %(authority)s AND child_id IN (SELECT child_id FROM concerned)
),
first_due AS MATERIALIZED (
    SELECT starts, working_days_after(starts, 20) AS due
    FROM (SELECT DISTINCT starts FROM periods WHERE NOT is_older) AS days
),
steps AS (
    SELECT child_id, starts, ends, is_older, told_from, told_from AS day, 0 AS number FROM periods
    UNION ALL
    SELECT child_id, starts, periods.ends, is_older, told_from, reviewed.held_on,
        row_number() OVER (PARTITION BY child_id, starts ORDER BY reviewed.held_on)
    FROM periods
    JOIN reviewed USING (child_id, starts)
    WHERE reviewed.held_on >= told_from
),
timetable AS (
    SELECT child_id, starts, ends, number, told_from, is_older,
        CASE
            WHEN number = 0 AND NOT is_older THEN first_due.due
            WHEN number = 1 AND NOT is_older THEN months_after(day, 3)
            ELSE months_after(day, 6)
        END AS due,
        lead(day) OVER (PARTITION BY child_id, starts ORDER BY number) AS held_on
    FROM steps
    LEFT JOIN first_due USING (starts)
),
standing AS (
    SELECT child_id,
        -- Asked about from the day on which the first review is due.
        datemultirange(daterange(
            max(CASE WHEN number > 0 THEN NULL WHEN is_older THEN told_from ELSE due END), ends
        )) AS asked,
        -- A review that is held late was overdue on the day on which it was held, too.
        coalesce(range_agg(daterange(
            due + 1, CASE WHEN held_on IS NULL THEN %(open)s::date ELSE months_after(held_on, 12) END
        )) FILTER (WHERE held_on > due OR (held_on IS NULL AND due + 1 < ends)), '{}') AS overdue
    FROM timetable
    GROUP BY child_id, starts, ends
    HAVING max(CASE WHEN number > 0 THEN NULL WHEN is_older THEN told_from ELSE due END) < ends
)
INSERT INTO placements_reviewyear (authority_id, child_id, starts, ends, on_time)
SELECT %(authority)s, child_id, lower(days), upper(days), on_time
FROM standing
CROSS JOIN LATERAL (
    SELECT unnest(asked - overdue), true
    UNION ALL
    SELECT unnest(asked * overdue), false
) AS told(days, on_time);
