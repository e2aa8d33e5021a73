"""A migration that makes few models known ends in the same tables and state as one that makes all known each time."""

from django.db import connection, migrations, models
from django.db.migrations.state import ProjectState

from sufficiency.core import migrating

OPERATIONS = [
    migrations.CreateModel("House", [("id", models.BigAutoField(primary_key=True)), ("name", models.TextField())]),
    migrations.CreateModel(
        "Room",
        [
            ("id", models.BigAutoField(primary_key=True)),
            ("house", models.ForeignKey("made_up.House", models.CASCADE, related_name="+")),
        ],
    ),
    migrations.AddField("House", "places", models.IntegerField(default=0)),
    migrations.CreateModel(
        "Visit",
        [
            ("id", models.BigAutoField(primary_key=True)),
            ("room", models.ForeignKey("made_up.Room", models.CASCADE, related_name="+")),
        ],
    ),
    migrations.AddConstraint("Visit", models.UniqueConstraint(fields=["room"], name="one_visit_a_room")),
    migrations.CreateModel("Shed", [("id", models.BigAutoField(primary_key=True))]),
    migrations.AddIndex("Visit", models.Index(fields=["room", "-id"], name="latest_visit")),
    migrations.RenameModel("Room", "Bedroom"),
    migrations.RemoveField("House", "name"),
    migrations.AlterField("House", "places", models.SmallIntegerField(null=True)),
    migrations.DeleteModel("Shed"),
    migrations.RemoveConstraint("Visit", "one_visit_a_room"),
    migrations.RemoveIndex("Visit", "latest_visit"),
    migrations.AddIndex("Visit", models.Index(fields=["-id"], name="visits_backwards")),
]


def tables_after(kind: type[migrations.Migration]) -> tuple[ProjectState, list[tuple[str, str]]]:
    """The state after a migration of that kind; and of its tables the columns, constraints and indexes."""
    migration = kind("0001_made_up", "made_up")
    vars(migration)["operations"] = OPERATIONS
    with connection.schema_editor() as editor:
        state = migration.apply(ProjectState(), editor)
    with connection.cursor() as cursor:
        cursor.execute("""
            SELECT 'column', concat_ws(' ', table_name, column_name, data_type, is_nullable)
            FROM information_schema.columns WHERE table_name LIKE 'made\\_up\\_%'
            UNION ALL SELECT 'index', indexdef FROM pg_indexes WHERE tablename LIKE 'made\\_up\\_%'
            UNION ALL SELECT 'constraint', concat_ws(' ', conrelid::regclass, conname, pg_get_constraintdef(oid))
            FROM pg_constraint WHERE conrelid::regclass::text LIKE 'made\\_up\\_%'
            ORDER BY 1, 2""")
        found = cursor.fetchall()
        cursor.execute("DROP TABLE made_up_visit, made_up_bedroom, made_up_house")
    return state, found


def test_tables_and_state_are_those_that_a_usual_migration_leaves(db: None) -> None:
    ours, usual = tables_after(migrating.Migration), tables_after(migrations.Migration)
    assert ours == usual
    assert ("column", "made_up_house places smallint YES") in ours[1]
    assert not [line for _, line in ours[1] if "shed" in line or "one_visit" in line]
    assert ours[0].apps.get_model("made_up", "Visit")._meta.get_field("room").related_model.__name__ == "Bedroom"
