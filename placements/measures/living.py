"""Where and with whom the children in care live on a day."""

from django.db.models import Exists, OuterRef, Q

from sufficiency.core.measure import Better, Measure, Tally, Unit
from sufficiency.core.models import Authority

from .build import children, of_in_care
from .relations import (
    EPISODES,
    FOR_ADOPTION,
    FOSTER,
    IN_CARE,
    NEW_IN_MONTH,
    NEW_PLACEMENTS,
    NO_BIRTH_DATE,
    NO_PLACE,
    UNREGULATED,
    aged,
    spans,
)

OUTSIDE = Q(in_area=False)
AREA_NOT_KNOWN = Q(in_area__isnull=True)
FAR = Q(distance__gt=20)
DISTANCE_NOT_KNOWN = Q(distance__isnull=True)
BORDERING = Q(
    Exists(
        Authority.borders.through.objects.filter(
            from_authority=OuterRef("authority"), to_authority=OuterRef("placement_authority")
        )
    )
)
HOMES = Q(place__in=["K1", "K2"])
AGENCY = FOSTER & Q(place_provider__in=["PR4", "PR5"])
EXTERNAL = Q(place_provider__in=["PR2", "PR3", "PR4", "PR5"])
NO_PROVIDER = Q(place_provider="")

OUT_OF_AREA = of_in_care(
    "out-of-area-percent",
    "Placed outside the area",
    Better.LOWER,
    OUTSIDE,
    AREA_NOT_KNOWN,
    "live outside the council's area",
    "The authority of PL_POST is known and is not the council",
)
OVER_20_MILES = of_in_care(
    "over-20-miles-percent",
    "More than 20 miles from home",
    Better.LOWER,
    FAR,
    DISTANCE_NOT_KNOWN,
    "live more than 20 miles from the home they came from",
    "Straight line between HOME_POST and PL_POST over 20.0 miles",
)
FOSTER_CARE = of_in_care(
    "foster-percent",
    "In foster care",
    Better.HIGHER,
    FOSTER,
    NO_PLACE,
    "live with foster carers",
    "PLACE U1 to U6",
)
IN_HOUSE_FOSTER = of_in_care(
    "in-house-foster-percent",
    "With the council's own foster carers",
    Better.HIGHER,
    FOSTER & Q(place_provider="PR1"),
    NO_PLACE | FOSTER & NO_PROVIDER,
    "live with foster carers approved by the council",
    "PLACE U1 to U6 and PLACE_PROVIDER PR1",
)
AGENCY_FOSTER = of_in_care(
    "agency-foster-percent",
    "With an independent fostering agency",
    Better.NEITHER,
    AGENCY,
    NO_PLACE | FOSTER & NO_PROVIDER,
    "live with foster carers of an independent agency",
    "PLACE U1 to U6 and PLACE_PROVIDER PR4 or PR5",
    told_with=(Tally(IN_CARE, FOSTER), IN_HOUSE_FOSTER.numerator),
)
CONNECTED_FOSTER = of_in_care(
    "connected-foster-percent",
    "Fostered by a relative or friend",
    Better.HIGHER,
    Q(place__in=["U1", "U2", "U3"]),
    NO_PLACE,
    "are fostered by a relative or friend",
    "PLACE U1, U2 or U3",
)
LONG_TERM_FOSTER = of_in_care(
    "long-term-foster-percent",
    "In long-term foster care",
    Better.HIGHER,
    Q(place__in=["U1", "U4"]),
    NO_PLACE,
    "live with foster carers who are to look after them until they are grown up",
    "PLACE U1 or U4",
)
CHILDRENS_HOME = of_in_care(
    "childrens-home-percent",
    "In a children's home",
    Better.LOWER,
    HOMES,
    NO_PLACE,
    "live in a children's home",
    "PLACE K1 or K2",
)
RESIDENTIAL = of_in_care(
    "residential-percent",
    "In residential care of any kind",
    Better.LOWER,
    Q(place__in=["K1", "K2", "R1", "R3", "S1"]),
    NO_PLACE,
    "live in a children's home, a care home, a family centre or a residential school. Hospital, custody and "
    "supported or independent accommodation are not counted",
    "PLACE K1, K2, R1, R3 or S1",
)
SUPPORTED_ACCOMMODATION = of_in_care(
    "supported-accommodation-percent",
    "In supported or independent accommodation",
    Better.NEITHER,
    Q(place__in=["K3", "H5", "P2"]),
    NO_PLACE,
    "live in supported or independent accommodation",
    "PLACE K3, H5 or P2",
)
WITH_PARENTS = of_in_care(
    "with-parents-percent",
    "Placed with parents",
    Better.NEITHER,
    Q(place="P1"),
    NO_PLACE,
    "live with their own parents",
    "PLACE P1",
)
PLACED_FOR_ADOPTION = of_in_care(
    "placed-for-adoption-percent",
    "Placed for adoption",
    Better.NEITHER,
    FOR_ADOPTION,
    NO_PLACE,
    "live with the family that hopes to adopt them",
    "PLACE A3, A4, A5 or A6",
)
OWN_PROVISION = of_in_care(
    "own-provision-percent",
    "In the council's own provision",
    Better.HIGHER,
    Q(place_provider="PR1"),
    NO_PROVIDER,
    "live with foster carers, in homes or in other places of the council's own",
    "PLACE_PROVIDER PR1, whatever PLACE",
)
UNREGULATED_PLACEMENTS = children(
    "unregulated-placements",
    "Unregulated placements",
    Better.LOWER,
    counted=Tally(IN_CARE, UNREGULATED),
    unknown=Tally(IN_CARE, NO_PLACE),
    definition="How many children in care live in independent or semi-independent accommodation that nobody inspects.",
    technical="In care at D with PLACE H5 or P2.",
)
UNREGULATED_UNDER_16 = children(
    "unregulated-under-16",
    "Unregulated placements of children under 16",
    Better.LOWER,
    counted=Tally(spans("in care, under 16", until=aged(16)), UNREGULATED & ~NO_BIRTH_DATE),
    unknown=Tally(IN_CARE, NO_PLACE | UNREGULATED & NO_BIRTH_DATE),
    definition="How many children under 16 live in independent or semi-independent accommodation that nobody inspects. "
    "There should be none.",
    technical="In care at D with PLACE H5 or P2, aged under 16 on D.",
    source=f"{EPISODES}, header",
)


def _outside(slug: str, title: str, among: Q, definition: str, technical: str) -> Measure:
    """Of the children in one kind of placement, the share outside the area."""
    return Measure(
        slug=slug,
        title=title,
        definition=f"Of the children in care who live {definition} on the day, how many in a hundred live outside the "
        "council's area.",
        technical=f"The authority of PL_POST is known and is not the council / children in care with {technical} by "
        "the episode that covers the day.",
        source=EPISODES,
        unit=Unit.PERCENT,
        better=Better.LOWER,
        numerator=Tally(IN_CARE, among & OUTSIDE),
        denominator=Tally(IN_CARE, among),
        unknown=Tally(IN_CARE, among & AREA_NOT_KNOWN),
    )


FOSTER_OUTSIDE = _outside(
    "foster-out-of-area-percent", "Foster care outside the area", FOSTER, "with foster carers", "PLACE U1 to U6"
)
HOMES_OUTSIDE = _outside(
    "childrens-home-out-of-area-percent",
    "Children's homes outside the area",
    HOMES,
    "in a children's home",
    "PLACE K1 or K2",
)
UNREGULATED_OUTSIDE = _outside(
    "unregulated-out-of-area-percent",
    "Unregulated placements outside the area",
    UNREGULATED,
    "in an unregulated placement",
    "PLACE H5 or P2",
)
BORDERING_AUTHORITY = Measure(
    slug="bordering-authority-percent",
    title="Outside the area, in a bordering authority",
    definition="Of the children in care who live outside the council's area on the day, how many in a hundred live "
    "in an authority that borders it.",
    technical="The authority of PL_POST borders the council / children in care at D whose placement authority is known "
    "and is not the council. Borders are those of today (fixtures/README.md).",
    source=EPISODES,
    unit=Unit.PERCENT,
    better=Better.HIGHER,
    numerator=Tally(IN_CARE, OUTSIDE & BORDERING),
    denominator=Tally(IN_CARE, OUTSIDE),
)
EXTERNAL_BORDERING = Measure(
    slug="external-bordering-authority-percent",
    title="External placements outside the area, in a bordering authority",
    definition="Of the children in care who live with another provider than the council and outside its area on the "
    "day, how many in a hundred live in an authority that borders it.",
    technical="The authority of PL_POST borders the council / children in care at D with PLACE_PROVIDER PR2 to PR5 "
    "whose placement authority is known and is not the council. Borders are those of today (fixtures/README.md).",
    source=EPISODES,
    unit=Unit.PERCENT,
    better=Better.HIGHER,
    numerator=Tally(IN_CARE, EXTERNAL & OUTSIDE & BORDERING),
    denominator=Tally(IN_CARE, EXTERNAL & OUTSIDE),
)
EXTERNAL_IN_AREA = Measure(
    slug="external-in-area-percent",
    title="External placements inside the area",
    definition="Of the children in care who live with another provider than the council on the day, how many in a "
    "hundred live inside the council's area.",
    technical="The authority of PL_POST is the council / children in care at D with PLACE_PROVIDER PR2 to PR5: neither "
    "the council's own nor the parents.",
    source=EPISODES,
    unit=Unit.PERCENT,
    better=Better.HIGHER,
    numerator=Tally(IN_CARE, EXTERNAL & Q(in_area=True)),
    denominator=Tally(IN_CARE, EXTERNAL),
    unknown=Tally(IN_CARE, EXTERNAL & AREA_NOT_KNOWN),
)
NEW_OUTSIDE = Measure(
    slug="new-placements-out-of-area-percent",
    title="New placements outside the area",
    definition="Of the placements that began in the twelve months up to the day, how many in a hundred were outside "
    "the council's area.",
    technical="The authority of PL_POST of the first episode is known and is not the council / placement spells that "
    "began in the year to D, those whose first episode is a temporary move (PLACE T0 to T4) or lasted less than a "
    "day left out.",
    source=EPISODES,
    unit=Unit.PERCENT,
    better=Better.LOWER,
    numerator=Tally(NEW_PLACEMENTS, OUTSIDE),
    denominator=Tally(NEW_PLACEMENTS),
    unknown=Tally(NEW_PLACEMENTS, AREA_NOT_KNOWN),
)


def _begun_in_month(slug: str, title: str, where: str, technical: str, counted: Tally) -> Measure:
    """How many placements began in a month, whoever moved and however often."""
    return Measure(
        slug=slug,
        title=title,
        definition=f"How many placements of children in care began in the month up to the day{where}. Short stays such "
        "as holidays and hospital are not counted.",
        technical=f"Placement spells that began in the month to D{technical}, those whose first episode is a temporary "
        "move (PLACE T0 to T4) or lasted less than a day left out.",
        source=EPISODES,
        unit=Unit.PLACEMENTS,
        better=Better.NEITHER,
        numerator=counted,
    )


BEGUN_IN_MONTH = _begun_in_month(
    "placements-begun-in-month", "Placements begun in the month", "", "", Tally(NEW_IN_MONTH)
)
BEGUN_OUTSIDE_IN_MONTH = _begun_in_month(
    "placements-begun-out-of-area-in-month",
    "Placements begun outside the area in the month",
    " outside the council's area",
    ", the authority of PL_POST of the first episode being known and not the council",
    Tally(NEW_IN_MONTH, OUTSIDE),
)

MEASURES: tuple[Measure, ...] = (
    OUT_OF_AREA,
    OVER_20_MILES,
    BORDERING_AUTHORITY,
    FOSTER_OUTSIDE,
    HOMES_OUTSIDE,
    UNREGULATED_OUTSIDE,
    EXTERNAL_IN_AREA,
    EXTERNAL_BORDERING,
    NEW_OUTSIDE,
    BEGUN_IN_MONTH,
    BEGUN_OUTSIDE_IN_MONTH,
    FOSTER_CARE,
    IN_HOUSE_FOSTER,
    AGENCY_FOSTER,
    CONNECTED_FOSTER,
    LONG_TERM_FOSTER,
    CHILDRENS_HOME,
    RESIDENTIAL,
    SUPPORTED_ACCOMMODATION,
    WITH_PARENTS,
    PLACED_FOR_ADOPTION,
    OWN_PROVISION,
    UNREGULATED_PLACEMENTS,
    UNREGULATED_UNDER_16,
)
