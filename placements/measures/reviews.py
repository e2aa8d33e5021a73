"""Reviews of children in care: in time, and with the child taking part."""

from dataclasses import replace

from django.db.models import Q

from placements.dimensions import OF_CHILD
from placements.missing import YearToDayMeasure
from placements.models import HeldReview, ReviewYear
from sufficiency.core.functions import until_next
from sufficiency.core.measure import Better, Measure, Relation, Tally, Unit

from .relations import KINDS, LISTS_CHILDREN

KIND = "reviews"
SOURCE = "SSDA903 return: reviews, episodes"
# Came and spoke, with an advocate or without words, or did not come and was heard all the same.
TOOK_PART = ["PN1", "PN2", "PN3", "PN5", "PN6"]
TOO_YOUNG = "PN0"

DUE_A_REVIEW = Relation(
    "due a review by then",
    ReviewYear.objects.all,
    in_care=True,
    kinds=(KIND, *KINDS),
    needs=(KIND,),
    lists=LISTS_CHILDREN,
    parts=OF_CHILD,
)
REVIEWS_IN_YEAR = Relation(
    "reviews in the year",
    lambda: HeldReview.objects.exclude(participation=TOO_YOUNG).annotate(
        until_next=until_next("starts", "child", ends="ends")
    ),
    kinds=(KIND, *KINDS),
    needs=(KIND,),
    parts=OF_CHILD,
)
REVIEWS_IN_YEAR = replace(
    REVIEWS_IN_YEAR, people=replace(REVIEWS_IN_YEAR, name="children reviewed in the year", ends="until_next")
)

ON_TIME = YearToDayMeasure(
    slug="reviews-on-time-percent",
    title="Reviewed on time",
    definition="Of the children in care on the day who were due a review by then, for how many in a hundred no "
    "review was late at any time in the twelve months up to the day.",
    technical="No day of the year to D on which a review was overdue / in care at D, first review due by D. Due: "
    "the first 20 working days after the period of care began, the second three months after the first, each later "
    "one six months after the last. Reviews are known from the first loaded return with a file of them on: who was "
    "in care before counts as reviewed on the 1 April on which it begins.",
    source=SOURCE,
    unit=Unit.PERCENT,
    better=Better.HIGHER,
    kind=KIND,
    numerator=Tally(DUE_A_REVIEW, Q(on_time=True)),
    denominator=Tally(DUE_A_REVIEW),
)
PARTICIPATION = YearToDayMeasure(
    slug="review-participation-percent",
    title="Took part in their review",
    definition="Of the reviews in the twelve months up to the day of children of 4 or older, in how many in a "
    "hundred the child came and was heard, or was heard without coming.",
    technical=f"REVIEW_CODE {', '.join(TOOK_PART)} / reviews held in the year to D, on a day of a period of care or "
    "the day on which it ceased, REVIEW_CODE not PN0 (under 4).",
    source=SOURCE,
    unit=Unit.PERCENT,
    better=Better.HIGHER,
    kind=KIND,
    numerator=Tally(REVIEWS_IN_YEAR, Q(participation__in=TOOK_PART)),
    denominator=Tally(REVIEWS_IN_YEAR),
    unknown=Tally(REVIEWS_IN_YEAR, Q(participation="")),
)

MEASURES: tuple[Measure, ...] = (ON_TIME, PARTICIPATION)
