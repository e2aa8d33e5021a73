"""Measures of children in care and of their placements: pure reads of the derived tables.

The words they use, and how doubtful cases are read: docs/definitions.md.
"""

from django.db.models import F, Q
from django.db.models.functions import Least

from sufficiency.core.measure import Better, Measure, Relation, Tally, Unit

from .models import CarePeriod, EpisodeSpan, PlacementCount
from .rates import PopulationRate, UnderlyingChange

EPISODES = "SSDA903 return: episodes"
KINDS = ("header", "episodes", "uasc")  # the children, periods and spells that are counted follow from these files

IN_CARE = Relation("in care", EpisodeSpan.objects.all, filterable=True, kinds=KINDS)
IN_CARE_AS_UASC = Relation(
    "in care as UASC",
    lambda: EpisodeSpan.objects.filter(child__uasc_until__isnull=False).annotate(
        uasc_ends=Least(F("ends"), F("child__uasc_until"))
    ),
    ends="uasc_ends",
    kinds=KINDS,
)
STARTED = Relation("started in the year", CarePeriod.objects.all, "starts", "started_until", kinds=KINDS)
CEASED = Relation("ceased in the year", CarePeriod.objects.all, "ends", "ceased_until", kinds=KINDS)
LONG_TERM = Relation("long in care", EpisodeSpan.objects.all, "long_term_from", "long_term_until", kinds=KINDS)
STABLE = Relation(
    "long in care, same placement", EpisodeSpan.objects.all, "stable_from", "long_term_until", kinds=KINDS
)
PLACEMENTS_IN_YEAR = Relation("placements in the year", PlacementCount.objects.all, kinds=KINDS)

FOSTER = Q(place__in=["U1", "U2", "U3", "U4", "U5", "U6"])
NO_PLACE = Q(place="")
NO_BIRTH_DATE = Q(child__date_of_birth__isnull=True)

everybody = Tally(IN_CARE)
ceased = Tally(CEASED)


def _of_in_care(  # noqa: PLR0913, PLR0917 - one argument for each thing such a measure declares
    slug: str, title: str, better: Better, where: Q, unknown: Q, definition: str, technical: str
) -> Measure:
    """A share of the children in care, by the episode that covers the day."""
    return Measure(
        slug=slug,
        title=title,
        definition=definition,
        technical=f"{technical} / children in care, by the episode that covers the day.",
        source=EPISODES,
        unit=Unit.PERCENT,
        better=better,
        numerator=Tally(IN_CARE, where),
        denominator=everybody,
        unknown=Tally(IN_CARE, unknown),
    )


def _of_ceased(slug: str, title: str, codes: list[str], definition: str) -> Measure:
    """A share of the children who ceased to be in care in the year, by the reason of their last exit."""
    return Measure(
        slug=slug,
        title=title,
        definition=definition,
        technical=f"Last REC is {', '.join(codes)} / children who ceased in the year to the day.",
        source=EPISODES,
        unit=Unit.PERCENT,
        better=Better.HIGHER,
        numerator=Tally(CEASED, Q(reason_ceased__in=codes)),
        denominator=ceased,
        # X1 says that another episode follows: as the last reason of a period it says nothing.
        unknown=Tally(CEASED, Q(reason_ceased__in=["", "X1"])),
    )


CHILDREN_IN_CARE = Measure(
    slug="children-in-care",
    title="Children in care",
    definition="How many children are in the council's care on the day. Short breaks are not counted.",
    technical="Distinct children with an episode that covers the day (DECOM <= D, DEC blank or > D), LS not V3 or V4.",
    source=EPISODES,
    unit=Unit.CHILDREN,
    better=Better.LOWER,
    numerator=everybody,
)
CARE_RATE = PopulationRate(
    slug="care-rate-per-10000",
    title="Children in care per 10,000",
    definition="Of every 10,000 children who live in the area, how many are in the council's care on the day.",
    technical="Children in care x 10,000 / population aged 0 to 17: in the reporting year that ends on 31 March Y the "
    "estimate for mid-year Y-1, or the latest earlier one.",
    source=f"{EPISODES}; population estimates",
    unit=Unit.PER_10000,
    better=Better.LOWER,
    numerator=everybody,
)
STARTED_IN_YEAR = Measure(
    slug="started-in-year",
    title="Started in care in the year",
    definition="How many children came into the council's care in the twelve months up to the day.",
    technical="Distinct children with a period of care that starts in the year to D.",
    source=EPISODES,
    unit=Unit.CHILDREN,
    better=Better.LOWER,
    numerator=Tally(STARTED),
)
CEASED_IN_YEAR = Measure(
    slug="ceased-in-year",
    title="Left care in the year",
    definition="How many children left the council's care in the twelve months up to the day.",
    technical="Distinct children with a period of care that ceases in the year to D; a child who ceased twice counts "
    "once, with the last exit.",
    source=EPISODES,
    unit=Unit.CHILDREN,
    better=Better.NEITHER,
    numerator=ceased,
)
CEASED_AT_18 = Measure(
    slug="ceased-at-18-in-year",
    title="Left care at 18 in the year",
    definition="How many of those who left care in the twelve months up to the day had turned 18.",
    technical="Those of ceased-in-year whose last exit in the year is on or after their 18th birthday.",
    source=f"{EPISODES}, header",
    unit=Unit.CHILDREN,
    better=Better.NEITHER,
    numerator=Tally(CEASED, Q(ceased_at_18=True)),
    unknown=Tally(CEASED, NO_BIRTH_DATE),
)
UNDERLYING_CHANGE = UnderlyingChange(
    slug="underlying-change-in-year",
    title="Underlying change in the year",
    definition="How much the number of children in care grew in twelve months, leaving out those who turned 18.",
    technical="started-in-year - (ceased-in-year - ceased-at-18-in-year).",
    source=f"{EPISODES}, header",
    unit=Unit.CHILDREN,
    better=Better.LOWER,
    numerator=Tally(STARTED),
    ceased_earlier=Tally(CEASED, Q(ceased_at_18=False) | NO_BIRTH_DATE),
    unknown=Tally(CEASED, NO_BIRTH_DATE),
)
UASC_IN_CARE = Measure(
    slug="uasc-in-care",
    title="Unaccompanied asylum-seeking children",
    definition="How many of the children in care came to the country alone to seek asylum.",
    technical="In care at D with a UASC record whose DUC is blank or after D.",
    source=f"{EPISODES}, uasc",
    unit=Unit.CHILDREN,
    better=Better.NEITHER,
    numerator=Tally(IN_CARE_AS_UASC),
)
ADOPTED = _of_ceased(
    "adopted-percent",
    "Left care by adoption",
    ["E11", "E12"],
    "Of the children who left care in the twelve months up to the day, how many in a hundred were adopted.",
)
SPECIAL_GUARDIANSHIP = _of_ceased(
    "sgo-percent",
    "Left care to a special guardian",
    ["E45", "E46", "E47", "E48", "E43", "E44"],
    "Of the children who left care in the twelve months up to the day, how many in a hundred went to a special "
    "guardian.",
)
RETURNED_HOME = _of_ceased(
    "returned-home-percent",
    "Left care to go home",
    ["E4A", "E4B", "E4"],
    "Of the children who left care in the twelve months up to the day, how many in a hundred went home to live with "
    "a parent.",
)

OUT_OF_AREA = _of_in_care(
    "out-of-area-percent",
    "Placed outside the area",
    Better.LOWER,
    Q(in_area=False),
    Q(in_area__isnull=True),
    "Of the children in care on the day, how many in a hundred live outside the council's area.",
    "The authority of PL_POST is known and is not the council",
)
OVER_20_MILES = _of_in_care(
    "over-20-miles-percent",
    "More than 20 miles from home",
    Better.LOWER,
    Q(distance__gt=20),
    Q(distance__isnull=True),
    "Of the children in care on the day, how many in a hundred live more than 20 miles from where they came from.",
    "Straight line between HOME_POST and PL_POST over 20.0 miles",
)
FOSTER_CARE = _of_in_care(
    "foster-percent",
    "In foster care",
    Better.HIGHER,
    FOSTER,
    NO_PLACE,
    "Of the children in care on the day, how many in a hundred live with foster carers.",
    "PLACE U1 to U6",
)
IN_HOUSE_FOSTER = _of_in_care(
    "in-house-foster-percent",
    "With the council's own foster carers",
    Better.HIGHER,
    FOSTER & Q(place_provider="PR1"),
    NO_PLACE | FOSTER & Q(place_provider=""),
    "Of the children in care on the day, how many in a hundred live with foster carers approved by the council.",
    "PLACE U1 to U6 and PLACE_PROVIDER PR1",
)
AGENCY_FOSTER = _of_in_care(
    "agency-foster-percent",
    "With an independent fostering agency",
    Better.NEITHER,
    FOSTER & Q(place_provider__in=["PR4", "PR5"]),
    NO_PLACE | FOSTER & Q(place_provider=""),
    "Of the children in care on the day, how many in a hundred live with foster carers of an independent agency.",
    "PLACE U1 to U6 and PLACE_PROVIDER PR4 or PR5",
)
CONNECTED_FOSTER = _of_in_care(
    "connected-foster-percent",
    "Fostered by a relative or friend",
    Better.HIGHER,
    Q(place__in=["U1", "U2", "U3"]),
    NO_PLACE,
    "Of the children in care on the day, how many in a hundred are fostered by a relative or friend.",
    "PLACE U1, U2 or U3",
)
CHILDRENS_HOME = _of_in_care(
    "childrens-home-percent",
    "In a children's home",
    Better.LOWER,
    Q(place__in=["K1", "K2"]),
    NO_PLACE,
    "Of the children in care on the day, how many in a hundred live in a children's home.",
    "PLACE K1 or K2",
)
SUPPORTED_ACCOMMODATION = _of_in_care(
    "supported-accommodation-percent",
    "In supported or independent accommodation",
    Better.NEITHER,
    Q(place__in=["K3", "H5", "P2"]),
    NO_PLACE,
    "Of the children in care on the day, how many in a hundred live in supported or independent accommodation.",
    "PLACE K3, H5 or P2",
)
WITH_PARENTS = _of_in_care(
    "with-parents-percent",
    "Placed with parents",
    Better.NEITHER,
    Q(place="P1"),
    NO_PLACE,
    "Of the children in care on the day, how many in a hundred live with their own parents.",
    "PLACE P1",
)
PLACED_FOR_ADOPTION = _of_in_care(
    "placed-for-adoption-percent",
    "Placed for adoption",
    Better.NEITHER,
    Q(place__in=["A3", "A4", "A5", "A6"]),
    NO_PLACE,
    "Of the children in care on the day, how many in a hundred live with the family that hopes to adopt them.",
    "PLACE A3, A4, A5 or A6",
)
UNREGULATED = Measure(
    slug="unregulated-placements",
    title="Unregulated placements",
    definition="How many children in care live in independent or semi-independent accommodation that nobody inspects.",
    technical="In care at D with PLACE H5 or P2.",
    source=EPISODES,
    unit=Unit.CHILDREN,
    better=Better.LOWER,
    numerator=Tally(IN_CARE, Q(place__in=["H5", "P2"])),
    unknown=Tally(IN_CARE, NO_PLACE),
)
THREE_PLUS_PLACEMENTS = Measure(
    slug="three-plus-placements-percent",
    title="Three or more placements in a year",
    definition="Of the children in care on the day, how many in a hundred have lived in three or more placements in "
    "the twelve months up to it. Short stays such as holidays and hospital are not counted.",
    technical="Children with 3 or more placement spells that cover a day of the year to D, spells of temporary moves "
    "(PLACE T0 to T4) and of less than a day left out / children in care.",
    source=EPISODES,
    unit=Unit.PERCENT,
    better=Better.LOWER,
    numerator=Tally(PLACEMENTS_IN_YEAR, Q(placements__gte=3)),
    denominator=everybody,
)
LONG_TERM_STABILITY = Measure(
    slug="long-term-stability-percent",
    title="Same placement for two years",
    definition="Of the children under 16 who have been in care for two and a half years or more, how many in a hundred "
    "have lived in the same placement for two years or more, or are placed for adoption.",
    technical="Current placement spell began by D minus 2 years, or PLACE A3 to A6 and the spell before it in the "
    "period did / in care at D, under 16, current period of care began by D minus 30 months. Right from 30 months "
    "after the first loaded return begins.",
    source=f"{EPISODES}, header",
    unit=Unit.PERCENT,
    better=Better.HIGHER,
    numerator=Tally(STABLE, ~NO_BIRTH_DATE),
    denominator=Tally(LONG_TERM, ~NO_BIRTH_DATE),
    unknown=Tally(LONG_TERM, NO_BIRTH_DATE),
)

MEASURES = (
    CHILDREN_IN_CARE,
    CARE_RATE,
    STARTED_IN_YEAR,
    CEASED_IN_YEAR,
    CEASED_AT_18,
    UNDERLYING_CHANGE,
    UASC_IN_CARE,
    ADOPTED,
    SPECIAL_GUARDIANSHIP,
    RETURNED_HOME,
    OUT_OF_AREA,
    OVER_20_MILES,
    FOSTER_CARE,
    IN_HOUSE_FOSTER,
    AGENCY_FOSTER,
    CONNECTED_FOSTER,
    CHILDRENS_HOME,
    SUPPORTED_ACCOMMODATION,
    WITH_PARENTS,
    PLACED_FOR_ADOPTION,
    UNREGULATED,
    THREE_PLUS_PLACEMENTS,
    LONG_TERM_STABILITY,
)
