"""Every event of the audit trail is numbered without a gap and sealed with the one before it.

Whoever changes, removes or slips in a row behind the application's back breaks the chain, which
``manage.py audit_verify`` finds.
"""

from django.db import migrations, models

from sufficiency.core import migrating

SEAL = """
CREATE FUNCTION audit_seal(before text, event core_auditevent) RETURNS text
LANGUAGE sql STABLE AS $$
    -- An array, so that no two events with the same words in other columns have the same seal.
    SELECT encode(sha256(convert_to(jsonb_build_array(
        before, event.number, to_char(event.at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US'),
        event.actor, event.action, event.authority, event.subject, event.detail
    )::text, 'UTF8')), 'hex')
$$;

CREATE FUNCTION seal_audit_event() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    last core_auditevent;
BEGIN
    -- One at a time until the transaction ends: two events can never follow the same one.
    PERFORM pg_advisory_xact_lock(hashtext('core_auditevent'));
    SELECT * INTO last FROM core_auditevent ORDER BY number DESC LIMIT 1;
    NEW.number := coalesce(last.number, 0) + 1;
    NEW.seal := audit_seal(coalesce(last.seal, ''), NEW);
    RETURN NEW;
END $$;
"""
UNSEAL = "DROP FUNCTION seal_audit_event; DROP FUNCTION audit_seal;"

SEAL_WHAT_IS_THERE = """
ALTER TABLE core_auditevent DISABLE TRIGGER append_only;
DO $$
DECLARE
    event core_auditevent;
    place bigint := 0;
    last text := '';
BEGIN
    FOR event IN SELECT * FROM core_auditevent ORDER BY id LOOP
        place := place + 1;
        event.number := place;
        last := audit_seal(last, event);
        UPDATE core_auditevent SET number = place, seal = last WHERE id = event.id;
    END LOOP;
END $$;
ALTER TABLE core_auditevent ENABLE TRIGGER append_only;
"""

TRIGGER = """
CREATE TRIGGER seal BEFORE INSERT ON core_auditevent FOR EACH ROW EXECUTE FUNCTION seal_audit_event();
"""


class Migration(migrating.Migration):
    dependencies = [("core", "0003_months_after")]
    operations = [
        migrations.AddField(
            "auditevent", "number", models.PositiveBigIntegerField(db_default=0, editable=False)
        ),
        migrations.AddField(
            "auditevent", "seal", models.CharField(db_default="", editable=False, max_length=64)
        ),
        migrations.RunSQL(SEAL, UNSEAL),
        migrations.RunSQL(SEAL_WHAT_IS_THERE, migrations.RunSQL.noop),
        migrations.RunSQL(TRIGGER, "DROP TRIGGER seal ON core_auditevent;"),
        migrations.AlterField(
            "membership",
            "role",
            models.CharField(
                choices=[
                    ("commissioning-officer", "commissioning officer"),
                    ("board-member", "board member"),
                    ("data-admin", "data admin"),
                    ("auditor", "auditor"),
                ],
                max_length=40,
            ),
        ),
        migrations.AlterModelOptions("auditevent", {"ordering": ["-number"]}),
        migrations.AddConstraint(
            "auditevent", models.UniqueConstraint(fields=["number"], name="one_audit_event_a_number")
        ),
    ]
