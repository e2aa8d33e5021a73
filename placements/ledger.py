"""The ledger of children in care: what the overview and the series that boards look at first are added up from."""

from typing import Any

from sufficiency.core.ledger import Ledger
from sufficiency.core.measure import Tally

from .measures.build import EVERYBODY
from .measures.living import AREA_NOT_KNOWN, DISTANCE_NOT_KNOWN, FAR, OUTSIDE
from .measures.relations import FOSTER, IN_CARE, KINDS, NO_PLACE
from .models import CareChange

FROM = KINDS
LEDGER = Ledger(
    IN_CARE,
    CareChange,
    {
        EVERYBODY: "in_care",
        Tally(IN_CARE, OUTSIDE): "outside",
        Tally(IN_CARE, AREA_NOT_KNOWN): "area_not_known",
        Tally(IN_CARE, FOSTER): "fostered",
        Tally(IN_CARE, NO_PLACE): "place_not_known",
        Tally(IN_CARE, FAR): "over_20_miles",
        Tally(IN_CARE, DISTANCE_NOT_KNOWN): "distance_not_known",
    },
)


def work_out_ledger(authority: str, _entry: Any | None = None) -> None:
    """Work the ledger of an authority out anew; its spans are up to date."""
    LEDGER.work_out(authority)
