"""PostgreSQL killed in the middle of a load: one line, and after its restart the model is as before."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import psycopg2
import pytest

from placements.models import Episode
from tests.checkouts import PROJECT, Checkout
from tests.extracts.files import changed, csv_bytes
from tests.extracts.model import DERIVED, FACTS

from .processes import ended, load_command, manage, wait_until, writes_held_up, written

SETTINGS = """
from pathlib import Path
from sufficiency.settings import *

BASE_DIR = Path(__file__).resolve().parent
DATABASES = {"default": {"ENGINE": "sufficiency.core.embedded", "NAME": "sufficiency"}}
"""
FILES = {"header.csv": csv_bytes("header"), "episodes.csv": csv_bytes("episodes", changed("episodes", 3, PLACE="U4"))}


@pytest.fixture(scope="module")
def embedded(checkout: Checkout, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """The environment in which commands of the whole project use a server of their own, with a return loaded."""
    (checkout.path / "killed_server_settings.py").write_text(SETTINGS)
    (checkout.path / "fixtures").symlink_to(PROJECT / "fixtures")
    environment = {"DJANGO_SETTINGS_MODULE": "killed_server_settings", "PYTHONPATH": str(checkout.path)}
    files = written({"episodes.csv": csv_bytes("episodes")}, tmp_path_factory.mktemp("files"))
    for command in (("migrate",), load_command(files, 2021)):
        status, _, errors = ended(manage(*command, **environment))
        assert status == 0, errors
    yield environment


def parameters(checkout: Checkout) -> dict[str, str]:
    return {"host": str(checkout.server.socket_directory()), "user": "sufficiency", "dbname": "sufficiency"}


def everything(checkout: Checkout) -> list[str]:
    """All rows of facts and derived facts with their ids, and which files count."""
    tables = [model._meta.db_table for model in (*FACTS, *DERIVED)]
    rows = [f"SELECT '{table} ' || row_::text FROM {table} AS row_" for table in tables]
    session = psycopg2.connect(**parameters(checkout))
    try:
        with session.cursor() as cursor:
            cursor.execute(" UNION ALL ".join([*rows, "SELECT 'current ' || id FROM extracts_loadfile WHERE current"]))
            return sorted(row for (row,) in cursor.fetchall())
    finally:
        session.close()


def facts_of(rows: list[str]) -> list[str]:
    """The rows without derived ones, which are made anew with other ids."""
    derived = tuple(model._meta.db_table for model in DERIVED)
    return [row for row in rows if not row.startswith(derived)]


def kill_server(checkout: Checkout) -> None:
    """kill -9 of the server with all its workers, as a power cut would."""
    pid = checkout.pid()
    workers = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    for process in (pid, *map(int, workers)):
        os.kill(process, signal.SIGKILL)


@pytest.mark.parametrize("is_named", [False, True], ids=["embedded", "DATABASE_URL"])
def test_server_killed_during_a_load_leaves_the_model_as_before(
    is_named: bool, embedded: dict[str, str], checkout: Checkout, tmp_path: Path
) -> None:
    environment = dict(embedded)
    if is_named:
        host = quote(parameters(checkout)["host"], safe="")
        environment = {"DATABASE_URL": f"postgresql://sufficiency@{host}/sufficiency"}
    command = load_command(written(FILES, tmp_path), 2021)
    before = everything(checkout)
    assert before

    with writes_held_up(Episode._meta.db_table, **parameters(checkout)) as holder:
        loader = manage(*command, **environment)
        wait_until(holder.is_waited_for, "the load reached that place")
        kill_server(checkout)
        status, output, errors = ended(loader)
    assert (status, output) == (1, "")
    assert errors.startswith("CommandError: The database broke off the work (")
    assert errors.count("\n") == 1

    if is_named:
        checkout.start_server()
    assert everything(checkout) == before
    listed = ended(manage("loads", **environment))[1].splitlines()
    assert "  failed  header.csv" in listed[0]

    assert ended(manage(*command, **environment))[0] == 0
    assert everything(checkout) != before
    number = ended(manage("loads", **environment))[1].split()[0]
    assert ended(manage("undo_load", number, **environment))[0] == 0
    assert facts_of(everything(checkout)) == facts_of(before)
