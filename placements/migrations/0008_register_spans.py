"""Views that measures of the registers read: what an entry says, as days on which it holds.

Registers say since when something holds; each view turns that into rows with a first day (``starts``) and the first
day after (``ends``), so that a count at a day and a series by months are asked as of the derived tables. What has not
ended ends on 9999-12-31, and what was before the first entry begins on 0001-01-01. Running sums over the days on which
something changes give what holds between two of them.
"""

from django.db import migrations

from sufficiency.core import migrating

COST_SPAN = """
CREATE VIEW placements_costspan AS
WITH amounts AS (
    SELECT cost.authority_id, cost.child, cost.paid_from, coalesce(cost.paid_to, '9999-12-31') AS paid_to, cost.total,
        coalesce(cost.health_contribution, 0) AS health, coalesce(cost.education_contribution, 0) AS education,
        coalesce(contract.route, '') AS route
    FROM placements_placementcost cost
    LEFT JOIN placements_contract contract
        ON contract.authority_id = cost.authority_id AND contract.reference = cost.contract
),
changes AS (
    SELECT authority_id, child, paid_from AS day, 1 AS step, total, health, education, route FROM amounts
    UNION ALL
    SELECT authority_id, child, paid_to, -1, -total, -health, -education, route FROM amounts
    UNION ALL
    SELECT DISTINCT authority_id, child, date '0001-01-01', 0, 0.00, 0.00, 0.00, '' FROM amounts
),
paid AS (
    SELECT authority_id, child, day AS starts, lead(day) OVER in_order AS ends,
        sum(sum(step)) OVER in_order AS amounts,
        sum(sum(total)) OVER in_order AS weekly,
        sum(sum(health)) OVER in_order AS health,
        sum(sum(education)) OVER in_order AS education,
        sum(sum(step) FILTER (WHERE route = 'SPOT')) OVER in_order > 0 AS by_spot,
        sum(sum(step) FILTER (WHERE route = 'BLOCK')) OVER in_order > 0 AS by_block,
        sum(sum(step) FILTER (WHERE route = 'FRAMEWORK')) OVER in_order > 0 AS by_framework,
        sum(sum(step) FILTER (WHERE route = 'IN-HOUSE')) OVER in_order > 0 AS in_house
    FROM changes
    GROUP BY authority_id, child, day
    WINDOW in_order AS (PARTITION BY authority_id, child ORDER BY day)
)
SELECT span.id, span.authority_id, span.child_id, span.episode_id,
    greatest(span.starts, paid.starts) AS starts, least(span.ends, paid.ends) AS ends,
    span.in_care_since, span.placed_since, span.legal_status, span.place, span.place_provider,
    span.placement_authority_id, span.in_area, span.distance,
    coalesce(paid.amounts, 0)::integer AS amounts,
    CASE WHEN paid.amounts > 0 THEN paid.weekly END AS weekly,
    CASE WHEN paid.amounts > 0 THEN paid.health END AS health,
    CASE WHEN paid.amounts > 0 THEN paid.education END AS education,
    coalesce(paid.by_spot, false) AS by_spot,
    coalesce(paid.by_block, false) AS by_block,
    coalesce(paid.by_framework, false) AS by_framework,
    coalesce(paid.in_house, false) AS in_house
FROM placements_episodespan span
JOIN placements_child child ON child.id = span.child_id
LEFT JOIN paid ON paid.authority_id = span.authority_id AND paid.child = child.identifier
    AND paid.starts < span.ends AND (paid.ends IS NULL OR paid.ends > span.starts);
"""

RESIDENT_SPAN = """
CREATE VIEW placements_residentspan AS
WITH written AS (
    SELECT authority_id, reference, upper(regexp_replace(urn, '[^[:alnum:]]', '', 'g')) AS urn FROM placements_home
),
bearers AS (
    SELECT *, count(*) OVER (PARTITION BY authority_id, urn) > 1 AS is_shared FROM written WHERE urn <> ''
),
closures AS (
    SELECT authority_id, home, since AS starts, status = 'CLOSED' AS is_closed,
        lead(since) OVER (PARTITION BY authority_id, home ORDER BY since) AS ends
    FROM placements_registration
),
days AS (
    SELECT authority_id, urn, date '0001-01-01' AS day FROM bearers
    UNION
    SELECT bearers.authority_id, bearers.urn, closures.starts
    FROM bearers
    JOIN closures ON closures.authority_id = bearers.authority_id AND closures.home = bearers.reference
    WHERE bearers.is_shared
),
named AS (
    -- Of homes with one URN the children are in one that is not closed, the first by reference.
    SELECT DISTINCT ON (days.authority_id, days.urn, days.day)
        days.authority_id, days.urn, days.day, bearers.reference AS home
    FROM days
    JOIN bearers ON bearers.authority_id = days.authority_id AND bearers.urn = days.urn
    LEFT JOIN closures ON bearers.is_shared
        AND closures.authority_id = bearers.authority_id AND closures.home = bearers.reference
        AND closures.starts <= days.day AND (closures.ends IS NULL OR closures.ends > days.day)
    ORDER BY days.authority_id, days.urn, days.day,
        coalesce(closures.is_closed, false), bearers.reference COLLATE "C"
),
by_urn AS (
    SELECT authority_id, urn, home, day AS starts, lead(day) OVER (PARTITION BY authority_id, urn ORDER BY day) AS ends
    FROM named
),
stays AS (
    SELECT authority_id, child, home, moved_in, coalesce(moved_out, '9999-12-31') AS moved_out
    FROM placements_resident
),
moves AS (
    SELECT authority_id, child, day, lead(day) OVER (PARTITION BY authority_id, child ORDER BY day) AS ends
    FROM (
        SELECT authority_id, child, moved_in AS day FROM stays
        UNION SELECT authority_id, child, moved_out FROM stays
    ) AS every_move
),
by_child AS (
    -- Of stays that overlap the one that began last counts.
    SELECT DISTINCT ON (moves.authority_id, moves.child, moves.day)
        moves.authority_id, moves.child, stays.home, moves.day AS starts, moves.ends
    FROM moves
    JOIN stays ON stays.authority_id = moves.authority_id AND stays.child = moves.child
        AND stays.moved_in <= moves.day AND stays.moved_out > moves.day
    ORDER BY moves.authority_id, moves.child, moves.day, stays.moved_in DESC, stays.home COLLATE "C" DESC
),
placed AS NOT MATERIALIZED (  -- so that of one authority no more than its own spans are read
    SELECT span.id, span.authority_id, span.child_id, span.starts, span.ends, span.place,
        child.identifier, months_after(child.date_of_birth, 192) AS turns_16,
        upper(regexp_replace(episode.urn, '[^[:alnum:]]', '', 'g')) AS urn
    FROM placements_episodespan span
    JOIN placements_child child ON child.id = span.child_id
    JOIN placements_episode episode ON episode.id = span.episode_id
)
SELECT placed.id, placed.authority_id, placed.child_id, placed.place, by_urn.home, placed.turns_16,
    greatest(placed.starts, by_urn.starts) AS starts, least(placed.ends, by_urn.ends) AS ends
FROM placed
JOIN by_urn ON by_urn.authority_id = placed.authority_id AND by_urn.urn = placed.urn
    AND by_urn.starts < placed.ends AND (by_urn.ends IS NULL OR by_urn.ends > placed.starts)
UNION ALL
-- A stay counts where the child's episode names no home of the register.
SELECT placed.id, placed.authority_id, placed.child_id, placed.place, by_child.home, placed.turns_16,
    greatest(placed.starts, by_child.starts), least(placed.ends, by_child.ends)
FROM placed
JOIN by_child ON by_child.authority_id = placed.authority_id AND by_child.child = placed.identifier
    AND by_child.starts < placed.ends AND by_child.ends > placed.starts
WHERE NOT EXISTS (
    SELECT FROM bearers WHERE bearers.authority_id = placed.authority_id AND bearers.urn = placed.urn
);
"""

HOME_SPAN = """
CREATE VIEW placements_homespan AS
WITH changes AS (
    SELECT authority_id, reference AS home, date '0001-01-01' AS day, 0 AS own, 0 AS under_16, 0 AS ageless,
        NULL::text AS status, NULL::integer AS others, NULL::text AS rating
    FROM placements_home
    UNION ALL
    SELECT authority_id, home, change.*, NULL, NULL, NULL
    FROM placements_residentspan
    CROSS JOIN LATERAL (
        SELECT coalesce(turns_16 > starts, false)::integer AS is_under_16, (turns_16 IS NULL)::integer AS is_ageless
    ) AS age
    CROSS JOIN LATERAL (VALUES
        (starts, 1, is_under_16, is_ageless), (least(ends, turns_16), 0, -is_under_16, 0), (ends, -1, 0, -is_ageless)
    ) AS change(day, own, under_16, ageless)
    UNION ALL SELECT authority_id, home, since, 0, 0, 0, status, NULL, NULL FROM placements_registration
    UNION ALL SELECT authority_id, home, counted_on, 0, 0, 0, NULL, others, NULL FROM placements_otherresidents
    UNION ALL SELECT authority_id, home, rated_on, 0, 0, 0, NULL, NULL, rating FROM placements_rating
),
days AS (
    SELECT authority_id, home, day, sum(own) AS own, sum(under_16) AS under_16, sum(ageless) AS ageless,
        max(status) AS status, max(others) AS others, max(rating) AS rating
    FROM changes
    GROUP BY authority_id, home, day
),
said AS (
    -- What was said last holds on: of days written before what was said on them, the running maximum.
    SELECT authority_id, home, day AS starts, coalesce(lead(day) OVER in_order, '9999-12-31') AS ends,
        (sum(own) OVER in_order)::integer AS own,
        (sum(under_16) OVER in_order)::integer AS under_16,
        (sum(ageless) OVER in_order)::integer AS ageless,
        substr(max(to_char(day, 'YYYYMMDD') || status) OVER in_order, 9) AS status,
        substr(max(to_char(day, 'YYYYMMDD') || others) OVER in_order, 9)::integer AS others,
        substr(max(to_char(day, 'YYYYMMDD') || rating) OVER in_order, 9) AS rating,
        count(status) OVER in_order = 0 AND count(status) OVER (PARTITION BY authority_id, home) > 0 AS is_before_first
    FROM days
    WINDOW in_order AS (PARTITION BY authority_id, home ORDER BY day)
)
SELECT home.id, home.authority_id, home.reference, home.urn, home.name, home.kind, home.located_in, home.outward,
    home.judgement, home.utilisation, home.provider, coalesce(provider.name, home.provider) AS provider_name,
    home.located_in = home.authority_id AS in_area,
    home.places, home.places * coalesce(home.utilisation, 100) / 100.0 AS in_use,
    coalesce(provider.kind = 'IN-HOUSE', false) AS is_own,
    said.starts, said.ends, said.own, said.under_16, said.ageless, said.others,
    coalesce(said.status, '') AS status, coalesce(said.rating, '') AS rating,
    -- A home is there unless it is closed, or all that is known of it is later; with a child in it it is there.
    said.own > 0 OR NOT (said.is_before_first OR coalesce(said.status = 'CLOSED', false)) AS is_there,
    said.own + coalesce(said.others, 0) AS residents,
    CASE WHEN said.others IS NOT NULL THEN greatest(home.places - said.own - said.others, 0) END AS vacant
FROM said
JOIN placements_home home ON home.authority_id = said.authority_id AND home.reference = said.home
LEFT JOIN placements_provider provider
    ON provider.authority_id = home.authority_id AND provider.reference = home.provider;
"""

SCHEME_SPAN = """
CREATE VIEW placements_schemespan AS
WITH taken AS (
    SELECT authority_id, scheme, stage, expected_on, taken_on AS starts,
        coalesce(lead(taken_on) OVER in_order, '9999-12-31') AS ends,
        count(expected_on) OVER in_order AS times_said
    FROM placements_step
    WINDOW in_order AS (PARTITION BY authority_id, scheme ORDER BY taken_on)
),
said AS (
    -- When the places are expected is as last said, whatever the stage since.
    SELECT *, max(expected_on) OVER (PARTITION BY authority_id, scheme, times_said) AS expected FROM taken
),
registrations AS (
    SELECT authority_id, home, status, since AS starts,
        coalesce(lead(since) OVER (PARTITION BY authority_id, home ORDER BY since), '9999-12-31') AS ends
    FROM placements_registration
),
registered AS (
    SELECT home.authority_id, home.reference, range_agg(daterange(starts, ends)) AS days
    FROM registrations
    JOIN placements_home home ON home.authority_id = registrations.authority_id AND home.reference = registrations.home
    WHERE registrations.status = 'REGISTERED' AND home.kind IN ('CHILDRENS-HOME', 'SECURE', 'SHORT-BREAK')
    GROUP BY home.authority_id, home.reference
)
SELECT scheme.id, scheme.authority_id, scheme.reference, scheme.kind, scheme.places,
    scheme.places * coalesce(scheme.utilisation, 100) / 100.0 AS in_use,
    said.stage, said.expected AS expected_on,
    lower(piece) AS starts, upper(piece) AS ends,
    CASE WHEN said.expected IS NOT NULL THEN greatest(lower(piece), said.expected) END AS due_from
FROM said
JOIN placements_scheme scheme ON scheme.authority_id = said.authority_id AND scheme.reference = said.scheme
LEFT JOIN registered ON registered.authority_id = scheme.authority_id AND registered.reference = scheme.home
-- Once the home of a scheme is registered its places are there, and no longer to come.
CROSS JOIN LATERAL unnest(
    datemultirange(daterange(said.starts, said.ends)) - coalesce(registered.days, '{}')
) AS piece
WHERE said.stage NOT IN ('OPEN', 'ABANDONED');
"""

NEED_SPAN = """
CREATE VIEW placements_needspan AS
WITH entries AS (
    SELECT authority_id, child, since AS starts, disabled, sen, ehcp FROM placements_childneeds
    UNION ALL
    SELECT DISTINCT authority_id, child, date '0001-01-01', NULL::boolean, NULL::boolean, NULL::boolean
    FROM placements_childneeds
),
said AS (
    SELECT *, lead(starts) OVER (PARTITION BY authority_id, child ORDER BY starts) AS ends FROM entries
)
SELECT span.id, span.authority_id, span.child_id, span.episode_id,
    greatest(span.starts, said.starts) AS starts, least(span.ends, said.ends) AS ends,
    span.in_care_since, span.placed_since, span.legal_status, span.place, span.place_provider,
    span.placement_authority_id, span.in_area, span.distance,
    said.disabled, said.sen, said.ehcp
FROM placements_episodespan span
JOIN placements_child child ON child.id = span.child_id
LEFT JOIN said ON said.authority_id = span.authority_id AND said.child = child.identifier
    AND said.starts < span.ends AND (said.ends IS NULL OR said.ends > span.starts);
"""

RETURNED = """
CREATE VIEW placements_returnedspan AS
WITH incidents AS (
    -- For the same CHILD and MIS_START the latest return year wins.
    SELECT DISTINCT ON (incident.authority_id, incident.child, incident.starts) incident.*
    FROM placements_missingincident incident
    JOIN extracts_loadfile file ON file.id = incident.file_id AND file.current
    ORDER BY incident.authority_id, incident.child, incident.starts, incident.year DESC
)
SELECT incident.id, incident.authority_id, incident.child, incident.ends AS returned_on,
    incident.ends + 3 AS starts, months_after(incident.ends, 12) AS ends,
    talk.id IS NOT NULL AS is_listed, talk.offered, talk.accepted, talk.completed_on,
    CASE WHEN talk.completed_on IS NOT NULL THEN greatest(incident.ends + 3, talk.completed_on) END AS completed_from
FROM incidents incident
LEFT JOIN placements_returninterview talk ON talk.authority_id = incident.authority_id
    AND talk.child = incident.child AND talk.missing_since = incident.starts
WHERE incident.whereabouts = 'M' AND incident.ends IS NOT NULL;
"""

INITIAL_SPAN = """
CREATE VIEW placements_initialspan AS
WITH periods AS (
    SELECT period.id, period.authority_id, period.child_id, child.identifier, period.starts, period.ends,
        coalesce(
            lag(period.ends) OVER (PARTITION BY period.authority_id, period.child_id ORDER BY period.starts),
            date '0001-01-01'
        ) AS after
    FROM placements_careperiod period
    JOIN placements_child child ON child.id = period.child_id
    -- Working days cost time, and without an entry nothing is known anyway.
    WHERE period.authority_id IN (SELECT authority_id FROM placements_healthassessment)
)
SELECT period.id, period.authority_id, period.child_id, source.source, period.starts AS came_in_on,
    due.day AS starts, months_after(period.starts, 12) AS ends, known.*,
    CASE WHEN known.completed_on IS NOT NULL THEN greatest(due.day, known.completed_on) END AS completed_from
FROM periods period
CROSS JOIN LATERAL (SELECT working_days_after(period.starts, 20) AS day OFFSET 0) AS due
CROSS JOIN (VALUES ('COUNCIL'), ('NHS')) AS source(source)
CROSS JOIN LATERAL (
    SELECT count(*) > 0 AS is_listed, min(notified_on) AS notified_on, min(appointment_on) AS appointment_on,
        min(completed_on) AS completed_on
    FROM placements_healthassessment assessment
    WHERE assessment.authority_id = period.authority_id AND assessment.child = period.identifier
      AND assessment.kind = 'INITIAL' AND assessment.source = source.source
      AND assessment.required_on >= period.after AND assessment.required_on < period.ends
) AS known
WHERE period.ends >= due.day;
"""

PLANNED_SPAN = """
CREATE VIEW placements_plannedspan AS
WITH periods AS (
    SELECT period.id, period.authority_id, period.child_id, child.identifier, period.starts, period.ends,
        coalesce(
            lag(period.ends) OVER (PARTITION BY period.authority_id, period.child_id ORDER BY period.starts),
            date '0001-01-01'
        ) AS after
    FROM placements_careperiod period
    JOIN placements_child child ON child.id = period.child_id
)
SELECT period.id, period.authority_id, period.child_id, due.day AS starts, period.ends, plan.decided_on,
    CASE WHEN plan.decided_on IS NOT NULL THEN greatest(due.day, plan.decided_on) END AS planned_from
FROM periods period
CROSS JOIN LATERAL (SELECT months_after(period.starts, 4) AS day) AS due
CROSS JOIN LATERAL (
    SELECT min(plan.decided_on) AS decided_on FROM placements_permanenceplan plan
    WHERE plan.authority_id = period.authority_id AND plan.child = period.identifier
      AND plan.decided_on >= period.after AND plan.decided_on < period.ends
) AS plan
WHERE period.ends > due.day;
"""

ASSESSED_SPAN = """
CREATE VIEW placements_assessedspan AS
WITH assessed AS (
    -- Six months under the age of five, and twelve from then on.
    SELECT assessment.authority_id, assessment.source, child.id AS child_id, range_agg(good.days) AS days
    FROM placements_healthassessment assessment
    JOIN placements_child child
        ON child.authority_id = assessment.authority_id AND child.identifier = assessment.child
    CROSS JOIN LATERAL (
        SELECT greatest(assessment.completed_on, months_after(child.date_of_birth, 60)) AS at_five,
            months_after(assessment.completed_on, 12) AS year_later
    ) AS own
    CROSS JOIN LATERAL (VALUES
        (daterange(assessment.completed_on, months_after(assessment.completed_on, 6))),
        (daterange(own.at_five, greatest(own.at_five, own.year_later)))
    ) AS good(days)
    WHERE assessment.kind IN ('INITIAL', 'REVIEW') AND assessment.completed_on IS NOT NULL
      AND child.date_of_birth IS NOT NULL
    GROUP BY assessment.authority_id, assessment.source, child.id
)
SELECT period.id, period.authority_id, period.child_id, assessed.source,
    lower(piece) AS starts, upper(piece) AS ends
FROM assessed
JOIN placements_careperiod period
    ON period.authority_id = assessed.authority_id AND period.child_id = assessed.child_id
CROSS JOIN LATERAL unnest(assessed.days * datemultirange(daterange(
    months_after(period.starts, 12), greatest(period.ends, months_after(period.starts, 12))
))) AS piece;
"""

SEEN_SPAN = """
CREATE VIEW placements_seenspan AS
WITH seen AS (
    SELECT visit.authority_id, child.id AS child_id,
        range_agg(daterange(visit.done_on, visit.done_on + 42)) AS days
    FROM placements_childvisit visit
    JOIN placements_child child ON child.authority_id = visit.authority_id AND child.identifier = visit.child
    WHERE visit.done_on IS NOT NULL
    GROUP BY visit.authority_id, child.id
)
SELECT period.id, period.authority_id, period.child_id, lower(piece) AS starts, upper(piece) AS ends
FROM seen
JOIN placements_careperiod period ON period.authority_id = seen.authority_id AND period.child_id = seen.child_id
CROSS JOIN LATERAL unnest(seen.days * datemultirange(daterange(
    period.starts + 42, greatest(period.ends, period.starts + 42)
))) AS piece;
"""

VIEWS = {
    "costspan": COST_SPAN,
    "residentspan": RESIDENT_SPAN,
    "homespan": HOME_SPAN,
    "schemespan": SCHEME_SPAN,
    "needspan": NEED_SPAN,
    "returnedspan": RETURNED,
    "initialspan": INITIAL_SPAN,
    "plannedspan": PLANNED_SPAN,
    "assessedspan": ASSESSED_SPAN,
    "seenspan": SEEN_SPAN,
}


class Migration(migrating.Migration):

    dependencies = [
        ("core", "0006_faster_working_days"),
        ("placements", "0007_children_registers"),
    ]

    operations = [migrations.RunSQL(view, f"DROP VIEW placements_{name}") for name, view in VIEWS.items()]
