"""The OC3 file as measures read it."""

from django.db import migrations, models

from sufficiency.core import migrating

LEAVER_YEAR = """
CREATE VIEW leavers_leaveryear AS
SELECT record.id, record.authority_id, record.year, record.child,
    make_date(record.year, 3, 31) AS starts, make_date(record.year + 1, 3, 31) AS ends,
    record.year - date_part('year', birth.born)::integer - (date_part('month', birth.born) > 3)::integer AS age,
    record.in_touch, record.activity, record.accommodation
FROM leavers_leaverrecord record
JOIN extracts_loadfile file ON file.id = record.file_id AND file.current
LEFT JOIN placements_child child ON child.authority_id = record.authority_id AND child.identifier = record.child
CROSS JOIN LATERAL (
    SELECT CASE WHEN child.in_header THEN child.date_of_birth ELSE record.date_of_birth END AS born
) AS birth;
"""


class Migration(migrating.Migration):

    dependencies = [
        ("leavers", "0002_registers"),
        ("placements", "0003_missing_year"),
    ]

    operations = [
        migrations.RunSQL(LEAVER_YEAR, "DROP VIEW leavers_leaveryear"),
        migrations.CreateModel(
            name="LeaverYear",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.PositiveSmallIntegerField()),
                ("child", models.CharField(max_length=40)),
                ("starts", models.DateField()),
                ("ends", models.DateField()),
                ("age", models.IntegerField(help_text="On that 31 March; null when the date of birth is not known.", null=True)),
                ("in_touch", models.CharField(max_length=4)),
                ("activity", models.CharField(max_length=2)),
                ("accommodation", models.CharField(max_length=2)),
            ],
            options={"db_table": "leavers_leaveryear", "abstract": False, "managed": False},
        ),
    ]
