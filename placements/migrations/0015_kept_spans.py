"""Views of health assessments, plans and visits become tables: to work them out took longer than to count them.

The tables are filled after the migration, as all derived facts are that other SQL has made (placements/derivation.py),
and like those they have no key.
"""

from importlib import import_module

import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models

from sufficiency.core import migrating

VIEWS = import_module("placements.migrations.0008_register_spans").VIEWS
SOURCE = models.CharField(choices=[("COUNCIL", "The council"), ("NHS", "The NHS")], max_length=7)
KEPT = {
    "InitialSpan": (
        "22f99b",
        [
            ("source", SOURCE),
            ("came_in_on", models.DateField()),
            ("is_listed", models.BooleanField(help_text="Whether the register has an entry of that source.")),
            ("notified_on", models.DateField(null=True)),
            ("appointment_on", models.DateField(null=True)),
            ("completed_on", models.DateField(null=True)),
            (
                "completed_from",
                models.DateField(help_text="The first of its days on which it had been completed.", null=True),
            ),
        ],
    ),
    "AssessedSpan": ("026912", [("source", SOURCE)]),
    "PlannedSpan": ("72b209", []),
    "SeenSpan": ("dd6e67", []),
}


def created(name, index, fields):
    return migrations.CreateModel(
        name=name,
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("starts", models.DateField()),
            ("ends", models.DateField()),
            *fields,
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
                    fields=["authority"], name=f"placements__authori_{index}_brin", pages_per_range=16
                )
            ],
        },
    )


class Migration(migrating.Migration):

    dependencies = [
        ("core", "0007_people"),
        ("placements", "0014_children_in_spans"),
    ]

    operations = [
        *(migrations.RunSQL(f"DROP VIEW placements_{name.lower()}", VIEWS[name.lower()]) for name in KEPT),
        *(migrations.DeleteModel(name) for name in KEPT),
        *(created(name, index, fields) for name, (index, fields) in KEPT.items()),
        *(
            migrations.RunSQL(
                f"ALTER TABLE placements_{name.lower()} DROP CONSTRAINT placements_{name.lower()}_pkey",
                f"ALTER TABLE placements_{name.lower()} ADD PRIMARY KEY (id)",
            )
            for name in KEPT
        ),
    ]
