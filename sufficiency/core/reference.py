"""The reference data that every database holds: authorities, the codes that name them, borders, populations, holidays.

The files of ``fixtures/`` are the source; ``fixtures/README.md`` says where each figure comes from. Bank holidays come
from a library (ADR 10). They are put in after every ``migrate`` (and ``flush``), so no database is ever without them.
"""

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.apps import apps as installed_apps
from django.apps.registry import Apps
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, transaction
from django.db.models import Model, QuerySet

from .working_days import bank_holidays

POPULATION_SOURCE = "ONS mid-year estimate"

Row = tuple[Any, ...]


def _read(name: str) -> Iterator[dict[str, str]]:
    with (settings.BASE_DIR / "fixtures" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _authorities() -> Iterator[Row]:
    for row in _read("authorities"):
        until = date.fromisoformat(row["until"]) if row["until"] else None
        yield row["code"], row["dfe_number"], row["name"], row["region"], row["kind"], until


def _authority_codes() -> Iterator[Row]:
    """Every authority goes by its own code; the file adds districts and superseded codes."""
    for row in _read("authorities"):
        yield row["code"], row["code"], row["name"]
    for row in _read("authority_codes"):
        yield row["code"], row["authority"], row["name"]


def _borders() -> Iterator[Row]:
    """Each border both ways, as the symmetrical relation keeps it."""
    for row in _read("borders"):
        yield row["code"], row["borders"]
        yield row["borders"], row["code"]


def _populations() -> Iterator[Row]:
    for row in _read("populations"):
        yield row["code"], int(row["mid_year"]), False, False, int(row["children"]), POPULATION_SOURCE


def _bank_holidays() -> Iterator[Row]:
    for day in bank_holidays():
        yield (day,)


@dataclass(frozen=True)
class Table:
    """A table of core, the rows its file asks for, and which of their columns tell them apart."""

    model: str
    rows: Callable[[], Iterator[Row]]
    key: tuple[str, ...]
    facts: tuple[str, ...] = ()


TABLES = (
    Table("Authority", _authorities, key=("code",), facts=("dfe_number", "name", "region", "kind", "until")),
    Table("AuthorityCode", _authority_codes, key=("code",), facts=("authority_id", "name")),
    Table("Authority_borders", _borders, key=("from_authority_id", "to_authority_id")),
    Table(
        "Population",
        _populations,
        key=("authority_id", "mid_year", "fixed_by_strategy", "loaded"),
        facts=("children", "source"),
    ),
    Table("BankHoliday", _bank_holidays, key=("day",)),
)


def sync_reference(using: str = DEFAULT_DB_ALIAS, apps: Apps = installed_apps) -> int:
    """Bring the tables in line with the files; return how many rows were written, 0 when nothing differed.

    Rows that a file does not name stay as they are, and so do the populations that a strategy fixed.
    ``apps`` gives the models as a migration left them. One read a table, and one write where rows differ.
    """
    written = 0
    with transaction.atomic(using=using):
        for table in TABLES:
            written += _upsert(table, apps.get_model("core", table.model)._default_manager.using(using))
    return written


def _upsert(table: Table, held: QuerySet[Model]) -> int:
    """Write the rows that are missing or differ; return how many."""
    columns = (*table.key, *table.facts)
    same = set(held.values_list(*columns))
    rows = [held.model(**dict(zip(columns, row, strict=True))) for row in table.rows() if row not in same]
    if rows and table.facts:
        held.bulk_create(rows, update_conflicts=True, unique_fields=table.key, update_fields=table.facts)
    elif rows:
        held.bulk_create(rows, ignore_conflicts=True)
    return len(rows)
