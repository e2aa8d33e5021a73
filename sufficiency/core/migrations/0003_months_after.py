"""``months_after`` three times as fast: ``extract`` counts in decimals, ``date_part`` as the processor does."""

from django.db import migrations

from sufficiency.core import migrating

BODY = """
CREATE OR REPLACE FUNCTION months_after(day date, months integer) RETURNS date
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    -- The same day number so many months later; the first of the next month when there is none. It is the
    -- first day D on which "so many months back from D" (docs/definitions.md, settled reading 6) is on or after the
    -- given day, and gives those born on 29 February their birthday on 1 March.
    SELECT (day + make_interval(months => months))::date
        + ({part} day + make_interval(months => months)) < {part} day))::int
$$;
"""


class Migration(migrating.Migration):
    dependencies = [("core", "0002_functions")]
    operations = [migrations.RunSQL(BODY.format(part="date_part('day',"), BODY.format(part="extract(day FROM"))]
