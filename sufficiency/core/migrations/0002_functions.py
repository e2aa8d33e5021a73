"""What the database itself must know: date arithmetic for the derived tables, and that the audit trail only grows."""

from django.db import migrations

from sufficiency.core import migrating

MONTHS_AFTER = """
CREATE FUNCTION months_after(day date, months integer) RETURNS date
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    -- The same day number so many months later; the first of the next month when there is none. It is the
    -- first day D on which "so many months back from D" (docs/definitions.md, settled reading 6) is on or after the
    -- given day, and gives those born on 29 February their birthday on 1 March.
    SELECT (day + make_interval(months => months))::date
        + (extract(day FROM day + make_interval(months => months)) < extract(day FROM day))::int
$$;
COMMENT ON FUNCTION months_after IS 'First day that lies the given number of months after a day';
"""

APPEND_ONLY = """
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The audit trail is append-only.';
END $$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON core_auditevent
FOR EACH ROW EXECUTE FUNCTION refuse_change();
"""


class Migration(migrating.Migration):
    dependencies = [("core", "0001_initial")]
    operations = [
        migrations.RunSQL(MONTHS_AFTER, "DROP FUNCTION months_after;"),
        migrations.RunSQL(
            APPEND_ONLY, "DROP TRIGGER append_only ON core_auditevent; DROP FUNCTION refuse_change;"
        ),
    ]
