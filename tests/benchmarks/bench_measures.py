"""How fast measures are: ``python tests/benchmarks/bench_measures.py DIR [--database NAME]``.

DIR holds the returns that ``manage.py make_demo_returns DIR --england`` writes. They are loaded into a scratch
database on the server that the settings name, two councils at a time, and one of the councils by itself into another.
Of England what follows from the rows is derived once a council, after its last return, and warnings are left out: to
derive ten times what ten returns tell would take most of an hour.
With ``--database`` the loaded databases are kept under that name, and found again the next time. For a council by
itself, the same among all of England, England as a whole, and a council of 149,480 rows of episodes
(tests/benchmarks/made_lives.py) it prints, warm: the median and the fastest of nine, in milliseconds, and the queries
of the overview, of each theme at one date, of all measures at one date, and of sixty months of five measures; of a
council also the whole page of the overview as a board member gets it. Beside each stands the slowest query in times
of ``count(*)`` of the rows that it must read, both at their fastest: of a ledger, of the rows that it spares.
"""

import argparse
import os
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from io import BytesIO
from multiprocessing import get_context
from pathlib import Path
from typing import Any
from unittest.mock import patch

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sufficiency.settings")

import django  # noqa: E402

django.setup()

from django.apps import apps  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.test import Client  # noqa: E402

from placements.models import CareChange, Child, EpisodeSpan  # noqa: E402
from placements.models.derived import Derived  # noqa: E402
from sufficiency.core.area import ENGLAND, Area  # noqa: E402
from sufficiency.core.dates import month_ends, months_back  # noqa: E402
from sufficiency.core.models import Authority, Postcode  # noqa: E402
from sufficiency.core.postcodes import directory_files, read_directory_file, replace_postcodes  # noqa: E402
from sufficiency.core.tally import BY_AUTHORITY, breakdown, evaluate  # noqa: E402
from sufficiency.dashboards.overview import HEADLINES, MONTHS  # noqa: E402
from sufficiency.extracts import intake, scanning  # noqa: E402
from sufficiency.extracts.actions import SourceFile, load_files  # noqa: E402
from sufficiency.extracts.models import Fact, LoadFile  # noqa: E402
from sufficiency.measures.registry import all_measures, measure_named  # noqa: E402
from sufficiency.strategy.catalogue import THEMES  # noqa: E402
from tests.benchmarks.made_lives import YEARS, write_returns  # noqa: E402
from tests.dashboards.factory import BOARD, person, signed_in  # noqa: E402

TIMES = 9
LAST_YEAR = 2021
AS_AT = date(2020, 11, 30)
FIVE = ["children-in-care", "care-rate-per-10000", "out-of-area-percent", "foster-percent", "over-20-miles-percent"]
PEERS_ROWS = 149_480
# Tables of measures: those that grow with the children. Views have no rows of their own to count.
_RATIOS = {model._meta.db_table for model in apps.get_models() if issubclass(model, (Child, Derived, Fact))}
_SPARED = {CareChange._meta.db_table: EpisodeSpan._meta.db_table}


@dataclass
class Timed:
    """One piece of work: milliseconds of each time it was done, and of each of its queries, at its fastest."""

    whole: list[float] = field(default_factory=list)
    queries: dict[tuple[int, frozenset[str]], float] = field(default_factory=dict)
    _count: int = 0

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        started = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            read = (_SPARED.get(table, table) for table in re.findall(r'(?:FROM|JOIN) "(\w+)"', sql))
            key = (self._count, frozenset(read) & _RATIOS)
            self.queries[key] = min(self.queries.get(key, 1e9), 1000 * (time.perf_counter() - started))
            self._count += 1

    def run(self, work: Callable[[], Any]) -> None:
        self._count = 0
        started = time.perf_counter()
        with connection.execute_wrapper(self):
            work()
        self.whole.append(1000 * (time.perf_counter() - started))


def main() -> None:
    """Load what is not loaded yet, measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", metavar="DIR", type=Path)
    parser.add_argument("--database", metavar="NAME", help="keep what is loaded under this name")
    options = parser.parse_args()
    folders = sorted(path for path in options.folder.iterdir() if path.is_dir())
    name = options.database or f"bench_measures_{os.getpid()}"
    some = folders[len(folders) // 2]
    council = Authority(code=some.name, name=some.name)
    with _database(f"{name}_one", keep=bool(options.database)) as is_new:
        if is_new:
            _load(some)
            _tidy()
        _print_all("One council by itself", council)
    with _database(f"{name}_england", keep=bool(options.database)) as is_new:
        _load_england(folders)
        _print_all("The same council among all of England", council)
        _print_all("England", ENGLAND)
    with _database(f"{name}_peer", keep=bool(options.database)) as is_new:
        if is_new:
            _load_lives(council)
            _tidy()
        _print_all(f"One council of {PEERS_ROWS:,} rows", council)


def _print_all(title: str, area: Area) -> None:
    print(f"\n{title}\n{'':44}{'median':>8}{'fastest':>9}{'queries':>9}  slowest query, times count(*)")
    months = list(month_ends(months_back(AS_AT, 59), AS_AT))
    days = sorted({*month_ends(months_back(AS_AT, MONTHS), AS_AT), AS_AT})
    headlines = [headline.measure for headline in HEADLINES]
    five = [measure_named(slug) for slug in FIVE]
    _print(area, "overview, with 36 months", lambda: evaluate(headlines, area, days))
    for theme in THEMES:
        _print(area, f"theme: {theme.title}", lambda theme=theme: evaluate(theme.measures, area, [AS_AT]))
    _print(area, f"all {len(all_measures())} measures", lambda: evaluate(all_measures(), area, [AS_AT]))
    _print(area, "five measures, 60 months", lambda: evaluate(five, area, months))
    if isinstance(area, Authority):
        with transaction.atomic():
            client = signed_in(person(area, BOARD))
            _print(area, "page: overview", lambda: _get(client, f"/?as-at={AS_AT}"))
            transaction.set_rollback(True)
    if area == ENGLAND:
        _print(area, "five measures, by council", lambda: breakdown(five, BY_AUTHORITY, area, [AS_AT]))
        _print(area, "one measure, 60 months by council", lambda: breakdown(five[:1], BY_AUTHORITY, area, months))


def _print(area: Area, what: str, work: Callable[[], Any]) -> None:
    timed = Timed()
    work()
    for _ in range(TIMES):
        timed.run(work)
    counts = {table: _count_of(table, area) for table in frozenset().union(*(read for _, read in timed.queries))}
    bare = {read: sum(counts[table] for table in read) for _, read in timed.queries if read}
    ratios = [(ms / bare[read], sorted(read), ms) for (_, read), ms in timed.queries.items() if read]
    ratio, tables, ms = max(ratios, default=(0.0, [], 0.0))
    print(
        f"{what:44}{statistics.median(timed.whole):8.1f}{min(timed.whole):9.1f}{len(timed.queries):9}"
        f"  {ratio:.1f} of {' and '.join(tables) or 'none'} ({ms:.1f} ms)",
        flush=True,
    )


def _get(client: Client, address: str) -> None:
    if client.get(address, SERVER_NAME="localhost").status_code != 200:
        raise SystemExit(f"{address} cannot be read.")


def _count_of(table: str, area: Area) -> float:
    """Milliseconds that count(*) takes of the rows of an area, at its fastest."""
    with connection.cursor() as cursor:
        columns = {column.name for column in connection.introspection.get_table_description(cursor, table)}
        narrowed = isinstance(area, Authority) and "authority_id" in columns
        sql, params = f"SELECT count(*) FROM {table}", []
        if narrowed:
            sql, params = f"{sql} WHERE authority_id = %s", [area.pk]
        found = []
        for _ in range(TIMES):
            started = time.perf_counter()
            cursor.execute(sql, params)
            cursor.fetchall()
            found.append(1000 * (time.perf_counter() - started))
    return min(found)


@contextmanager
def _database(name: str, *, keep: bool) -> Iterator[bool]:
    """A database with a postcode directory; whether it is new."""
    usual = connection.settings_dict["NAME"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        is_new = not cursor.fetchone()
    connection.settings_dict["TEST"]["NAME"] = name
    connection.creation.create_test_db(verbosity=0, serialize=False, keepdb=not is_new)
    try:
        if is_new:
            replace_postcodes(map(read_directory_file, directory_files()), actor="benchmark")
            print(f"{Postcode.objects.count():,} postcodes in the directory", flush=True)
        yield is_new
    finally:
        connection.creation.destroy_test_db(usual, verbosity=0, keepdb=keep)
        connection.close()
        connection.settings_dict["NAME"] = usual


def _load_england(folders: list[Path]) -> None:
    """Every council that is not there yet, two at a time."""
    started = time.perf_counter()
    whole = LoadFile.objects.filter(current=True, year=LAST_YEAR).values("authority")
    there = set(EpisodeSpan.objects.filter(authority__in=whole).values_list("authority", flat=True).distinct())
    connection.close()
    with get_context("fork").Pool(2) as pool:
        missing = [folder for folder in folders if folder.name not in there]
        for number, _ in enumerate(pool.imap_unordered(_load_at_once, missing), 1):
            if number % 10 == 0:
                print(f"  {number} councils loaded after {time.perf_counter() - started:.0f} s", flush=True)
    _tidy()


def _load_at_once(folder: Path) -> None:
    """The returns of a council, and then once what follows from them."""
    derive = intake.derive
    with patch.object(intake, "derive", lambda *_: None), patch.object(scanning, "keep_warnings", lambda *_: None):
        _load(folder)
    with transaction.atomic():
        derive(folder.name, LoadFile.objects.filter(authority=folder.name, current=True))


def _load_lives(authority: Authority) -> None:
    """Ten years of made-up lives as one return."""
    here, elsewhere = (
        [f"{postcode[:-3]} {postcode[-3:]}" for postcode in some.values_list("postcode", flat=True)[:10_000]]
        for some in (Postcode.objects.filter(authority=authority), Postcode.objects.exclude(authority=authority))
    )
    with tempfile.TemporaryDirectory() as folder:
        write_returns(Path(folder), PEERS_ROWS, YEARS[-1:], (here, elsewhere))
        _load_files(authority, YEARS[-1], sorted(Path(folder).iterdir()))


def _load(folder: Path) -> None:
    """The returns of a council, a year after the other."""
    authority = Authority.objects.get(code=folder.name)
    for year in sorted({int(path.name[:4]) for path in folder.glob("*.csv")}):
        _load_files(authority, year, sorted(folder.glob(f"{year}-*.csv")))


def _load_files(authority: Authority, year: int, paths: list[Path]) -> None:
    files = [SourceFile(path.name, BytesIO(path.read_bytes())) for path in paths]
    outcome = load_files(files=files, authority=authority, year=year, by="benchmark")
    if not outcome.is_sound:
        raise SystemExit(f"{authority.pk} {year} was refused: {list(outcome.problems)[:3]}")


def _tidy() -> None:
    """What autovacuum does in a while of its own."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


if __name__ == "__main__":
    main()
