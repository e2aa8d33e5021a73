"""Each fostering household as days on which everything about it holds, for measures and pages of fostering.

The view works them out, and carers/derivation.py keeps the table in step with it. An approval and a status hold until
the household's next, which gives them their end. Children come and go: running sums over those days give how many live
there between two of them. What has not ended ends on 9999-12-31; what was before the first entry begins on 0001-01-01.
"""

import django.db.models.deletion
from django.db import migrations, models

WORKED_OUT = """
CREATE VIEW carers_household_worked_out AS
WITH approved AS (
    SELECT authority_id, household, children, approved_on AS starts,
        lead(approved_on, 1, '9999-12-31') OVER in_order AS ends
    FROM (
        SELECT authority_id, household, children, approved_on FROM carers_approval
        UNION ALL
        SELECT authority_id, reference, NULL, '0001-01-01' FROM carers_household
    ) AS entries
    WINDOW in_order AS (PARTITION BY authority_id, household ORDER BY approved_on)
),
stood AS (
    SELECT authority_id, household, status, reason, places_not_available, since AS starts,
        lead(since, 1, '9999-12-31') OVER in_order AS ends
    FROM (
        SELECT authority_id, household, status, reason, places_not_available, since FROM carers_status
        UNION ALL
        SELECT authority_id, reference, '', '', NULL, '0001-01-01' FROM carers_household
    ) AS entries
    WINDOW in_order AS (PARTITION BY authority_id, household ORDER BY since)
),
stays AS (
    -- A child of whom a household has two entries for the same days lives there once.
    SELECT authority_id, household,
        greatest(placed_on, max(coalesce(left_on, '9999-12-31')) OVER earlier) AS came,
        coalesce(left_on, '9999-12-31') AS went
    FROM carers_fosterplacement
    WINDOW earlier AS (
        PARTITION BY authority_id, child, household ORDER BY placed_on ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    )
),
lived AS (
    SELECT authority_id, household, day AS starts,
        lead(day, 1, '9999-12-31') OVER in_order AS ends,
        sum(sum(step)) OVER in_order AS children
    FROM (
        SELECT authority_id, household, came AS day, 1 AS step FROM stays WHERE came < went
        UNION ALL
        SELECT authority_id, household, went, -1 FROM stays WHERE came < went
        UNION ALL
        SELECT authority_id, reference, '0001-01-01', 0 FROM carers_household
    ) AS steps
    GROUP BY authority_id, household, day
    WINDOW in_order AS (PARTITION BY authority_id, household ORDER BY day)
),
together AS (
    SELECT own.id, own.authority_id, own.reference, own.kind, own.locality, own.retained,
        greatest(own.approved_from, approved.starts, stood.starts, lived.starts) AS starts,
        least(own.approved_to, approved.ends, stood.ends, lived.ends) AS ends,
        stood.status, stood.reason, stood.places_not_available AS shut,
        approved.children AS approved_for, coalesce(approved.children, 0) AS approved, lived.children::integer
    FROM carers_household own
    JOIN approved ON approved.authority_id = own.authority_id AND approved.household = own.reference
    JOIN stood ON stood.authority_id = own.authority_id AND stood.household = own.reference
        AND stood.starts < approved.ends AND stood.ends > approved.starts
    JOIN lived ON lived.authority_id = own.authority_id AND lived.household = own.reference
        AND lived.starts < approved.ends AND lived.ends > approved.starts
        AND lived.starts < stood.ends AND lived.ends > stood.starts
),
filled AS (
    SELECT *, least(children, approved) AS filled,
        CASE WHEN status = 'AVAILABLE' THEN greatest(0, approved - least(children, approved) - coalesce(shut, 0))
            ELSE 0 END AS vacant
    FROM together
    WHERE starts < ends
)
SELECT authority_id, id AS household_id, reference, kind, locality, retained, starts, ends, status, reason,
    approved_for, children, approved, filled, vacant, approved - filled - vacant AS not_available
FROM filled;
"""


FILLED = """
INSERT INTO carers_householdspan (authority_id, household_id, reference, kind, locality, retained, starts, ends, status,
    reason, approved_for, children, approved, filled, vacant, not_available)
SELECT * FROM carers_household_worked_out;
"""


class Migration(migrations.Migration):

    dependencies = [
        ("carers", "0002_placements_recruitment_allegations"),
        ("core", "0003_months_after"),
    ]

    operations = [
        migrations.RunSQL(WORKED_OUT, "DROP VIEW carers_household_worked_out;"),
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
