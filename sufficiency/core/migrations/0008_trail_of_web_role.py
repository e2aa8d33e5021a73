"""Events are numbered and sealed by the owner, whoever adds them: a web process sees only some of them."""

from django.db import migrations

from sufficiency.core import migrating

SEAL_AS_OWNER = "ALTER FUNCTION seal_audit_event() SECURITY DEFINER SET search_path = public, pg_temp;"
SEAL_AS_ANYBODY = "ALTER FUNCTION seal_audit_event() SECURITY INVOKER RESET search_path;"


class Migration(migrating.Migration):
    dependencies = [("core", "0007_people")]
    operations = [migrations.RunSQL(SEAL_AS_OWNER, SEAL_AS_ANYBODY)]
