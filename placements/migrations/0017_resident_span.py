"""Who lives in which home, kept like other derived facts, and like those without a key; the view of homes reads it."""

from importlib import import_module

import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models

from sufficiency.core import migrating

VIEWS = import_module("placements.migrations.0008_register_spans").VIEWS
TABLE = "placements_residentspan"


class Migration(migrating.Migration):

    dependencies = [
        ("core", "0007_people"),
        ("placements", "0016_adopted_span"),
    ]

    operations = [
        migrations.RunSQL("DROP VIEW placements_homespan", VIEWS["homespan"]),
        migrations.RunSQL("DROP VIEW placements_residentspan", VIEWS["residentspan"]),
        migrations.DeleteModel("ResidentSpan"),
        migrations.CreateModel(
            name="ResidentSpan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("starts", models.DateField()),
                ("ends", models.DateField()),
                ("place", models.CharField(blank=True, max_length=3)),
                ("home", models.CharField(help_text="Reference of the home.", max_length=40)),
                ("turns_16", models.DateField(help_text="Null when the date of birth is not known.", null=True)),
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
                        fields=["authority"], name="placements__authori_511642_brin", pages_per_range=16
                    )
                ],
            },
        ),
        migrations.RunSQL(
            f"ALTER TABLE {TABLE} DROP CONSTRAINT {TABLE}_pkey", f"ALTER TABLE {TABLE} ADD PRIMARY KEY (id)"
        ),
        migrations.RunSQL(VIEWS["homespan"], "DROP VIEW placements_homespan"),
    ]
