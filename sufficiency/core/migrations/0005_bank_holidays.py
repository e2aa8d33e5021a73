"""Bank holidays, and the days by which something is due so many working days after another."""

from django.db import migrations, models

from sufficiency.core import migrating

WORKING_DAYS_AFTER = """
CREATE FUNCTION working_days_after(day date, number integer) RETURNS date
LANGUAGE sql STABLE STRICT PARALLEL SAFE AS $$
    -- So many working days after a day, which does not itself count; the counterpart in Python is
    -- sufficiency.core.working_days. Twice as many days and a fortnight hold more than enough.
    SELECT each::date
    FROM generate_series(day + 1, day + 2 * number + 14, interval '1 day') AS each
    WHERE date_part('isodow', each) < 6
      AND NOT EXISTS (SELECT FROM core_bankholiday holiday WHERE holiday.day = each::date)
    ORDER BY each
    OFFSET number - 1 LIMIT 1
$$;
"""


class Migration(migrating.Migration):
    dependencies = [("core", "0004_audit_chain")]
    operations = [
        migrations.CreateModel(
            name="BankHoliday",
            fields=[("day", models.DateField(primary_key=True, serialize=False))],
        ),
        migrations.RunSQL(WORKING_DAYS_AFTER, "DROP FUNCTION working_days_after;"),
    ]
