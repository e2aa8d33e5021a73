"""No key on derived facts: nobody asks for one by its number, and filling the key took as long as the rows.

The column stays, for Django; numbers that the sequence gives are unique without a key.
"""

from django.db import migrations

from sufficiency.core import migrating

TABLES = (
    "careperiod",
    "placementspell",
    "episodespan",
    "placementcount",
    "adoptionwait",
    "decisionreversed",
    "missingyear",
    "incidentmonth",
    "heldreview",
    "reviewyear",
)


class Migration(migrating.Migration):
    dependencies = [("placements", "0010_yearly_indexes")]
    operations = [
        migrations.RunSQL(
            f"ALTER TABLE placements_{table} DROP CONSTRAINT placements_{table}_pkey",
            f"ALTER TABLE placements_{table} ADD PRIMARY KEY (id)",
        )
        for table in TABLES
    ]
