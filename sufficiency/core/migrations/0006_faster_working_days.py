"""``working_days_after`` ten times as fast: weekdays by arithmetic, and only the bank holidays among them looked up."""

from django.db import migrations

from sufficiency.core import migrating

FASTER = """
CREATE OR REPLACE FUNCTION working_days_after(day date, number integer) RETURNS date
LANGUAGE plpgsql STABLE STRICT PARALLEL SAFE AS $$
DECLARE
    -- So many working days after a day, which does not itself count; the counterpart in Python is
    -- sufficiency.core.working_days. From a weekend it is counted as from the Friday before.
    weekday CONSTANT integer := least(date_part('isodow', day), 5);
    since CONSTANT date := day - greatest(date_part('isodow', day)::integer - 5, 0);
    missed integer := 0;
    held integer;
    due date;
BEGIN
    LOOP
        due := since + number + missed + 2 * ((weekday - 1 + number + missed) / 5);
        SELECT count(*) INTO held FROM core_bankholiday AS holiday
        WHERE holiday.day > since AND holiday.day <= due AND date_part('isodow', holiday.day) < 6;
        EXIT WHEN held = missed;
        missed := held;
    END LOOP;
    RETURN due;
END $$;
"""
EARLIER = """
CREATE OR REPLACE FUNCTION working_days_after(day date, number integer) RETURNS date
LANGUAGE sql STABLE STRICT PARALLEL SAFE AS $$
    SELECT each::date
    FROM generate_series(day + 1, day + 2 * number + 14, interval '1 day') AS each
    WHERE date_part('isodow', each) < 6
      AND NOT EXISTS (SELECT FROM core_bankholiday holiday WHERE holiday.day = each::date)
    ORDER BY each
    OFFSET number - 1 LIMIT 1
$$;
"""


class Migration(migrating.Migration):
    dependencies = [("core", "0005_bank_holidays")]
    operations = [migrations.RunSQL(FASTER, EARLIER)]
