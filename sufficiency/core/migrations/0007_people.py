"""Who gave a role and why, passwords that somebody else set, sessions that know whose they are, and a shared cache."""

from django.conf import settings
from django.db import migrations, models
from django.utils import timezone

from sufficiency.core import migrating

ROLES = [
    ("commissioning-officer", "commissioning officer"),
    ("quality-assurance-officer", "quality assurance officer"),
    ("care-leavers-manager", "care leavers manager"),
    ("board-member", "board member"),
    ("regional-viewer", "regional viewer"),
    ("data-admin", "data admin"),
    ("administrator", "administrator"),
    ("auditor", "auditor"),
]

# As ``createcachetable`` would make it; of a cache Django makes no model.
CACHE = """
CREATE TABLE core_cache (
    cache_key varchar(255) PRIMARY KEY,
    value text NOT NULL,
    expires timestamp with time zone NOT NULL
);
CREATE INDEX core_cache_expires ON core_cache (expires);
"""


class Migration(migrating.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("core", "0006_faster_working_days"),
    ]
    operations = [
        migrations.CreateModel(
            "OneTimePassword",
            [
                (
                    "user",
                    models.OneToOneField(
                        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="+", serialize=False
                    ),
                ),
                ("given_at", models.DateTimeField(default=timezone.now)),
            ],
        ),
        migrations.CreateModel(
            "PersonSession",
            [
                (
                    "session_key",
                    models.CharField("session key", max_length=40, primary_key=True, serialize=False),
                ),
                ("session_data", models.TextField("session data")),
                ("expire_date", models.DateTimeField("expire date", db_index=True)),
                ("user", models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+")),
            ],
            options={"verbose_name": "session", "verbose_name_plural": "sessions", "abstract": False},
        ),
        migrations.RemoveConstraint("membership", "one_membership_a_day"),
        migrations.AddField(
            "membership",
            "reason",
            models.CharField(blank=True, default="", help_text="Why it was given.", max_length=200),
            preserve_default=False,
        ),
        migrations.AddField(
            "membership",
            "end_reason",
            models.CharField(
                blank=True, default="", help_text="Why it was ended before its time.", max_length=200
            ),
            preserve_default=False,
        ),
        migrations.AlterField("membership", "role", models.CharField(choices=ROLES, max_length=40)),
        migrations.AddConstraint(
            "membership",
            models.UniqueConstraint(
                fields=["user", "authority", "role"],
                condition=models.Q(until__isnull=True),
                name="one_lasting_membership",
            ),
        ),
        migrations.AddConstraint(
            "membership",
            models.CheckConstraint(
                condition=models.Q(until__isnull=True) | models.Q(until__gte=models.F("since")),
                name="membership_ends_after_it_began",
            ),
        ),
        migrations.RunSQL(CACHE, "DROP TABLE core_cache"),
        migrations.RunSQL("DROP TABLE IF EXISTS django_session", migrations.RunSQL.noop),
    ]
