"""The register of targets: a file of an authority's own, from which the targets of its strategies follow."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import cast

from sufficiency.extracts.kinds import Check, Column, ColumnType, Family, Form, Kind, Scan
from sufficiency.extracts.problems import Severity

from .catalogue import MEASURES
from .models import Strategy, Target, TargetRow

SLUGS = tuple(sorted(measure.slug for measure in MEASURES))


def derive_targets(authority: str, _files: Sequence[int]) -> None:
    """Make an authority's loaded targets anew from the rows that count.

    Each belongs to the strategy that covers its first day, the one begun last if there are several; without
    one it waits. For the same measure and day the file of the latest year wins.
    """
    Target.objects.filter(strategy__authority=authority, row__isnull=False).delete()
    strategies = list(Strategy.objects.filter(authority=authority).order_by("starts"))
    current = TargetRow.objects.filter(authority=authority, file__current=True)
    rows = cast(Iterable[TargetRow], current.order_by("year", "file", "line"))
    latest = {(row.measure, row.in_force_from): row for row in rows}
    Target.objects.bulk_create(
        Target(
            strategy=strategy,
            measure=row.measure,
            value=Decimal(row.value),
            in_force_from=day,
            source=row.source,
            row=row,
        )
        for (_, day), row in latest.items()
        if day is not None and (strategy := _covering(strategies, day)) is not None
    )


def _covering(strategies: Sequence[Strategy], day: date) -> Strategy | None:
    """The strategy begun last of those that a day falls into."""
    return next((each for each in reversed(strategies) if each.starts <= day <= each.ends), None)


CHECKS = Scan(
    rows=f"""
        SELECT line, measure, in_force_from, EXISTS (
            SELECT FROM {Strategy._meta.db_table} AS strategy
            WHERE strategy.authority_id = row_.authority_id AND in_force_from BETWEEN starts AND ends
        ) AS has_strategy
        FROM {TargetRow._meta.db_table} AS row_ WHERE file_id = %(file)s""",
    checks=(
        Check(
            "unknown-measure",
            Severity.ERROR,
            "MEASURE",
            "No measure has this name: write it as docs/measures.md does.",
            where=f"measure <> '' AND measure NOT IN {SLUGS}",
            value="measure",
        ),
        Check(
            "no-strategy",
            Severity.WARNING,
            "FROM",
            "No strategy covers this day, so the target waits: enter one with manage.py enter_strategy.",
            where="in_force_from IS NOT NULL AND NOT has_strategy",
            value="to_char(in_force_from, 'DD/MM/YYYY')",
        ),
    ),
)

TARGETS = Kind(
    slug="targets",
    title="targets",
    family=Family("targets", "Local registers", derive_targets),
    model=TargetRow,
    columns=(
        Column(
            "MEASURE",
            "measure",
            required=True,
            means="The measure, by its name in docs/measures.md",
            example="out-of-area-percent",
        ),
        Column(
            "TARGET",
            "value",
            required=True,
            form=Form(r"-?\d{1,8}(\.\d{1,4})?", "number such as 30 or 0.5"),
            means="What it should reach, in the measure's unit",
            example="30",
        ),
        Column(
            "FROM",
            "in_force_from",
            ColumnType.DATE,
            required=True,
            means="The day from which it is in force, until a later target of the same measure",
            example="01/04/2024",
        ),
        Column("SOURCE", "source", means="Where it is stated", example="Strategy, section 1"),
    ),
    key=("measure", "in_force_from"),
    scans=(CHECKS,),
)
