"""Derived facts from the returns: set-based SQL for the touched children, inside the load's own transaction.

The steps are the files of ``placements/sql`` in their order. Each says which words of docs/definitions.md
it puts into SQL.
"""

from collections.abc import Sequence
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from sufficiency.core.dates import OPEN
from sufficiency.extracts.models import LoadFile

from .kept import KEPT
from .ledger import LEDGER, work_out_ledger
from .models import DerivedBy

STEPS = Path(__file__).parent / "sql"
SCRATCH = ("touched", "outdated", "described", "concerned", "housed", "located", "decided", "incidents", "reviewed")
EPISODES_KIND = "episodes"


@cache
def _steps() -> tuple[str, ...]:
    return tuple(path.read_text(encoding="utf-8") for path in sorted(STEPS.glob("*.sql")))


@transaction.atomic
def derive(authority: str, files: Sequence[int]) -> None:
    """Work out children, periods, spells and spans anew.

    ``authority`` is an ONS code; ``files`` are the ids of the LoadFiles whose rows now count or no
    longer do. Only the children they touch change.
    """
    parameters: dict[str, Any] = {
        "authority": authority,
        "files": list(files),
        "open": OPEN,
        "episodes_kind": EPISODES_KIND,
    }
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {', '.join(f'pg_temp.{table}' for table in SCRATCH)} CASCADE")
        # After a check that was rolled back the planner may take the derived tables for empty still, and then
        # reads a whole table for each row of another. Hashing both serves a hundred rows and a million.
        cursor.execute("SET LOCAL enable_nestloop = off")
        for step in _steps():
            cursor.execute(step, parameters)
        cursor.execute("SET LOCAL enable_nestloop TO DEFAULT")


def derive_everything() -> None:
    """Work out every authority anew, as when the postcode directory has been replaced."""
    current = LoadFile.objects.filter(current=True)
    for authority in current.order_by("authority").values_list("authority_id", flat=True).distinct():
        derive(authority, list(current.filter(authority_id=authority).values_list("pk", flat=True)))
        for follow in (work_out_ledger, *KEPT):
            follow(authority)


def keep_current() -> None:
    """Work out every authority anew when other SQL than today's made what is there, as after an upgrade."""
    ledger = repr(LEDGER.statement("any authority"))
    digest = sha256("".join((*_steps(), ledger, *(kept.sql for kept in KEPT))).encode()).hexdigest()
    if DerivedBy.objects.filter(digest=digest).exists():
        return
    with transaction.atomic():
        derive_everything()
        DerivedBy.objects.all().delete()
        DerivedBy.objects.create(digest=digest)
