"""``manage.py postgres status|stop|reset``."""

import re

from tests.checkouts import Checkout


def test_status_says_in_one_line_whether_it_runs_where_and_how_large(checkout: Checkout) -> None:
    checkout.start_server()
    done = checkout.manage("postgres", "status")
    data = re.escape(str(checkout.path / ".postgres" / "data"))
    assert re.fullmatch(rf"Running with pid {checkout.pid()}; data in {data}, \d+ MB\.\n", done.stdout)
    assert done.returncode == 0


def test_stop_ends_the_server_and_says_so_only_once(checkout: Checkout) -> None:
    checkout.start_server()
    assert checkout.manage("postgres", "stop").stdout == "Stopped.\n"
    assert checkout.server.running() is None
    assert checkout.manage("postgres", "stop").stdout == "It was not running.\n"
    status = checkout.manage("postgres", "status")
    assert status.stdout.startswith("Stopped; data in ")
    assert status.returncode == 3


def test_reset_deletes_nothing_without_a_yes(checkout: Checkout) -> None:
    checkout.start_server()
    checkout.execute("CREATE TABLE IF NOT EXISTS kept (line text)")
    done = checkout.manage("postgres", "reset")
    assert done.returncode != 0
    assert done.stderr == "CommandError: Nothing was deleted.\n"
    assert checkout.ask("SELECT count(*) FROM kept") == "0"


def test_reset_with_a_yes_deletes_the_data_and_the_next_use_begins_anew(checkout: Checkout) -> None:
    checkout.start_server()
    checkout.execute("CREATE TABLE IF NOT EXISTS doomed (line text)")
    assert checkout.manage("postgres", "reset", "--yes").returncode == 0
    assert checkout.manage("postgres", "status").stdout == "Stopped; there are no data yet.\n"
    assert checkout.ask("SELECT to_regclass('doomed') IS NULL") == "True"
