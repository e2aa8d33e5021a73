"""Legal status of the children in care, and those whose status is to be looked at every month."""

from django.db.models import Q

from placements.codes import LS
from sufficiency.core.functions import Moment
from sufficiency.core.measure import Better, Measure, Tally

from .build import children, of_in_care
from .relations import EPISODES, FOR_ADOPTION, IN_CARE, NO_BIRTH_DATE, NO_LEGAL_STATUS, NO_PLACE, aged, spans

CARE_ORDERS = ["C1", "C2"]
SECTION_20 = Q(legal_status="V2")
PLACEMENT_ORDER = Q(legal_status="E1")
_REST = [code for code in LS if code not in {*CARE_ORDERS, "V2", "E1", "V3", "V4"}]


def _share(slug: str, title: str, codes: list[str], definition: str) -> Measure:
    return of_in_care(
        slug, title, Better.NEITHER, Q(legal_status__in=codes), NO_LEGAL_STATUS, definition, f"LS {', '.join(codes)}"
    )


CARE_ORDER = _share(
    "care-order-percent", "On a care order", CARE_ORDERS, "are in care by a care order, interim or full"
)
ACCOMMODATED = _share(
    "section-20-percent", "Accommodated under section 20", ["V2"], "are in care by agreement, under section 20"
)
TO_BE_ADOPTED = _share(
    "placement-order-percent", "On a placement order", ["E1"], "are in care with an order that allows adoption"
)
OTHER_STATUS = _share(
    "other-legal-status-percent",
    "Another legal status",
    _REST,
    "are in care by another legal status: remand, police or emergency protection, or a freeing order",
)
LONG_ON_SECTION_20 = children(
    "section-20-under-16-three-months",
    "Under 16 on section 20 for three months",
    Better.LOWER,
    counted=Tally(
        spans("in care, under 16, three months of one status", since=Moment("legal_since", 3), until=aged(16)),
        SECTION_20 & ~NO_BIRTH_DATE,
    ),
    unknown=Tally(IN_CARE, NO_LEGAL_STATUS | SECTION_20 & NO_BIRTH_DATE),
    definition="How many children under 16 have been in care by agreement, under section 20, for three months or "
    "more. Each is to be looked at every month.",
    technical="In care at D, aged under 16, LS V2 and so in each episode of the period back to one that began by D "
    "minus 3 months.",
    source=f"{EPISODES}, header",
)
LONG_ON_PLACEMENT_ORDER = children(
    "placement-order-a-year-not-placed",
    "Placement order for a year and not placed",
    Better.LOWER,
    counted=Tally(
        spans("in care, a year of one status", since=Moment("legal_since", 12)),
        PLACEMENT_ORDER & ~FOR_ADOPTION & ~NO_PLACE,
    ),
    unknown=Tally(IN_CARE, NO_LEGAL_STATUS | PLACEMENT_ORDER & NO_PLACE),
    definition="How many children have had a placement order for a year or more and do not live with adopters yet.",
    technical="In care at D, PLACE known and not A3 to A6, LS E1 and so in each episode of the period back to one "
    "that began by D minus 12 months.",
)
PARENTS_ON_ORDER = children(
    "with-parents-on-care-order",
    "Placed with parents on a care order",
    Better.LOWER,
    counted=Tally(IN_CARE, Q(place="P1", legal_status__in=CARE_ORDERS)),
    unknown=Tally(IN_CARE, NO_PLACE | Q(place="P1") & NO_LEGAL_STATUS),
    definition="How many children live with their own parents while a care order is in force.",
    technical="In care at D with PLACE P1 and LS C1 or C2.",
)

MEASURES: tuple[Measure, ...] = (
    CARE_ORDER,
    ACCOMMODATED,
    TO_BE_ADOPTED,
    OTHER_STATUS,
    LONG_ON_SECTION_20,
    LONG_ON_PLACEMENT_ORDER,
    PARENTS_ON_ORDER,
)
