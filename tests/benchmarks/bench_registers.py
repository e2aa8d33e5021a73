"""How fast registers answer: ``python tests/benchmarks/bench_registers.py [HOMES HOUSEHOLDS]``.

Loads so many homes and fostering households, with their registrations, approvals and statuses, into a scratch
database on the server that the settings name, and prints for each list and for the pages about them the time that
the server takes (the median of nine, warm), its queries, and the ratio to a ``count(*)`` of the table.
"""

import argparse
import csv
import io
import os
import statistics
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sufficiency.settings")

import django  # noqa: E402

django.setup()

from django.conf import settings  # noqa: E402
from django.contrib.auth.models import User  # noqa: E402
from django.db import connection, reset_queries  # noqa: E402
from django.test import Client  # noqa: E402

from placements.demo import demo_returns  # noqa: E402
from sufficiency.core.actions import give_role  # noqa: E402
from sufficiency.core.models import Authority  # noqa: E402
from sufficiency.core.roles import ROLES  # noqa: E402
from sufficiency.extracts.actions import SourceFile, load_files  # noqa: E402

SCRATCH = f"bench_registers_{os.getpid()}"
COUNCIL = "E06000059"
TIMES = 9
DAY = "as-at=2020-11-30"
PAGES = {
    "/registers/homes/": "placements_home",
    "/registers/home-registrations/": "placements_registration",
    "/registers/fostering-households/": "carers_household",
    "/registers/fostering-approvals/": "carers_approval",
    "/registers/fostering-statuses/": "carers_status",
    "/homes/": "placements_home",
    "/fostering/": "carers_household",
}


def main() -> None:
    """Make the scratch database, fill it, and measure."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("sizes", metavar="N", nargs="*", type=int, default=[10_000, 20_000])
    homes, households = parser.parse_args().sizes
    usual = connection.settings_dict["NAME"]
    connection.settings_dict["TEST"]["NAME"] = SCRATCH
    connection.creation.create_test_db(verbosity=0, serialize=False)
    try:
        officer = _officer()
        _load_return()
        _load(_home_files(homes))
        _load(_household_files(households))
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        print(f"{homes:,} homes, {households:,} households")
        for address, table in PAGES.items():
            _measure(officer, f"{address}?{DAY}", table)
    finally:
        connection.creation.destroy_test_db(usual, verbosity=0)


def _load_return() -> None:
    """A return of the demo council: without one nobody is known to live anywhere."""
    files = [SourceFile(name, io.BytesIO(content)) for name, content in demo_returns()[2021].items()]
    load_files(files=files, authority=Authority.objects.get(code=COUNCIL), year=2021, by="benchmark")


def _officer() -> Client:
    user = User.objects.create_user("officer")
    give_role(
        user=user, role=ROLES["commissioning-officer"], authority=Authority.objects.get(code=COUNCIL), by="benchmark"
    )
    client = Client(SERVER_NAME="localhost")
    client.force_login(user)
    return client


def _home_files(number: int) -> dict[str, list[dict[str, object]]]:
    references = [f"H{n:06}" for n in range(number)]
    alike = {"KIND": "CHILDRENS-HOME", "LOCATED_IN": COUNCIL, "PLACES": 4}
    return {
        "homes": [
            {"REFERENCE": r, "URN": f"SC{n:06}", "NAME": f"Home {n}", **alike}
            for n, r in enumerate(references)
        ],
        "home-registrations": [{"HOME": r, "SINCE": "01/04/2015", "STATUS": "REGISTERED"} for r in references],
    }  # fmt: skip


def _household_files(number: int) -> dict[str, list[dict[str, object]]]:
    references = [f"F{n:06}" for n in range(number)]
    return {
        "fostering-households": [
            {"REFERENCE": r, "KIND": "MAINSTREAM", "LOCALITY": f"Town {n % 40}", "APPROVED_FROM": "01/04/2015"}
            for n, r in enumerate(references)
        ],
        "fostering-approvals": [{"HOUSEHOLD": r, "APPROVED_ON": "01/04/2015", "CHILDREN": 2} for r in references],
        "fostering-statuses": [{"HOUSEHOLD": r, "SINCE": "01/04/2015", "STATUS": "AVAILABLE"} for r in references],
    }


def _load(files: dict[str, list[dict[str, object]]]) -> None:
    """As anybody's files come in: every column that is not told is blank."""
    from sufficiency.extracts.kinds import kind_named  # noqa: PLC0415 - kinds are known once apps are ready

    sent = []
    for slug, rows in files.items():
        out = io.StringIO()
        writer = csv.DictWriter(out, [column.name for column in kind_named(slug).columns], restval="")
        writer.writeheader()
        writer.writerows(rows)
        sent.append(SourceFile(f"{slug}.csv", io.BytesIO(out.getvalue().encode())))
    council = Authority.objects.get(code=COUNCIL)
    outcome = load_files(files=sent, authority=council, year=2021, extracted=date(2020, 11, 30), by="benchmark")
    if not outcome.is_sound:
        raise SystemExit(f"The made-up files were refused: {list(outcome.problems)[:5]}")


def _measure(officer: Client, address: str, table: str) -> None:
    def ask() -> None:
        if officer.get(address).status_code != 200:
            raise SystemExit(f"{address} was refused.")

    settings.DEBUG = True
    reset_queries()
    ask()
    queries = len(connection.queries)
    settings.DEBUG = False
    spent, counted = _median(ask), _median(lambda: _count(table))
    print(
        f"  {address:50}{spent * 1000:7.0f} ms{queries:4} queries   {spent / counted:5.0f} times count(*)", flush=True
    )


def _count(table: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        cursor.fetchone()


def _median(work: Callable[[], None]) -> float:
    times = []
    for _ in range(TIMES):
        started = time.perf_counter()
        work()
        times.append(time.perf_counter() - started)
    return statistics.median(times)


if __name__ == "__main__":
    main()
