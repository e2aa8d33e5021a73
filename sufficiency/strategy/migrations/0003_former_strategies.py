from django.db import migrations

from sufficiency.core import migrating


class Migration(migrating.Migration):
    """Makes room for strategies and targets as registers; the next migration carries over what there is."""

    dependencies = [
        ("strategy", "0002_target_rows"),
    ]

    operations = [
        migrations.RenameModel("Strategy", "FormerStrategy"),
        migrations.RenameModel("Target", "FormerTarget"),
        migrations.RenameModel("TargetRow", "FormerTargetRow"),
    ]
