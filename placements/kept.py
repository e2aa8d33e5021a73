"""What periods of care and other files or registers say together, kept in step as part of every change of either.

To work it out takes longer than to count it on three years of days, and pages count it over and over. An authority is
worked out whole: a first entry tells of all children, those included of whom there is none.
"""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from .models import AdoptedSpan, AssessedSpan, InitialSpan, PlannedSpan, ResidentSpan, SeenSpan
from .models.derived import Derived

RETURNS = ("header", "episodes", "uasc")  # of children and their time in care
ADOPTIONS = ("ad1", "placed_for_adoption")
HEALTH_ASSESSMENTS, PLANS, VISITS = ("health-assessments",), ("permanence-plans",), ("child-visits",)
HOMES = ("homes", "home-registrations", "home-residents")
SQL = Path(__file__).parent / "sql" / "kept"


@dataclass(frozen=True)
class Kept:
    """Rows of a table, and the kinds of file or the register from which they follow besides the periods of care."""

    model: type[Derived]
    besides: tuple[str, ...]

    @property
    def follows(self) -> tuple[str, ...]:
        """Kinds of file and registers, by their slugs, of which it must be told."""
        return (*RETURNS, *self.besides)

    @cached_property
    def sql(self) -> str:
        """The statement that makes the rows of one authority."""
        return (SQL / f"{self.model._meta.model_name}.sql").read_text(encoding="utf-8")

    @transaction.atomic
    def __call__(self, authority: str, _entry: Any | None = None) -> None:
        """Work the rows of an authority, by its ONS code, out anew; its children and periods of care are up to date."""
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {self.model._meta.db_table} WHERE authority_id = %s", [authority])
            # Statistics may be from before a load, and then the planner reads a whole table for each row of another.
            cursor.execute("SET LOCAL enable_nestloop = off")
            cursor.execute(self.sql, {"authority": authority})
            cursor.execute("SET LOCAL enable_nestloop TO DEFAULT")


KEPT = (
    Kept(AdoptedSpan, ADOPTIONS),
    Kept(InitialSpan, HEALTH_ASSESSMENTS),
    Kept(AssessedSpan, HEALTH_ASSESSMENTS),
    Kept(PlannedSpan, PLANS),
    Kept(SeenSpan, VISITS),
    Kept(ResidentSpan, HOMES),
)
