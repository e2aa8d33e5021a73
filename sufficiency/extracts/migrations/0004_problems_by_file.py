"""One index of problems in place of two: they are read by file, in their order, and nobody asks for one by its number.

The column ``id`` stays, for Django; numbers that the sequence gives are unique without a key.
"""

import django.db.models.deletion
from django.db import migrations, models

from sufficiency.core import migrating


class Migration(migrating.Migration):
    dependencies = [("extracts", "0003_loaded_by")]
    operations = [
        migrations.AlterField(
            "loadproblem",
            "file",
            models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="problems",
                to="extracts.loadfile",
            ),
        ),
        migrations.AddIndex("loadproblem", models.Index(fields=["file", "id"], name="problems_by_file")),
        migrations.RunSQL(
            "ALTER TABLE extracts_loadproblem DROP CONSTRAINT extracts_loadproblem_pkey",
            "ALTER TABLE extracts_loadproblem ADD PRIMARY KEY (id)",
        ),
    ]
