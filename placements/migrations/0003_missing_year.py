"""Who was in care, and who was missing, at some time in the year to each day."""

import datetime

import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models

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


class Migration(migrations.Migration):

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
        migrations.RunSQL(IN_YEAR, migrations.RunSQL.noop),
        migrations.RunSQL(MISSING, migrations.RunSQL.noop),
    ]
