"""Children in care on a day: how many, who they are, and how long they have been in care."""

from django.db.models import Q

from placements.dimensions import ETHNIC_GROUPS
from placements.rates import PopulationRate
from sufficiency.core.functions import Moment
from sufficiency.core.measure import Better, Measure, Tally, Unit

from .build import BY_EPISODE, EVERYBODY, children, of_in_care, since_or_until
from .relations import EPISODES, IN_CARE, IN_CARE_AS_UASC, NO_BIRTH_DATE, aged, spans

MINORITY_ETHNIC = [code for group, codes in ETHNIC_GROUPS.items() if group != "White" for code in codes]

CHILDREN_IN_CARE = children(
    "children-in-care",
    "Children in care",
    Better.LOWER,
    counted=EVERYBODY,
    definition="How many children are in the council's care on the day. Short breaks are not counted.",
    technical="Distinct children with an episode that covers the day (DECOM <= D, DEC blank or > D), LS not V3 or V4.",
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
    numerator=EVERYBODY,
)
UASC_IN_CARE = children(
    "uasc-in-care",
    "Unaccompanied asylum-seeking children",
    Better.NEITHER,
    counted=Tally(IN_CARE_AS_UASC),
    definition="How many of the children in care came to the country alone to seek asylum.",
    technical="In care at D with a UASC record whose DUC is blank or after D.",
    source=f"{EPISODES}, uasc",
)
UASC_SHARE = Measure(
    slug="uasc-percent",
    title="Unaccompanied asylum-seeking children, share",
    definition="Of the children in care on the day, how many in a hundred came to the country alone to seek asylum.",
    technical=f"UASC record whose DUC is blank or after D / {BY_EPISODE}.",
    source=f"{EPISODES}, uasc",
    unit=Unit.PERCENT,
    better=Better.NEITHER,
    numerator=Tally(IN_CARE_AS_UASC),
    denominator=EVERYBODY,
)


def _aged(slug: str, title: str, low: int, high: int | None, definition: str) -> Measure:
    """A share by age: ``low`` to below ``high``, in completed years."""
    relation = spans(f"in care, {title.lower()}", since=aged(low) if low else None, until=aged(high) if high else None)
    bounds = f"{low} or over" if high is None else f"under {high}" if not low else f"{low} to {high - 1}"
    return since_or_until(
        slug, title, relation, by_age=True, definition=definition, technical=f"Aged {bounds} on D by DOB"
    )


UNDER_5 = _aged("under-5-percent", "Under 5", 0, 5, "are under 5")
AGED_13 = _aged("aged-13-over-percent", "Aged 13 or over", 13, None, "are 13 or older")
AGED_16_17 = _aged("aged-16-17-percent", "Aged 16 and 17", 16, 18, "are 16 or 17")
TURNING_18 = children(
    "turning-18-in-coming-year",
    "Turn 18 in the coming year",
    Better.NEITHER,
    counted=Tally(spans("in care, aged 17", since=aged(17), until=aged(18)), ~NO_BIRTH_DATE),
    unknown=Tally(IN_CARE, NO_BIRTH_DATE),
    definition="How many of the children in care on the day will turn 18 in the twelve months after it.",
    technical="In care at D, aged 17 on D by DOB: the 18th birthday is after D and no later than twelve months "
    "after it.",
    source=f"{EPISODES}, header",
)


def _in_care_for(slug: str, title: str, definition: str, *, under: int = 0, over: int = 0) -> Measure:
    """A share by the months since the current period of care began: ``under`` so many, or ``over`` so many or more."""
    since = Moment("in_care_since", over) if over else None
    until = Moment("in_care_since", under) if under else None
    bound = f"less than {under} months before D" if under else f"{over} months or more before D"
    return since_or_until(
        slug,
        title,
        spans(f"in care, {title.lower()}", since=since, until=until),
        by_age=False,
        definition=definition,
        technical=f"Current period of care began {bound}",
    )


UNDER_1_YEAR = _in_care_for(
    "in-care-under-1-year-percent", "In care for less than a year", "have been in care for less than a year", under=12
)
UNDER_3_YEARS = _in_care_for(
    "in-care-under-3-years-percent",
    "In care for less than three years",
    "have been in care for less than three years",
    under=36,
)
OVER_5_YEARS = _in_care_for(
    "in-care-5-years-percent", "In care for five years or more", "have been in care for five years or more", over=60
)

_NO_SEX = ~Q(sex__in=["F", "M"])
GIRLS = of_in_care(
    "girls-percent", "Girls", Better.NEITHER, Q(sex="F"), _NO_SEX, "are girls", "SEX is F (2 in older returns)"
)
BOYS = of_in_care(
    "boys-percent", "Boys", Better.NEITHER, Q(sex="M"), _NO_SEX, "are boys", "SEX is M (1 in older returns)"
)
MINORITY_ETHNIC_SHARE = of_in_care(
    "minority-ethnic-percent",
    "Black, Asian, mixed or other minority ethnic group",
    Better.NEITHER,
    Q(ethnicity__in=MINORITY_ETHNIC),
    Q(ethnicity__in=["", "REFU", "NOBT"]),
    "are of a Black, Asian, mixed or other minority ethnic group. Minorities that the list of codes counts among "
    "White are not",
    f"ETHNIC is {', '.join(MINORITY_ETHNIC)}",
)

MEASURES: tuple[Measure, ...] = (
    CHILDREN_IN_CARE,
    CARE_RATE,
    UASC_IN_CARE,
    UASC_SHARE,
    UNDER_5,
    AGED_13,
    AGED_16_17,
    TURNING_18,
    GIRLS,
    BOYS,
    MINORITY_ETHNIC_SHARE,
    UNDER_1_YEAR,
    UNDER_3_YEARS,
    OVER_5_YEARS,
)
