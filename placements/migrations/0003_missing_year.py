"""Who was in care, and who was missing, at some time in the year to each day; the OC2 file as measures read it."""

import datetime

import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models

from sufficiency.core import migrating

OPEN = "'9999-12-31'::date"
IN_YEAR = f"""
UPDATE placements_careperiod period SET in_year_until = worked_out.until
FROM (
    SELECT id, CASE WHEN ends = {OPEN} THEN ends ELSE least(
        coalesce(months_after(max(ends - 1) FILTER (WHERE starts < ends) OVER so_far, 12), starts),
        lead(starts) OVER later
    ) END AS until
    FROM placements_careperiod
    WINDOW later AS (PARTITION BY child_id ORDER BY starts),
        so_far AS (PARTITION BY child_id ORDER BY starts ROWS UNBOUNDED PRECEDING)
) AS worked_out
WHERE worked_out.id = period.id;
"""
MISSING = f"""
WITH incidents AS (
    SELECT DISTINCT ON (child.id, incident.starts)
        child.id AS child_id, child.authority_id, incident.starts, incident.ends, incident.whereabouts
    FROM placements_missingincident incident
    JOIN extracts_loadfile file ON file.id = incident.file_id AND file.current
    JOIN placements_child child ON child.authority_id = incident.authority_id AND child.identifier = incident.child
    ORDER BY child.id, incident.starts, incident.year DESC
),
missing AS (
    SELECT child_id, authority_id, unnest(range_agg(daterange(
        starts, CASE WHEN ends IS NULL THEN {OPEN} ELSE greatest(starts, months_after(ends, 12)) END
    ))) AS days
    FROM incidents WHERE whereabouts = 'M' GROUP BY child_id, authority_id
)
INSERT INTO placements_missingyear (authority_id, child_id, starts, ends)
SELECT missing.authority_id, child_id, greatest(lower(days), period.starts), least(upper(days), period.in_year_until)
FROM missing
JOIN placements_careperiod period USING (child_id)
WHERE period.starts < upper(days) AND period.in_year_until > lower(days);
"""
IN_HEADER = """
UPDATE placements_child child SET in_header = true
FROM placements_childrecord record JOIN extracts_loadfile file ON file.id = record.file_id AND file.current
WHERE record.authority_id = child.authority_id AND record.child = child.identifier;
"""
HEALTH_YEAR = """
CREATE VIEW placements_healthyear AS
SELECT record.id, record.authority_id, record.year, record.child,
    make_date(record.year, 3, 31) AS starts, make_date(record.year + 1, 3, 31) AS ends,
    record.year - date_part('year', birth.born)::integer - (date_part('month', birth.born) > 3)::integer AS age,
    record.sdq_score, record.health_assessment, record.teeth_check, record.immunisations
FROM placements_healthrecord record
JOIN extracts_loadfile file ON file.id = record.file_id AND file.current
JOIN placements_child child ON child.authority_id = record.authority_id AND child.identifier = record.child
CROSS JOIN LATERAL (
    SELECT CASE WHEN child.in_header THEN child.date_of_birth ELSE record.date_of_birth END AS born
) AS birth
WHERE EXISTS (
    SELECT FROM placements_careperiod period
    WHERE period.authority_id = record.authority_id AND period.child_id = child.id
      AND period.starts <= make_date(record.year - 1, 4, 1) AND period.ends > make_date(record.year, 3, 31)
);
"""


class Migration(migrating.Migration):

    dependencies = [
        ("core", "0003_months_after"),
        ("placements", "0002_leaner_tables"),
    ]

    operations = [
        migrations.AddField(
            model_name="careperiod",
            name="in_year_until",
            field=models.DateField(default=datetime.date(2000, 1, 1)),
            preserve_default=False,
        ),
        migrations.CreateModel(
            name="MissingYear",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("starts", models.DateField()),
                ("ends", models.DateField()),
                ("authority", models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.authority")),
                ("child", models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="%(class)ss", to="placements.child")),
            ],
            options={
                "abstract": False,
                "indexes": [django.contrib.postgres.indexes.BrinIndex(fields=["authority"], pages_per_range=16, name="placements__authori_efb63f_brin")],
            },
        ),
        migrations.AddField(
            model_name="child",
            name="in_header",
            field=models.BooleanField(default=False, help_text="Whether a header holds the child: then its date of birth is the one."),
            preserve_default=False,
        ),
        migrations.RunSQL(IN_HEADER, migrations.RunSQL.noop),
        migrations.RunSQL(HEALTH_YEAR, "DROP VIEW placements_healthyear"),
        migrations.CreateModel(
            name="HealthYear",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.PositiveSmallIntegerField()),
                ("child", models.CharField(max_length=40)),
                ("starts", models.DateField()),
                ("ends", models.DateField()),
                ("age", models.IntegerField(help_text="On that 31 March; null when the date of birth is not known.", null=True)),
                ("sdq_score", models.PositiveSmallIntegerField(null=True)),
                ("health_assessment", models.CharField(max_length=1)),
                ("teeth_check", models.CharField(max_length=1)),
                ("immunisations", models.CharField(max_length=1)),
            ],
            options={"db_table": "placements_healthyear", "abstract": False, "managed": False},
        ),
        migrations.RunSQL(IN_YEAR, migrations.RunSQL.noop),
        migrations.RunSQL(MISSING, migrations.RunSQL.noop),
    ]
