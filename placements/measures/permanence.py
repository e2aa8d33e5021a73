"""Adoption: decisions not carried out, decisions reversed, and how long the way took."""

from django.db.models import Q

from placements.dimensions import AGE_BAND as AGE
from placements.dimensions import ETHNICITY, OF_CHILD, SEX, age_when, of_day
from placements.models import AdoptedSpan, AdoptionWait, DecisionReversed
from sufficiency.core.measure import Better, Measure, Relation, Tally, Unit

from .build import children
from .relations import KINDS, LISTS_CHILDREN

DECISIONS = "placed_for_adoption"
AD1 = "ad1"
SOURCE = "SSDA903 return: AD1, episodes"

WAITING = Relation(
    "waiting for adopters",
    AdoptionWait.objects.all,
    kinds=(DECISIONS, *KINDS),
    needs=(DECISIONS,),
    in_care=True,
    lists=LISTS_CHILDREN,
    parts=OF_CHILD,
)
REVERSED = Relation(
    "decision reversed in the year",
    DecisionReversed.objects.all,
    kinds=(DECISIONS, *KINDS),
    needs=(DECISIONS,),
    parts=OF_CHILD,
)


ADOPTED_IN_YEAR = Relation(
    "adopted in the year",
    AdoptedSpan.objects.all,
    kinds=(AD1, DECISIONS, *KINDS),
    needs=(AD1,),
    parts={AGE: of_day(age_when("starts")), SEX: OF_CHILD[SEX], ETHNICITY: OF_CHILD[ETHNICITY]},
)


def _mean_days(slug: str, title: str, days: str, definition: str, technical: str) -> Measure:
    """The mean of a number of days over the children adopted in the year of whom it is known."""
    known = Q(**{f"{days}__gte": 0})
    return Measure(
        slug=slug,
        title=title,
        definition="Of the children adopted in the twelve months up to the day, how many days passed on average "
        f"{definition}.",
        technical=f"{technical}, of those of ceased-in-year whose last REC is E11 or E12, by the child's latest row "
        "of AD1. Whoever lacks a date, or has one before the other, is not known.",
        source=SOURCE,
        unit=Unit.DAYS,
        better=Better.LOWER,
        numerator=Tally(ADOPTED_IN_YEAR, known, amount=days),
        denominator=Tally(ADOPTED_IN_YEAR, known),
        unknown=Tally(ADOPTED_IN_YEAR, Q(**{f"{days}__isnull": True}) | Q(**{f"{days}__lt": 0})),
    )


NOT_PLACED = children(
    "adoption-decision-not-placed",
    "Decided for adoption and not yet placed",
    Better.LOWER,
    counted=Tally(WAITING),
    definition="How many children in care should be adopted by the council's decision and do not live with adopters "
    "yet.",
    technical="In care at D with a decision (DATE_PLACED) in the current period of care, by D and not reversed "
    "(DATE_PLACED_CEASED) by D, PLACE not A3 to A6 on D.",
    source="SSDA903 return: placed for adoption, episodes",
)
DECISIONS_REVERSED = children(
    "adoption-decision-reversed-in-year",
    "Adoption decisions reversed in the year",
    Better.LOWER,
    counted=Tally(REVERSED),
    definition="For how many children the decision that they should be adopted was reversed in the twelve months up "
    "to the day.",
    technical="Distinct children with DATE_PLACED_CEASED in the year to D.",
    source="SSDA903 return: placed for adoption",
)
DAYS_TO_MOVING_IN = _mean_days(
    "adoption-days-to-moving-in",
    "Days from coming into care to moving in with adopters",
    "days_to_moving_in",
    "from coming into care to moving in with the adopters",
    "Mean days from the start of the period of care to DATE_INT",
)
DAYS_TO_MATCH = _mean_days(
    "adoption-days-decision-to-match",
    "Days from decision to match with adopters",
    "days_to_match",
    "from the decision that the child should be adopted to the match with the adopters",
    "Mean days from the last DATE_PLACED between the start of the period of care and DATE_MATCH to DATE_MATCH",
)

MEASURES: tuple[Measure, ...] = (NOT_PLACED, DECISIONS_REVERSED, DAYS_TO_MOVING_IN, DAYS_TO_MATCH)
