"""What follows from the registers of fostering, kept in step with them inside the transaction that changes them."""

from typing import Any

from django.db import connection

from .models import Household, HouseholdSpan

FROM = ("fostering-households", "fostering-approvals", "fostering-statuses", "foster-placements")
SPANS = HouseholdSpan._meta.db_table
COLUMNS = ", ".join(str(each.column) for each in HouseholdSpan._meta.local_concrete_fields if not each.primary_key)


def derive_households(authority: str, entry: Any | None = None) -> None:
    """Work the spans of households anew: of all of an authority, by its code, or of the one that an entry is about.

    An entry that was edited is still about the same household, for that is part of its key.
    """
    of = None if entry is None else entry.reference if isinstance(entry, Household) else entry.household
    with connection.cursor() as cursor:
        cursor.execute(
            f"DELETE FROM {SPANS} WHERE authority_id = %s AND (%s::text IS NULL OR reference = %s)", [authority, of, of]
        )
        cursor.execute(
            f"INSERT INTO {SPANS} ({COLUMNS}) SELECT {COLUMNS} FROM carers_worked_out(%s, %s)", [authority, of]
        )
