"""/healthz and /readyz say the truth, to anybody, and nothing else."""

import pytest
from django.db import OperationalError, connection
from django.test import Client


def test_process_that_answers_is_alive_without_asking_anybody(client: Client) -> None:
    """Without the fixture of the database a question to it would fail this test."""
    response = client.get("/healthz", headers={"host": "10.1.2.3"})
    assert (response.status_code, response.content) == (200, b"alive\n")
    assert "no-store" in response["Cache-Control"]
    assert not response.cookies


@pytest.mark.django_db
def test_process_is_ready_when_every_migration_is_applied(client: Client) -> None:
    assert (client.get("/readyz").status_code, client.get("/readyz").content) == (200, b"ready\n")
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'core' AND name LIKE '0002%'")
    assert (client.get("/readyz").status_code, client.get("/readyz").content) == (503, b"not ready\n")


@pytest.mark.django_db
def test_process_without_its_database_is_not_ready(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OperationalError("secret host")

    monkeypatch.setattr("django.db.migrations.recorder.MigrationRecorder.applied_migrations", refuse)
    response = client.get("/readyz")
    assert (response.status_code, response.content) == (503, b"not ready\n")
    assert client.get("/healthz").status_code == 200
