"""The register of what the council pays for placements."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Q

from placements.models import PlacementCost, PlacementCostRow
from placements.models.costs import LEAST_USUAL, MOST_USUAL, PARTS
from sufficiency.extracts.kinds import Check, Scan
from sufficiency.extracts.problems import Severity
from sufficiency.registers.register import Flag, Reference, Register

from .contracts import CONTRACTS
from .known import child_known

TOTAL = " + ".join(f"coalesce({part}, 0)" for part in PARTS)
CONTRIBUTED = "coalesce(health_contribution, 0) + coalesce(education_contribution, 0)"

UNUSUAL = (
    f"The parts come to £{{0}} a week, and usual totals are from £{LEAST_USUAL} to £{MOST_USUAL:,}: "
    "check that no amount is by the day, month or year."
)
OVER_TOTAL = "Health and education pay £{0} a week of a total of £{1}: correct the contributions or the parts."

AMOUNTS = Scan(
    rows=f"""
        SELECT *, {TOTAL} AS total, {CONTRIBUTED} AS contributed
        FROM {PlacementCostRow._meta.db_table} WHERE file_id = %(file)s""",
    checks=(
        Check(
            "unusual-total",
            Severity.WARNING,
            "CORE",
            UNUSUAL,
            where=f"total NOT BETWEEN {LEAST_USUAL} AND {MOST_USUAL}",
            value="core::text",
            details=("total",),
        ),
        Check(
            "contributions-over-total",
            Severity.WARNING,
            "HEALTH_CONTRIBUTION",
            OVER_TOTAL,
            where="contributed > total",
            value="health_contribution::text",
            details=("contributed", "total"),
        ),
    ),
)
IN_TURN = Scan(
    rows=f"""
        SELECT *, max(coalesce(paid_to, 'infinity')) OVER (
            PARTITION BY child ORDER BY paid_from ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS paid_until
        FROM {PlacementCostRow._meta.db_table} WHERE file_id = %(file)s""",
    checks=(
        Check(
            "overlapping-costs",
            Severity.WARNING,
            "PAID_FROM",
            "An earlier amount for the child is still paid on that day, so both count: enter PAID_TO of the earlier, "
            "or correct the dates.",
            where="paid_until > paid_from",
            value="to_char(paid_from, 'DD/MM/YYYY')",
        ),
        Check(
            "a-day-unpaid",
            Severity.WARNING,
            "PAID_FROM",
            "The amount before ended on the day before, which is then not paid for: PAID_TO is the first day that is "
            "no longer paid for.",
            where="paid_until = paid_from - 1",
            value="to_char(paid_from, 'DD/MM/YYYY')",
        ),
    ),
)


def _odd(values: Mapping[str, Any]) -> Iterator[str]:
    """What looks wrong about an amount, as the checks of files say it."""
    total = sum(values[part] or 0 for part in PARTS)
    contributed = (values["health_contribution"] or 0) + (values["education_contribution"] or 0)
    if not LEAST_USUAL <= total <= MOST_USUAL:
        yield UNUSUAL.format(f"{total:,.2f}")
    if contributed > total:
        yield OVER_TOTAL.format(f"{contributed:,.2f}", f"{total:,.2f}")


def _worked_out(held: PlacementCost, _day: date) -> Sequence[tuple[str, str]]:
    contributed = (held.health_contribution or 0) + (held.education_contribution or 0)
    return (
        ("Total", f"£{held.total:,.2f}"),
        ("Left for the council's care budget", f"£{held.total - contributed:,.2f}"),
    )


def _unusual(_day: date) -> Q:
    return Q(total__lt=LEAST_USUAL) | Q(total__gt=MOST_USUAL)


COSTS = Register(
    slug="placement-costs",
    title="Placement costs",
    one="placement cost",
    about="What is paid for each child's placement, in pounds a week without VAT, and who contributes.",
    model=PlacementCost,
    rows=PlacementCostRow,
    columns=("child", "paid_from", "paid_to", "core", "additional_support", "education", "other", "total"),
    filters=("contract",),
    search=("child", "contract"),
    period=("paid_from", "paid_to"),
    references=(Reference(CONTRACTS, ("contract",)),),
    flags=(Flag("unusual-total", "Unusual total", _unusual),),
    worked_out=_worked_out,
    odd=lambda values: tuple(_odd(values)),
    scans=(AMOUNTS, IN_TURN, child_known(PlacementCostRow)),
)
REGISTERS = (COSTS,)
