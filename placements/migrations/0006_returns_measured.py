"""What measures of reviews, adoption, incidents and long legal statuses read; localities. Derived anew afterwards."""

import datetime
import django.contrib.postgres.indexes
import django.db.models.deletion
import simple_history.models
from django.db import migrations, models

from sufficiency.core import migrating


class Migration(migrating.Migration):

    dependencies = [
        ('core', '0005_bank_holidays'),
        ('extracts', '0001_initial'),
        ('placements', '0005_costs_and_cases'),
    ]

    operations = [
        migrations.CreateModel(
            name='DerivedBy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(max_length=64)),
            ],
        ),
        migrations.AddField(
            model_name='episodespan',
            name='legal_since',
            field=models.DateField(default=datetime.date(2000, 1, 1), help_text="First day of the period's episodes in a row with this legal status."),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='missingyear',
            name='incidents',
            field=models.PositiveSmallIntegerField(default=1, help_text='How many incidents overlap the year to each of these days.'),
            preserve_default=False,
        ),
        migrations.CreateModel(
            name='HistoricalLocality',
            fields=[
                ('by_hand', models.BooleanField(default=True, help_text='Somebody made it on a page; otherwise a load did.')),
                ('id', models.UUIDField(db_index=True, editable=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False, help_text='Grows by one with each change.')),
                ('line', models.PositiveIntegerField(editable=False, null=True)),
                ('history_user_id', models.CharField(blank=True, max_length=150)),
                ('outward', models.CharField(help_text='Outward part of the postcode, such as DT4', max_length=8, verbose_name='postcode district')),
                ('locality', models.CharField(help_text='What the council calls the locality', max_length=60, verbose_name='locality')),
                ('note', models.CharField(blank=True, help_text='What to know about it', max_length=200, verbose_name='note')),
                ('history_id', models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('authority', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='core.authority')),
                ('file', models.ForeignKey(blank=True, db_constraint=False, editable=False, help_text='The file whose row it rests on; none when somebody entered it.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='extracts.loadfile')),
            ],
            options={
                'verbose_name': 'historical locality',
                'verbose_name_plural': 'historical localities',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='LocalityRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('line', models.PositiveIntegerField(help_text='As a spreadsheet numbers it; the header is 1.')),
                ('year', models.PositiveSmallIntegerField(help_text='The return year of the load.')),
                ('outward', models.CharField(help_text='Outward part of the postcode, such as DT4', max_length=8, verbose_name='postcode district')),
                ('locality', models.CharField(help_text='What the council calls the locality', max_length=60, verbose_name='locality')),
                ('note', models.CharField(blank=True, help_text='What to know about it', max_length=200, verbose_name='note')),
                ('authority', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.authority')),
                ('file', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='extracts.loadfile')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='AdoptionWait',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts', models.DateField()),
                ('ends', models.DateField()),
                ('authority', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.authority')),
                ('child', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='placements.child')),
            ],
            options={
                'abstract': False,
                'indexes': [django.contrib.postgres.indexes.BrinIndex(fields=['authority'], name='placements__authori_520ac4_brin', pages_per_range=16)],
            },
        ),
        migrations.CreateModel(
            name='DecisionReversed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts', models.DateField()),
                ('ends', models.DateField()),
                ('authority', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.authority')),
                ('child', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='placements.child')),
            ],
            options={
                'abstract': False,
                'indexes': [django.contrib.postgres.indexes.BrinIndex(fields=['authority'], name='placements__authori_df324d_brin', pages_per_range=16)],
            },
        ),
        migrations.CreateModel(
            name='HeldReview',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts', models.DateField()),
                ('ends', models.DateField()),
                ('participation', models.CharField(blank=True, max_length=3, verbose_name='REVIEW_CODE')),
                ('authority', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.authority')),
                ('child', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='placements.child')),
            ],
            options={
                'abstract': False,
                'indexes': [django.contrib.postgres.indexes.BrinIndex(fields=['authority'], name='placements__authori_5e1b2d_brin', pages_per_range=16)],
            },
        ),
        migrations.CreateModel(
            name='IncidentMonth',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts', models.DateField()),
                ('ends', models.DateField()),
                ('child_until', models.DateField()),
                ('authority', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.authority')),
                ('child', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='placements.child')),
            ],
            options={
                'abstract': False,
                'indexes': [django.contrib.postgres.indexes.BrinIndex(fields=['authority'], name='placements__authori_3111fa_brin', pages_per_range=16)],
            },
        ),
        migrations.CreateModel(
            name='Locality',
            fields=[
                ('id', models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False, help_text='Grows by one with each change.')),
                ('line', models.PositiveIntegerField(editable=False, null=True)),
                ('outward', models.CharField(help_text='Outward part of the postcode, such as DT4', max_length=8, verbose_name='postcode district')),
                ('locality', models.CharField(help_text='What the council calls the locality', max_length=60, verbose_name='locality')),
                ('note', models.CharField(blank=True, help_text='What to know about it', max_length=200, verbose_name='note')),
                ('authority', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.authority')),
                ('file', models.ForeignKey(db_constraint=False, editable=False, help_text='The file whose row it rests on; none when somebody entered it.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='extracts.loadfile')),
            ],
            options={
                'verbose_name_plural': 'localities',
                'constraints': [models.UniqueConstraint(fields=('authority', 'outward'), name='locality_key')],
            },
        ),
        migrations.CreateModel(
            name='ReviewYear',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts', models.DateField()),
                ('ends', models.DateField()),
                ('on_time', models.BooleanField(help_text='Whether on no day of the year to each of these days a review was overdue.')),
                ('authority', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.authority')),
                ('child', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='placements.child')),
            ],
            options={
                'abstract': False,
                'indexes': [django.contrib.postgres.indexes.BrinIndex(fields=['authority'], name='placements__authori_124ca2_brin', pages_per_range=16)],
            },
        ),
    ]
