"""How fast extracts load: ``python tests/benchmarks/bench_load.py [N ...] [--returns 10 [--together]]``.

For each N it makes N episode rows over ten years, with their header rows, loads them into a scratch
database on the server that the settings name, and prints the time of each stage, rows a second, the
ratio to a bare COPY of the same rows, and the peak memory of the loading process. Without ``--returns 10``
they come as one file of one return, so that eight rows in ten get a warning; with it as ten clean returns, one
after the other, or ``--together`` as a council that begins would load them.
"""

import argparse
import io
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sufficiency.settings")

import django  # noqa: E402

django.setup()

from django.db import connection, transaction  # noqa: E402

from placements.demo import AUTHORITY, demo_returns  # noqa: E402
from sufficiency.core.models import Authority, Postcode  # noqa: E402
from sufficiency.core.postcodes import (  # noqa: E402
    DirectoryError,
    add_postcodes,
    directory_files,
    read_csv,
    read_directory_file,
    replace_postcodes,
)
from sufficiency.extracts import actions, deriving, scanning, storing  # noqa: E402
from sufficiency.extracts.actions import SourceFile, load_files  # noqa: E402
from sufficiency.extracts.histories import load_returns  # noqa: E402
from sufficiency.extracts.kinds import ColumnType, kind_named  # noqa: E402
from tests.benchmarks.made_lives import YEARS, write_returns  # noqa: E402

SCRATCH = f"bench_load_{os.getpid()}"
SIZES = [100_000, 1_000_000]
COUNCILS_YEAR = 2021
TIMES = 3  # how often the bare COPY is tried; the best counts
STAGES: dict[str, tuple[Any, str]] = {
    "receive": (actions, "receive"),
    "read, check and COPY": (storing, "copy_rows"),
    "checks across rows": (scanning, "scan"),
    "compare": (storing, "compare"),
    "derive": (deriving, "work_out"),
    "keep warnings": (scanning, "keep_warnings"),
}


def main() -> None:
    """Make the scratch database, measure every size in a process of its own, and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("sizes", metavar="N", nargs="*", type=int, default=SIZES)
    parser.add_argument("--returns", type=int, choices=[1, len(YEARS)], default=1)
    parser.add_argument("--together", action="store_true", help="load the returns in one go")
    parser.add_argument("--measure", nargs=2, metavar=("DATABASE", "FOLDER"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        database, folder = options.measure
        connection.settings_dict["NAME"] = database
        print(json.dumps(_measure(Path(folder), options.together)))
        return
    years = YEARS if options.returns > 1 else YEARS[-1:]
    with _scratch_database():
        ratios = {size: _measured(size, years, options.together) for size in options.sizes}
        smallest, largest = min(ratios), max(ratios)
        if smallest < largest:
            print(f"\nRatio at {largest:,} to that at {smallest:,}: {ratios[largest] / ratios[smallest]:.2f}")
        _time_a_councils_year()


@contextmanager
def _scratch_database() -> Iterator[None]:
    """A database with a postcode directory, to be copied for each measurement."""
    usual = connection.settings_dict["NAME"]
    connection.settings_dict["TEST"]["NAME"] = SCRATCH
    connection.creation.create_test_db(verbosity=0, serialize=False)
    try:
        try:
            replace_postcodes(map(read_directory_file, directory_files()), actor="benchmark")
        except DirectoryError:
            add_postcodes(read_csv(ROOT / "fixtures" / "demo_postcodes.csv"), actor="benchmark")
        print(f"{Postcode.objects.count():,} postcodes in the directory")
        yield
    finally:
        connection.creation.destroy_test_db(usual, verbosity=0)


@contextmanager
def _copied_database(suffix: str) -> Iterator[str]:
    connection.close()
    connection.creation.clone_test_db(suffix, verbosity=0)
    try:
        yield f"{SCRATCH}_{suffix}"
    finally:
        connection.close()
        connection.creation.destroy_test_db(suffix=suffix, verbosity=0)


def _measured(size: int, years: range, together: bool) -> float:
    """Measure one size, print it, and return its ratio to a bare COPY."""
    with tempfile.TemporaryDirectory() as folder, _copied_database(str(size)) as database:
        connection.ensure_connection()
        write_returns(Path(folder), size, years, _postcodes())
        connection.close()
        command = [sys.executable, __file__, "--measure", database, folder, *(["--together"] if together else [])]
        printed = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
        found = json.loads(printed.splitlines()[-1])
    seconds, copied = found["seconds"], found["copied"]
    shape = "one file" if len(years) == 1 else f"{len(years)} returns{' together' if together else ''}"
    print(f"\n{size:,} episode rows in {shape}, {found['problems']:,} problems")
    for stage, spent in found["stages"].items():
        print(f"  {stage:24}{spent:8.2f} s")
    print(f"  {'together':24}{seconds:8.2f} s   {size / seconds:10,.0f} rows a second")
    print(f"  {'bare COPY':24}{copied:8.2f} s   ratio {seconds / copied:.2f}")
    print(f"  {'processor time':24}{found['worked']:8.2f} s   ratio {found['worked'] / found['copying']:.2f}")
    print(f"  peak memory of the loading process {found['peak']:,.0f} MB", flush=True)
    return float(seconds / copied)


def _postcodes() -> tuple[list[str], list[str]]:
    """Postcodes of the authority, and elsewhere."""
    some = Postcode.objects.exclude(easting=None).extra(order_by=["md5"], select={"md5": "md5(postcode)"})
    here = some.filter(authority=AUTHORITY).values_list("postcode", flat=True)[:10_000]
    elsewhere = some.exclude(authority=AUTHORITY).values_list("postcode", flat=True)[:10_000]
    return [f"{each[:-3]} {each[-3:]}" for each in here], [f"{each[:-3]} {each[-3:]}" for each in elsewhere]


def _measure(folder: Path, together: bool) -> dict[str, Any]:
    """Load what the folder holds, return after return or in one go, and copy it; in seconds and MB."""
    stages: dict[str, float] = defaultdict(float)
    for stage, (module, name) in STAGES.items():
        setattr(module, name, _timed(getattr(module, name), stages, stage))
    authority = Authority.objects.get(code=AUTHORITY)
    began, started = _processor_time(), time.perf_counter()
    with ExitStack() as opened:
        returns = {
            int(path.stem[-4:]): [
                SourceFile(name, opened.enter_context((folder / name).open("rb")))
                for name in (path.name.replace("episodes", "header"), path.name)
            ]
            for path in sorted(folder.glob("episodes-*.csv"))
        }
        if together:
            outcomes = list(load_returns(returns=returns, authority=authority, by="benchmark").values())
        else:
            outcomes = [
                load_files(files=files, authority=authority, year=year, by="benchmark")
                for year, files in returns.items()
            ]
    if not all(outcome.is_sound for outcome in outcomes):
        raise SystemExit("A made-up return was refused.")
    problems = sum(len(file.problems) for outcome in outcomes for file in outcome.files)
    seconds, worked = time.perf_counter() - started, _processor_time()
    peak = _peak_memory()
    stages["the rest, commit included"] = seconds - sum(stages.values())
    copied = min(_bare_copy(folder) for _ in range(TIMES))
    copying = (_processor_time() - worked) / TIMES
    return {
        **{"seconds": seconds, "stages": stages, "copied": copied, "peak": peak, "problems": problems},
        **{"worked": worked - began, "copying": copying},
    }


def _timed(work: Callable[..., Any], stages: dict[str, float], stage: str) -> Callable[..., Any]:
    def timed(*args: Any, **kwargs: Any) -> Any:
        started = time.perf_counter()
        try:
            return work(*args, **kwargs)
        finally:
            stages[stage] += time.perf_counter() - started

    return timed


def _processor_time() -> float:
    """Of this process and of the server's that works for it (on the same machine) so far, in seconds.

    Other work on the machine draws it out far less than it does the clock.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        status = Path(f"/proc/{cursor.fetchone()[0]}/stat").read_text(encoding="ascii", errors="replace")
    user, system = status.rpartition(")")[2].split()[11:13]
    return time.process_time() + (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def _peak_memory() -> float:
    """Of this process so far, in MB."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM")) / 1024


def _bare_copy(folder: Path) -> float:
    """Seconds that COPY takes for the same files into plain tables: typed columns, no index, no key."""
    kinds = [kind_named("header"), kind_named("episodes")]
    with connection.cursor() as cursor:
        cursor.execute("SET datestyle = 'ISO, DMY'")
        for kind in kinds:
            types = {field.column: field.db_type(connection) for field in kind.model._meta.fields}
            columns = ", ".join(f"{column.field} {types[column.field]}" for column in kind.columns)
            cursor.execute(f"CREATE TABLE bare_{kind.slug} ({columns})")
        started = time.perf_counter()
        with transaction.atomic():
            for kind in kinds:
                dates = ", ".join(column.field for column in kind.columns if column.type is ColumnType.DATE)
                copy = f"COPY bare_{kind.slug} FROM STDIN (FORMAT csv, HEADER, FORCE_NULL ({dates}))"
                for path in folder.glob(f"{kind.slug}-*.csv"):
                    with path.open("rb") as file:
                        cursor.copy_expert(copy, file)
        seconds = time.perf_counter() - started
        cursor.execute("DROP TABLE bare_header, bare_episodes")
    return seconds


def _time_a_councils_year() -> None:
    """One return of the demo council, the years before it loaded already."""
    authority = Authority.objects.get(code=AUTHORITY)
    for year, contents in sorted(demo_returns().items()):
        files = [SourceFile(name, io.BytesIO(content)) for name, content in contents.items()]
        started = time.perf_counter()
        outcome = load_files(files=files, authority=authority, year=year, by="benchmark")
        if year == COUNCILS_YEAR:
            rows = sum(file.rows for file in outcome.files)
            print(f"\nA council's return of {year}, {rows:,} rows: {time.perf_counter() - started:.2f} s")


if __name__ == "__main__":
    main()
