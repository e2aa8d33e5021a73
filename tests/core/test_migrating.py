"""Creating many models at once ends in the same state as creating one after the other."""

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
]


def tables_after(kind: type[migrations.Migration]) -> tuple[ProjectState, list[tuple[str, str]]]:
    """The state after a migration of that kind, and the columns of its tables."""
    migration = kind("0001_made_up", "made_up")
    vars(migration)["operations"] = OPERATIONS
    with connection.schema_editor() as editor:
        state = migration.apply(ProjectState(), editor)
    with connection.cursor() as cursor:
        cursor.execute("""
            SELECT table_name, column_name FROM information_schema.columns
            WHERE table_name LIKE 'made\\_up\\_%' ORDER BY table_name, ordinal_position""")
        columns = cursor.fetchall()
        cursor.execute("DROP TABLE made_up_visit, made_up_room, made_up_house")
    return state, columns


def test_many_models_at_once_give_the_same_tables_and_state_as_one_by_one(db: None) -> None:
    at_once, one_by_one = tables_after(migrating.Migration), tables_after(migrations.Migration)
    assert at_once == one_by_one
    assert ("made_up_house", "places") in at_once[1]
    assert at_once[0].apps.get_model("made_up", "Visit")._meta.get_field("room").related_model.__name__ == "Room"
