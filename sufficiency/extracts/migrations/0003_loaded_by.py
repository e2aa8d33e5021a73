"""Whether what somebody loaded counts, for whichever authority: the one thing every page may know of all loads.

The page for signing in says so of the demo's records before it is known who reads.
"""

from django.db import migrations

from sufficiency.core import migrating

LOADED_BY = """
CREATE FUNCTION loaded_by(who text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT EXISTS (
        SELECT FROM extracts_load AS load JOIN extracts_loadfile AS file ON file.load_id = load.id
        WHERE load.by = who AND file.current
    )
$$;
"""


class Migration(migrating.Migration):
    dependencies = [("extracts", "0002_erased")]
    operations = [migrations.RunSQL(LOADED_BY, "DROP FUNCTION loaded_by(text);")]
