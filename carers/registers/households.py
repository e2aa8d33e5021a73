"""The registers of fostering households, of what they are approved for, and of whether they can take a child."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import Q

from carers.models import Approval, ApprovalRow, Household, HouseholdRow, Status, StatusRow
from carers.places import household_on
from sufficiency.extracts.kinds import Check, Scan
from sufficiency.extracts.problems import Severity
from sufficiency.registers.register import Flag, Reference, Register

WITHOUT_REASON = "It is not said why the household is on hold: give a reason."
HOLDS_WITH_REASON = Scan(
    rows=f"SELECT * FROM {StatusRow._meta.db_table} WHERE file_id = %(file)s",
    checks=(
        Check(
            "on-hold-without-reason",
            Severity.WARNING,
            "REASON",
            WITHOUT_REASON,
            where=f"status = '{Status.Status.ON_HOLD}' AND reason = ''",
        ),
    ),
)


def _review_overdue(day: date) -> Q:
    return Q(review_due__lt=day) & (Q(approved_to=None) | Q(approved_to__gt=day))


def _places(household: Household, day: date) -> tuple[tuple[str, str], ...]:
    """What its places come to, while it is approved."""
    held = household_on(household, day)
    if held is None:
        return ()
    over = f"; {held.over_by} more than approved for" if held.over_by else ""
    said = f"{held.filled} filled, {held.vacant} vacant, {held.not_available} not available, of {held.approved}{over}"
    return (("Places today", said),)


def _unexplained(values: Mapping[str, Any]) -> tuple[str, ...]:
    return (WITHOUT_REASON,) if values["status"] == Status.Status.ON_HOLD and not values["reason"] else ()


HOUSEHOLDS = Register(
    slug="fostering-households",
    title="Fostering households",
    one="fostering household",
    about="Everybody whom the council has approved to foster, mainstream carers and connected persons.",
    model=Household,
    rows=HouseholdRow,
    columns=("reference", "kind", "locality", "approved_from", "approved_to", "review_due"),
    filters=("kind", "locality", "hub", "reason_ended", "retained", "delegated_authority"),
    search=("reference", "locality", "hub"),
    period=("approved_from", "approved_to"),
    tally="kind",
    flags=(Flag("review-overdue", "Review overdue", _review_overdue),),
    worked_out=_places,
)
APPROVALS = Register(
    slug="fostering-approvals",
    title="Fostering approvals",
    one="approval",
    about="What each household is approved for. An approval holds until the household's next.",
    model=Approval,
    rows=ApprovalRow,
    columns=("household", "approved_on", "children", "age_from", "age_to", "sex", "kinds"),
    filters=("kinds", "sex"),
    search=("household",),
    period=("approved_on",),
    references=(Reference(HOUSEHOLDS, ("household",), is_part=True),),
)
STATUSES = Register(
    slug="fostering-statuses",
    title="Fostering statuses",
    one="status",
    about="Whether each household can take a child. A status holds until the household's next.",
    model=Status,
    rows=StatusRow,
    columns=("household", "since", "status", "places_not_available", "reason"),
    filters=("status",),
    search=("household", "reason"),
    period=("since",),
    tally="status",
    references=(Reference(HOUSEHOLDS, ("household",), is_part=True),),
    scans=(HOLDS_WITH_REASON,),
    odd=_unexplained,
)
