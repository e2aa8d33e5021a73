"""Fewer indexes to fill, and the first days of period and spell in each span in place of their numbers."""

import datetime
import django.contrib.postgres.indexes
from django.db import migrations, models

from sufficiency.core import migrating


FIRST_DAYS = """
UPDATE placements_episodespan span SET in_care_since = period.starts, placed_since = spell.starts
FROM placements_careperiod period, placements_placementspell spell
WHERE period.id = span.period_id AND spell.id = span.spell_id;
UPDATE placements_placementspell spell SET in_care_since = period.starts
FROM placements_careperiod period WHERE period.id = spell.period_id;
"""


class Migration(migrating.Migration):

    dependencies = [
        ('core', '0003_months_after'),
        ('extracts', '0001_initial'),
        ('placements', '0001_initial'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='careperiod',
            name='placements__authori_32a0de_idx',
        ),
        migrations.RemoveIndex(
            model_name='episodespan',
            name='placements__authori_c320d2_idx',
        ),
        migrations.RemoveIndex(
            model_name='placementcount',
            name='placements__authori_2bbeae_idx',
        ),
        migrations.RemoveIndex(
            model_name='placementspell',
            name='placements__authori_12d579_idx',
        ),
        migrations.AddField(
            model_name='episodespan',
            name='in_care_since',
            field=models.DateField(default=datetime.date(2000, 1, 1), help_text='First day of the period of care.'),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='episodespan',
            name='placed_since',
            field=models.DateField(default=datetime.date(2000, 1, 1), help_text='First day of the placement spell.'),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='placementspell',
            name='in_care_since',
            field=models.DateField(default=datetime.date(2000, 1, 1), help_text='First day of the period of care.'),
            preserve_default=False,
        ),
        migrations.RunSQL(FIRST_DAYS, migrations.RunSQL.noop),
        migrations.RemoveField(
            model_name='episodespan',
            name='period',
        ),
        migrations.RemoveField(
            model_name='episodespan',
            name='spell',
        ),
        migrations.RemoveField(
            model_name='placementspell',
            name='number',
        ),
        migrations.RemoveField(
            model_name='placementspell',
            name='period',
        ),
        migrations.AddIndex(
            model_name='careperiod',
            index=django.contrib.postgres.indexes.BrinIndex(fields=['authority'], name='placements__authori_26afcc_brin', pages_per_range=16),
        ),
        migrations.AddIndex(
            model_name='episodespan',
            index=django.contrib.postgres.indexes.BrinIndex(fields=['authority'], name='placements__authori_129695_brin', pages_per_range=16),
        ),
        migrations.AddIndex(
            model_name='placementcount',
            index=django.contrib.postgres.indexes.BrinIndex(fields=['authority'], name='placements__authori_8c5954_brin', pages_per_range=16),
        ),
        migrations.AddIndex(
            model_name='placementspell',
            index=django.contrib.postgres.indexes.BrinIndex(fields=['authority'], name='placements__authori_5f5508_brin', pages_per_range=16),
        ),
    ]
