"""Each care leaver as days on which everything about them holds, for measures; and each provider of supported lodgings.

The function works out care leavers by the rules of leavers/entitlement.py and leavers/standing.py, which say in Python why;
leavers/derivation.py keeps the table in step with it. What has not ended ends on 9999-12-31; what was before the first
entry begins on 0001-01-01. A home or an activity is the last that began, until it ends or the next begins.
"""

import django.db.models.deletion
from django.db import migrations, models

from sufficiency.core import migrating

WORKED_OUT = """
CREATE FUNCTION leavers_worked_out(of_authority text, of_leaver text) RETURNS TABLE (
    authority_id varchar, leaver_id uuid, reference varchar, sex varchar, starts date, ends date, age integer,
    service text, entitlement text, contact text, home text, suitable text, activity text, planned_on date
) LANGUAGE sql STABLE SET enable_nestloop = off AS $$
-- The planner takes tables that were filled a moment ago for nearly empty, and then reads a whole part for each row of
-- another. Hashing, and the order of the steps at the end, serve one care leaver and ten thousand.
WITH life AS (
    SELECT own.id, own.authority_id, own.reference, own.date_of_birth AS born, own.entitlement_override AS by_hand,
        own.service_from, coalesce(own.service_to, '9999-12-31') AS service_to, child.id AS child_id,
        coalesce(child.sex, '') AS sex,
        months_after(own.date_of_birth, 12 * 14) AS turns_14, months_after(own.date_of_birth, 12 * 16) AS turns_16,
        months_after(own.date_of_birth, 12 * 18) AS turns_18, months_after(own.date_of_birth, 12 * 21) AS turns_21,
        months_after(own.date_of_birth, 12 * 25) AS turns_25
    FROM leavers_careleaver own
    LEFT JOIN placements_child child
        ON child.authority_id = own.authority_id AND child.identifier = own.child AND own.child <> ''
    WHERE own.authority_id = of_authority AND (of_leaver IS NULL OR own.reference = of_leaver)
),
periods AS (
    -- Thirteen weeks in care in all since the 14th birthday, the day itself included, reached at 16 or later.
    SELECT life.id, life.turns_16, life.turns_18, period.starts, period.ends, period.reason_ceased,
        greatest(turns_16, greatest(period.starts, turns_14) - 1 + greatest(1, 91 - coalesce(
            sum(greatest(0, period.ends - greatest(period.starts, turns_14))) OVER earlier, 0))::integer) AS reached
    FROM life
    JOIN placements_careperiod period ON period.authority_id = life.authority_id AND period.child_id = life.child_id
    WINDOW earlier AS (PARTITION BY life.id ORDER BY period.starts ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
),
care AS (
    SELECT id, range_agg(daterange(starts, ends)) AS days, min(starts) AS first_day,
        min(starts) FILTER (WHERE ends > turns_16) AS after_16_from,
        min(reached) FILTER (WHERE reached < least(ends, turns_18)) AS eligible_from,
        min(ends) FILTER (WHERE reason_ceased IN ('E43', 'E44', 'E45', 'E46', 'E47', 'E48')) AS guarded_from
    FROM periods GROUP BY id
),
with_parents AS (
    SELECT life.id, range_agg(daterange(months_after(stay.moved_in, 6), coalesce(stay.moved_out, '9999-12-31'))) AS days
    FROM life
    JOIN leavers_accommodation stay ON stay.authority_id = life.authority_id AND stay.leaver = life.reference
    WHERE stay.home = 'WITH-PARENTS' AND months_after(stay.moved_in, 6) < coalesce(stay.moved_out, '9999-12-31')
    GROUP BY life.id
),
changes AS (
    SELECT id, months_after(born, 12 * age) AS day FROM life CROSS JOIN generate_series(0, 25) AS age
    UNION SELECT id, service_from FROM life WHERE service_from IS NOT NULL
    UNION SELECT id, service_to FROM life
    UNION SELECT id, starts FROM periods
    UNION SELECT id, ends FROM periods
    UNION SELECT id, eligible_from FROM care WHERE eligible_from IS NOT NULL
    UNION SELECT id, lower(stay) FROM with_parents CROSS JOIN unnest(days) AS stay
    UNION SELECT id, upper(stay) FROM with_parents CROSS JOIN unnest(days) AS stay
),
days AS (
    SELECT id, day AS starts, lead(day, 1, '9999-12-31') OVER (PARTITION BY id ORDER BY day) AS ends FROM changes
),
entitled AS (
    SELECT life.id, life.authority_id, life.reference, life.sex, days.starts, days.ends,
        date_part('year', days.starts)::integer - date_part('year', born)::integer
            - ((date_part('month', days.starts), date_part('day', days.starts))
                < (date_part('month', born), date_part('day', born)))::integer AS age,
        service_from <= days.starts AND service_to > days.starts AS is_served,
        CASE
            WHEN by_hand <> '' THEN by_hand
            WHEN days.starts < turns_16 OR care.first_day IS NULL OR days.starts < care.first_day THEN ''
            WHEN days.starts < turns_18 AND care.days @> days.starts THEN
                CASE WHEN care.eligible_from <= days.starts THEN 'ELIGIBLE' ELSE '' END
            WHEN care.eligible_from <= days.starts
                AND NOT coalesce(with_parents.days @> least(days.starts, turns_18 - 1), false) THEN
                CASE WHEN days.starts < turns_18 THEN 'RELEVANT' ELSE 'FORMER-RELEVANT' END
            WHEN days.starts < turns_21
                AND (care.after_16_from <= days.starts OR care.guarded_from <= days.starts) THEN 'QUALIFYING'
            ELSE ''
        END AS entitlement
    FROM days
    JOIN life USING (id)
    LEFT JOIN care USING (id)
    LEFT JOIN with_parents USING (id)
    WHERE days.starts < turns_25 AND days.starts >= born AND days.starts < days.ends
),
contacts AS (
    SELECT authority_id, leaver, outcome, contacted_on AS starts,
        lead(contacted_on, 1, '9999-12-31') OVER (PARTITION BY authority_id, leaver ORDER BY contacted_on) AS ends
    FROM (
        SELECT authority_id, leaver, outcome, contacted_on FROM leavers_contact
        WHERE authority_id = of_authority AND (of_leaver IS NULL OR leaver = of_leaver)
        UNION ALL SELECT authority_id, reference, '', '0001-01-01' FROM life
    ) AS entries
),
moves AS (
    SELECT authority_id, leaver, home, suitable, moved_in, coalesce(moved_out, '9999-12-31') AS moved_out,
        lead(moved_in, 1, '9999-12-31') OVER (PARTITION BY authority_id, leaver ORDER BY moved_in) AS next
    FROM (
        SELECT authority_id, leaver, home, suitable, moved_in, moved_out FROM leavers_accommodation
        WHERE authority_id = of_authority AND (of_leaver IS NULL OR leaver = of_leaver)
        UNION ALL SELECT authority_id, reference, '', '', '0001-01-01', NULL FROM life
    ) AS entries
),
homes AS (
    SELECT authority_id, leaver, home, suitable, moved_in AS starts, least(moved_out, next) AS ends FROM moves
    UNION ALL SELECT authority_id, leaver, '', '', moved_out, next FROM moves WHERE moved_out < next
),
pursuits AS (
    SELECT authority_id, leaver, activity, began_on, coalesce(ended_on, '9999-12-31') AS ended_on,
        lead(began_on, 1, '9999-12-31') OVER (PARTITION BY authority_id, leaver ORDER BY began_on) AS next
    FROM (
        SELECT authority_id, leaver, activity, began_on, ended_on FROM leavers_activity
        WHERE authority_id = of_authority AND (of_leaver IS NULL OR leaver = of_leaver)
        UNION ALL SELECT authority_id, reference, '', '0001-01-01', NULL FROM life
    ) AS entries
),
activities AS (
    SELECT authority_id, leaver, activity, began_on AS starts, least(ended_on, next) AS ends FROM pursuits
    UNION ALL SELECT authority_id, leaver, '', ended_on, next FROM pursuits WHERE ended_on < next
),
plans AS (
    SELECT authority_id, leaver, nullif(day, '0001-01-01') AS planned_on, day AS starts,
        lead(day, 1, '9999-12-31') OVER (PARTITION BY authority_id, leaver ORDER BY day) AS ends
    FROM (
        SELECT authority_id, leaver, completed_on AS day FROM leavers_pathwayplan
        WHERE authority_id = of_authority AND (of_leaver IS NULL OR leaver = of_leaver) AND completed_on IS NOT NULL
        UNION SELECT authority_id, leaver, reviewed_on FROM leavers_pathwayplan
        WHERE authority_id = of_authority AND (of_leaver IS NULL OR leaver = of_leaver) AND reviewed_on IS NOT NULL
        UNION SELECT authority_id, reference, '0001-01-01' FROM life
    ) AS done
),
owed AS MATERIALIZED (
    SELECT * FROM entitled WHERE is_served OR entitlement <> ''
),
touched AS MATERIALIZED (
    SELECT own.id, own.reference, own.sex, own.age, own.entitlement, own.is_served, contacts.outcome,
        greatest(own.starts, contacts.starts) AS starts, least(own.ends, contacts.ends) AS ends
    FROM owed own JOIN contacts ON contacts.leaver = own.reference
        AND contacts.starts < own.ends AND contacts.ends > own.starts
),
housed AS MATERIALIZED (
    SELECT own.id, own.reference, own.sex, own.age, own.entitlement, own.is_served, own.outcome, homes.home,
        homes.suitable, greatest(own.starts, homes.starts) AS starts, least(own.ends, homes.ends) AS ends
    FROM touched own JOIN homes ON homes.leaver = own.reference
        AND homes.starts < own.ends AND homes.ends > own.starts
),
occupied AS MATERIALIZED (
    SELECT own.id, own.reference, own.sex, own.age, own.entitlement, own.is_served, own.outcome, own.home,
        own.suitable, activities.activity,
        greatest(own.starts, activities.starts) AS starts, least(own.ends, activities.ends) AS ends
    FROM housed own JOIN activities ON activities.leaver = own.reference
        AND activities.starts < own.ends AND activities.ends > own.starts
),
planned AS (
    SELECT own.id, own.reference, own.sex, own.age, own.entitlement, own.is_served, own.outcome, own.home,
        own.suitable, own.activity, plans.planned_on,
        greatest(own.starts, plans.starts) AS starts, least(own.ends, plans.ends) AS ends
    FROM occupied own JOIN plans ON plans.leaver = own.reference AND plans.starts < own.ends AND plans.ends > own.starts
),
served AS (
    SELECT *, CASE
        WHEN is_served THEN 'ACTIVE'
        WHEN entitlement = 'ELIGIBLE' THEN 'IN-CARE'
        WHEN entitlement IN ('RELEVANT', 'FORMER-RELEVANT') AND outcome <> 'DIED' THEN 'IN-TOUCH'
        WHEN entitlement = 'QUALIFYING' THEN 'ADVICE'
    END AS service
    FROM planned WHERE starts < ends
)
SELECT of_authority, id, reference, sex, starts, ends, age, service, entitlement, outcome, home, suitable, activity,
    planned_on
FROM served WHERE service IS NOT NULL
$$;
"""
FILLED = """
INSERT INTO leavers_leaverspan (authority_id, leaver_id, reference, sex, starts, ends, age, service, entitlement, contact,
    home, suitable, activity, planned_on)
SELECT worked_out.* FROM (SELECT DISTINCT authority_id FROM leavers_careleaver) AS held
CROSS JOIN LATERAL leavers_worked_out(held.authority_id, NULL) AS worked_out;
"""
LODGINGS = """
CREATE VIEW leavers_lodgingspan AS
WITH stood AS (
    SELECT authority_id, lodging, places_on_hold, since AS starts,
        lead(since, 1, '9999-12-31') OVER (PARTITION BY authority_id, lodging ORDER BY since) AS ends
    FROM (
        SELECT authority_id, lodging, places_on_hold, since FROM leavers_lodgingstatus
        UNION ALL SELECT authority_id, reference, 0, '0001-01-01' FROM leavers_lodging
    ) AS entries
)
SELECT own.id, own.authority_id, greatest(own.approved_from, stood.starts) AS starts,
    least(coalesce(own.approved_to, '9999-12-31'), stood.ends) AS ends, own.lodging_places::integer AS places,
    least(stood.places_on_hold, own.lodging_places)::integer AS on_hold
FROM leavers_lodging own
JOIN stood ON stood.authority_id = own.authority_id AND stood.lodging = own.reference
WHERE greatest(own.approved_from, stood.starts) < least(coalesce(own.approved_to, '9999-12-31'), stood.ends);
"""


class Migration(migrating.Migration):

    dependencies = [
        ("core", "0003_months_after"),
        ("leavers", "0003_leaver_year"),
        ("placements", "0003_missing_year"),
    ]

    operations = [
        migrations.RunSQL(WORKED_OUT, "DROP FUNCTION leavers_worked_out;"),
        migrations.CreateModel(
            name='LeaverSpan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(max_length=40)),
                ('sex', models.CharField(help_text='As the returns have it.', max_length=1)),
                ('starts', models.DateField()),
                ('ends', models.DateField()),
                ('age', models.PositiveSmallIntegerField(verbose_name='completed years')),
                ('service', models.CharField(choices=[('ACTIVE', 'Active service'), ('IN-CARE', 'Still in care'), ('IN-TOUCH', 'Duty to keep in touch'), ('ADVICE', 'Advice when they ask for it')], max_length=8)),
                ('entitlement', models.CharField(choices=[('ELIGIBLE', 'Eligible'), ('RELEVANT', 'Relevant'), ('FORMER-RELEVANT', 'Former relevant'), ('QUALIFYING', 'Qualifying')], max_length=15)),
                ('contact', models.CharField(choices=[('IN-TOUCH', 'In touch'), ('NOT-IN-TOUCH', 'Not reached'), ('REFUSED', 'Does not want to be in touch'), ('NO-SERVICE', 'No longer needs services'), ('BACK-HOME', 'Back with parents for six months or more'), ('DIED', 'Died')], max_length=12, verbose_name='outcome of the latest contact')),
                ('home', models.CharField(choices=[('STAYING-PUT', 'Staying put with former foster carers'), ('STAYING-CLOSE', "Staying close to a former children's home"), ('SUPPORTED-LODGINGS', 'Supported lodgings'), ('SUPPORTED-ACCOMMODATION', 'Supported accommodation'), ('FOYER', 'Foyer'), ('OWN-TENANCY', 'Council or housing association tenancy'), ('PRIVATE-RENTED', 'Private rented'), ('UNIVERSITY', 'University or college accommodation'), ('LODGINGS', 'Ordinary lodgings'), ('WITH-PARENTS', 'With parents'), ('WITH-RELATIVES', 'With other relatives'), ('RESIDENTIAL', 'Residential care'), ('OTHER', 'Other'), ('WITH-FRIENDS', 'With friends, no settled home'), ('BED-AND-BREAKFAST', 'Bed and breakfast'), ('EMERGENCY', 'Emergency accommodation'), ('NO-FIXED-ABODE', 'No fixed abode'), ('CUSTODY', 'Custody'), ('ABROAD', 'Abroad'), ('NOT-KNOWN', 'Not known')], max_length=23)),
                ('suitable', models.CharField(choices=[('YES', 'Suitable'), ('NO', 'Not suitable'), ('NOT-KNOWN', 'Not known')], max_length=9)),
                ('activity', models.CharField(choices=[('HIGHER-EDUCATION', 'Higher education'), ('EDUCATION', 'Other education'), ('APPRENTICESHIP', 'Apprenticeship'), ('TRAINING', 'Training'), ('WORK', 'Work'), ('NEET-ILLNESS', 'None: illness or disability'), ('NEET-PARENTING', 'None: pregnancy or parenting'), ('NEET-OTHER', 'None: other circumstances'), ('NOT-KNOWN', 'Not known')], max_length=16)),
                ('planned_on', models.DateField(null=True, verbose_name='pathway plan last made or reviewed')),
                ('authority', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.authority')),
                ('leaver', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='spans', to='leavers.careleaver')),
            ],
            options={
                'indexes': [models.Index(fields=['authority', 'reference'], name='leaver_span')],
            },
        ),
        migrations.RunSQL(FILLED, migrations.RunSQL.noop),
        migrations.RunSQL(LODGINGS, "DROP VIEW leavers_lodgingspan;"),
        migrations.CreateModel(
            name='LodgingSpan',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                ('starts', models.DateField()),
                ('ends', models.DateField()),
                ('places', models.IntegerField()),
                ('on_hold', models.IntegerField(verbose_name='places on hold')),
            ],
            options={
                'db_table': 'leavers_lodgingspan',
                'managed': False,
            },
        ),
    ]
