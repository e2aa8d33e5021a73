"""What follows from the registers of care leavers and the returns, kept in step as part of every change of them."""

from typing import Any

from django.db import connection

from .models import CareLeaver, LeaverSpan

LEAVERS, CONTACTS, ACCOMMODATION, ACTIVITIES, PLANS = (
    "care-leavers",
    "leaver-contacts",
    "leaver-accommodation",
    "leaver-activities",
    "pathway-plans",
)
RETURNS = ("header", "episodes", "uasc")  # of time in care, and of the sex of those in it
FROM = (LEAVERS, CONTACTS, ACCOMMODATION, ACTIVITIES, PLANS, *RETURNS)
SPANS = LeaverSpan._meta.db_table
COLUMNS = ", ".join(str(each.column) for each in LeaverSpan._meta.local_concrete_fields if not each.primary_key)


def derive_leavers(authority: str, entry: Any | None = None) -> None:
    """Work the spans of care leavers anew: of all of an authority, by its code, or of the one that an entry is about.

    An entry that was edited is still about the same care leaver, for that is part of its key.
    """
    of = None if entry is None else entry.reference if isinstance(entry, CareLeaver) else entry.leaver
    with connection.cursor() as cursor:
        cursor.execute(
            f"DELETE FROM {SPANS} WHERE authority_id = %s AND (%s::text IS NULL OR reference = %s)", [authority, of, of]
        )
        cursor.execute(
            f"INSERT INTO {SPANS} ({COLUMNS}) SELECT {COLUMNS} FROM leavers_worked_out(%s, %s)", [authority, of]
        )
