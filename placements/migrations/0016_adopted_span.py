"""How long the way to adoption took, kept like other derived facts, and like those without a key."""

import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models

from sufficiency.core import migrating

TABLE = "placements_adoptedspan"


class Migration(migrating.Migration):

    dependencies = [
        ("core", "0007_people"),
        ("placements", "0015_kept_spans"),
    ]

    operations = [
        migrations.CreateModel(
            name="AdoptedSpan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("starts", models.DateField()),
                ("ends", models.DateField()),
                (
                    "days_to_moving_in",
                    models.IntegerField(help_text="From coming into care to moving in with adopters.", null=True),
                ),
                (
                    "days_to_match",
                    models.IntegerField(help_text="From the last decision before the match to the match.", null=True),
                ),
                (
                    "authority",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.authority",
                    ),
                ),
                (
                    "child",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)ss",
                        to="placements.child",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [
                    django.contrib.postgres.indexes.BrinIndex(
                        fields=["authority"], name="placements__authori_0a2151_brin", pages_per_range=16
                    )
                ],
            },
        ),
        migrations.RunSQL(
            f"ALTER TABLE {TABLE} DROP CONSTRAINT {TABLE}_pkey", f"ALTER TABLE {TABLE} ADD PRIMARY KEY (id)"
        ),
    ]
