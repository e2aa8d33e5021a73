"""The tracker's own table of published figures, put in after each ``migrate`` as core's reference data is."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps as installed_apps
from django.apps.registry import Apps

from sufficiency.core.reference import Row, Table, read_fixture, sync_reference


def _series() -> Iterator[Row]:
    for row in read_fixture("benchmarks"):
        years = [name for name in row if name.isdigit()]
        yield row["series"], row["area"], int(years[0]), ",".join(row[year] for year in years), row["source"]


def _neighbours() -> Iterator[Row]:
    for row in read_fixture("neighbours"):
        yield int(row["edition"]), row["authority"], int(row["rank"]), row["neighbour"], row["closeness"]


TABLES = (
    Table("ShippedSeries", _series, key=("series", "area"), facts=("first_year", "figures", "source"), app="strategy"),
    Table(
        "ShippedNeighbour",
        _neighbours,
        key=("edition", "authority", "rank"),
        facts=("neighbour", "closeness"),
        app="strategy",
    ),
)


def put_in_published_figures(using: str, apps: Apps = installed_apps, **_: Any) -> None:
    """After each migrate and flush (which names no apps), unless the database has not the tables (yet, or any more)."""
    try:
        for table in TABLES:
            apps.get_model(table.app, table.model)
    except LookupError:
        return
    sync_reference(using=using, apps=apps, tables=TABLES)
