"""How often children in care move, and how long they stay."""

from django.db.models import Q

from sufficiency.core.measure import Better, Measure, Tally, Unit

from .build import EVERYBODY
from .relations import EPISODES, LONG_TERM, NO_BIRTH_DATE, PLACEMENTS_IN_YEAR, STABLE


def _placements(slug: str, title: str, words: str, least: int) -> Measure:
    return Measure(
        slug=slug,
        title=title,
        definition=f"Of the children in care on the day, how many in a hundred have lived in {words} in "
        "the twelve months up to it. Short stays such as holidays and hospital are not counted.",
        technical=f"Children with {least} or more placement spells that cover a day of the year to D, spells of "
        "temporary moves (PLACE T0 to T4) and of less than a day left out / children in care.",
        source=EPISODES,
        unit=Unit.PERCENT,
        better=Better.LOWER,
        numerator=Tally(PLACEMENTS_IN_YEAR, Q(placements__gte=least)),
        denominator=EVERYBODY,
    )


TWO_PLUS_PLACEMENTS = _placements(
    "two-plus-placements-percent", "More than one placement in a year", "more than one placement", 2
)
THREE_PLUS_PLACEMENTS = _placements(
    "three-plus-placements-percent", "Three or more placements in a year", "three or more placements", 3
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

MEASURES: tuple[Measure, ...] = (TWO_PLUS_PLACEMENTS, THREE_PLUS_PLACEMENTS, LONG_TERM_STABILITY)
