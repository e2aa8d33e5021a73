"""Each fostering household as days on which everything about it holds, for measures and pages of fostering.

The function works them out, and carers/derivation.py keeps the table in step with it. An approval and a status hold until
the household's next, which gives them their end. Children come and go: running sums over those days give how many live
there between two of them. What has not ended ends on 9999-12-31; what was before the first entry begins on 0001-01-01.
"""

import django.db.models.deletion
from django.db import migrations, models

from sufficiency.core import migrating

WORKED_OUT = """
CREATE FUNCTION carers_worked_out(of_authority text, of_household text) RETURNS TABLE (
    authority_id varchar, household_id uuid, reference varchar, kind varchar, locality varchar, retained boolean,
    starts date, ends date, status text, reason text, approved_for integer, children integer, approved integer,
    filled integer, vacant integer, not_available integer
) LANGUAGE sql STABLE SET enable_nestloop = off AS $$
-- The planner takes tables that were filled a moment ago for nearly empty, and then reads a whole part for each row of
-- another. Hashing, and the order of the steps at the end, serve one household and ten thousand.
WITH households AS MATERIALIZED (
    SELECT * FROM carers_household
    WHERE authority_id = of_authority AND (of_household IS NULL OR reference = of_household)
),
approved AS (
    SELECT household, children, approved_on AS starts, lead(approved_on, 1, '9999-12-31') OVER in_order AS ends
    FROM (
        SELECT household, children, approved_on FROM carers_approval
        WHERE authority_id = of_authority AND (of_household IS NULL OR household = of_household)
        UNION ALL SELECT reference, NULL, '0001-01-01' FROM households
    ) AS entries
    WINDOW in_order AS (PARTITION BY household ORDER BY approved_on)
),
stood AS (
    SELECT household, status, reason, places_not_available, since AS starts,
        lead(since, 1, '9999-12-31') OVER in_order AS ends
    FROM (
        SELECT household, status, reason, places_not_available, since FROM carers_status
        WHERE authority_id = of_authority AND (of_household IS NULL OR household = of_household)
        UNION ALL SELECT reference, '', '', NULL, '0001-01-01' FROM households
    ) AS entries
    WINDOW in_order AS (PARTITION BY household ORDER BY since)
),
stays AS (
    -- A child of whom a household has two entries for the same days lives there once.
    SELECT household, greatest(placed_on, max(coalesce(left_on, '9999-12-31')) OVER earlier) AS came,
        coalesce(left_on, '9999-12-31') AS went
    FROM carers_fosterplacement
    WHERE authority_id = of_authority AND (of_household IS NULL OR household = of_household)
    WINDOW earlier AS (
        PARTITION BY child, household ORDER BY placed_on ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    )
),
lived AS (
    SELECT household, day AS starts, lead(day, 1, '9999-12-31') OVER in_order AS ends,
        sum(sum(step)) OVER in_order AS children
    FROM (
        SELECT household, came AS day, 1 AS step FROM stays WHERE came < went
        UNION ALL SELECT household, went, -1 FROM stays WHERE came < went
        UNION ALL SELECT reference, '0001-01-01', 0 FROM households
    ) AS steps
    GROUP BY household, day
    WINDOW in_order AS (PARTITION BY household ORDER BY day)
),
permitted AS MATERIALIZED (
    SELECT own.id, own.reference, own.kind, own.locality, own.retained, approved.children AS approved_for,
        greatest(own.approved_from, approved.starts) AS starts, least(own.approved_to, approved.ends) AS ends
    FROM households own JOIN approved ON approved.household = own.reference
),
standing AS MATERIALIZED (
    SELECT own.id, own.reference, own.kind, own.locality, own.retained, own.approved_for, stood.status, stood.reason,
        stood.places_not_available, greatest(own.starts, stood.starts) AS starts, least(own.ends, stood.ends) AS ends
    FROM permitted own JOIN stood ON stood.household = own.reference
        AND stood.starts < own.ends AND stood.ends > own.starts
    WHERE own.starts < own.ends
),
together AS (
    SELECT own.*, coalesce(approved_for, 0) AS approved, lived.children::integer,
        greatest(own.starts, lived.starts) AS since, least(own.ends, lived.ends) AS until
    FROM standing own JOIN lived ON lived.household = own.reference
        AND lived.starts < own.ends AND lived.ends > own.starts
),
filled AS (
    SELECT *, least(children, approved) AS filled,
        CASE WHEN status = 'AVAILABLE'
            THEN greatest(0, approved - least(children, approved) - coalesce(places_not_available, 0)) ELSE 0
        END AS vacant
    FROM together
)
SELECT of_authority, id, reference, kind, locality, retained, since, until, status, reason, approved_for, children,
    approved, filled, vacant, approved - filled - vacant
FROM filled
$$;
"""
FILLED = """
INSERT INTO carers_householdspan (authority_id, household_id, reference, kind, locality, retained, starts, ends, status,
    reason, approved_for, children, approved, filled, vacant, not_available)
SELECT worked_out.* FROM (SELECT DISTINCT authority_id FROM carers_household) AS held
CROSS JOIN LATERAL carers_worked_out(held.authority_id, NULL) AS worked_out;
"""


class Migration(migrating.Migration):

    dependencies = [
        ("carers", "0002_placements_recruitment_allegations"),
        ("core", "0003_months_after"),
    ]

    operations = [
        migrations.RunSQL(WORKED_OUT, "DROP FUNCTION carers_worked_out;"),
        migrations.CreateModel(
            name='HouseholdSpan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(max_length=40)),
                ('kind', models.CharField(choices=[('MAINSTREAM', 'Mainstream'), ('CONNECTED', 'Connected person')], max_length=10)),
                ('locality', models.CharField(max_length=60)),
                ('retained', models.BooleanField(null=True)),
                ('starts', models.DateField()),
                ('ends', models.DateField()),
                ('status', models.CharField(choices=[('AVAILABLE', 'Available'), ('FULL', 'Full'), ('ON-HOLD', 'On hold'), ('NOT-AVAILABLE', 'Not available')], help_text='Empty while none is recorded.', max_length=13)),
                ('reason', models.CharField(max_length=200)),
                ('approved_for', models.PositiveSmallIntegerField(help_text='Null while no approval is recorded.', null=True)),
                ('children', models.PositiveIntegerField(help_text='Who live there, by the register of foster placements.')),
                ('approved', models.PositiveSmallIntegerField(verbose_name='approved places')),
                ('filled', models.PositiveSmallIntegerField(verbose_name='approved places in which a child lives')),
                ('vacant', models.PositiveSmallIntegerField(verbose_name='free places that a child can have')),
                ('not_available', models.PositiveSmallIntegerField(verbose_name='free places that no child can have now')),
                ('authority', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.authority')),
                ('household', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='spans', to='carers.household')),
            ],
            options={
                'indexes': [models.Index(fields=['authority', 'reference'], name='household_span')],
            },
        ),
        migrations.RunSQL(FILLED, migrations.RunSQL.noop),
    ]
