"""A file says how many of its rows were erased since it was loaded."""

from django.db import migrations, models

from sufficiency.core import migrating


class Migration(migrating.Migration):
    dependencies = [("extracts", "0001_initial")]
    operations = [
        migrations.AddField(
            "loadfile",
            "erased",
            models.PositiveIntegerField(
                default=0,
                help_text="Rows taken out of what is kept, because everything about a child was to be erased.",
            ),
        ),
    ]
