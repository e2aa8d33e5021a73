"""The register of which child lives with which fostering household."""

from carers.models import FosterPlacement, FosterPlacementRow
from placements.registers.known import child_known
from sufficiency.extracts.kinds import Check, Scan
from sufficiency.extracts.problems import Severity
from sufficiency.registers.register import Reference, Register

from .households import HOUSEHOLDS

IN_TURN = Scan(
    rows=f"""
        SELECT *, max(coalesce(left_on, 'infinity')) OVER (
            PARTITION BY child ORDER BY placed_on ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS elsewhere_until
        FROM {FosterPlacementRow._meta.db_table} WHERE file_id = %(file)s""",
    checks=(
        Check(
            "in-two-households",
            Severity.WARNING,
            "PLACED_ON",
            "The child still lives with another household on that day, so both count a place as filled: enter "
            "LEFT_ON of the earlier, or correct the dates.",
            where="elsewhere_until > placed_on",
            value="to_char(placed_on, 'DD/MM/YYYY')",
        ),
    ),
)
FOSTER_PLACEMENTS = Register(
    slug="foster-placements",
    title="Foster placements",
    one="foster placement",
    about="Which child lives with which of the council's fostering households.",
    model=FosterPlacement,
    rows=FosterPlacementRow,
    columns=("child", "household", "placed_on", "left_on"),
    search=("child", "household"),
    period=("placed_on", "left_on"),
    references=(Reference(HOUSEHOLDS, ("household",), is_part=True),),
    scans=(child_known(FosterPlacementRow), IN_TURN),
)
