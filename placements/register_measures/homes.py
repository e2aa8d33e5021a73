"""Measures of homes: places, who lives in them, and what the council thinks of them, by the registers of homes.

How it is worked out who lives in a home: docs/definitions.md, homes and places.
"""

from django.db.models import F, Q

from placements.amounts import AmountOfPeople, ShareOfAmount
from placements.models import HomeSpan, Rating, Registration
from placements.occupancy import CHILDRENS_HOMES, MAY_HAVE_CHILDREN
from sufficiency.core.measure import Better, Measure, Relation, Tally, Unit

from .sources import CHILDREN_FILES

SOURCE = "Registers of homes, their registrations and residents; SSDA903 return: episodes"
REGISTERS = ("homes", "home-registrations", "home-residents", "home-other-residents", "providers")
NEEDS = ("homes",)
HOMES = Relation(
    "homes",
    lambda: HomeSpan.objects.filter(is_there=True),
    kinds=(*CHILDREN_FILES, *REGISTERS, "quality-ratings"),
    needs=NEEDS,
    lists="the homes of the page Homes, with places and residents",
)

REGISTERED_HERE = Q(status=Registration.Status.REGISTERED, kind__in=CHILDRENS_HOMES, in_area=True)
NOT_COUNTED = Q(others__isnull=True)
ELSEWHERE = Q(is_own=False)
UNREGISTERED = ~Q(status__in=MAY_HAVE_CHILDREN)
HERE = "registered at D, KIND children's home, secure or short break, LOCATED_IN the council"
_PLACES = Tally(HOMES, REGISTERED_HERE, amount="places")
_RESIDENTS = Tally(HOMES, REGISTERED_HERE, amount="residents")


def _of_homes(slug: str, title: str, better: Better, definition: str, **declared: object) -> Measure:
    """A count over the registered children's homes in the area; homes and their places are no people."""
    return Measure(
        slug=slug,
        title=title,
        definition=definition,
        source=SOURCE,
        better=better,
        **{"smallest": 0, **declared},  # type: ignore[arg-type]
    )


HOMES_HERE = _of_homes(
    "childrens-homes-in-area",
    "Children's homes in the area",
    Better.HIGHER,
    "How many registered children's homes there are in the council's area, whoever runs them.",
    technical=f"Homes {HERE}.",
    unit=Unit.HOMES,
    numerator=Tally(HOMES, REGISTERED_HERE),
)
PLACES_HERE = _of_homes(
    "childrens-home-places-in-area",
    "Places in children's homes in the area",
    Better.HIGHER,
    "For how many children the registered children's homes in the council's area are registered.",
    technical=f"Sum of PLACES over homes {HERE}.",
    unit=Unit.PLACES,
    numerator=_PLACES,
)
# Whoever knows the places knows by those that are vacant how many children live in the others.
VACANT_HERE = AmountOfPeople(
    slug="vacant-home-places-in-area",
    title="Vacant places in children's homes in the area",
    better=Better.NEITHER,
    definition="How many places in the registered children's homes in the council's area are known to be free.",
    source=SOURCE,
    technical=f"Sum over homes {HERE} of PLACES - the council's children - children of others, never below 0. Homes "
    "in which nobody has counted the children of others add nothing; unknown: their places.",
    unit=Unit.PLACES,
    numerator=Tally(HOMES, REGISTERED_HERE, amount="vacant"),
    people=_RESIDENTS,
    all_people=_PLACES,
    unknown=Tally(HOMES, REGISTERED_HERE & NOT_COUNTED, amount="places"),
)
OCCUPANCY = ShareOfAmount(
    slug="childrens-home-occupancy-percent",
    title="Places in children's homes that are taken",
    definition="Of every hundred places in the registered children's homes in the council's area, how many have a "
    "child living in them, whosever child it is.",
    technical=f"The council's children and those of others / sum of PLACES, over homes {HERE}. Unknown: places of "
    "homes in which nobody has counted the children of others.",
    source=SOURCE,
    unit=Unit.PERCENT,
    better=Better.HIGHER,
    numerator=_RESIDENTS,
    denominator=_PLACES,
    unknown=Tally(HOMES, REGISTERED_HERE & NOT_COUNTED, amount="places"),
)
OWN_OCCUPANCY = ShareOfAmount(
    slug="childrens-home-own-children-percent",
    title="Places in children's homes taken by the council's children",
    definition="Of every hundred places in the registered children's homes in the council's area, how many have one of "
    "the council's own children living in them.",
    technical=f"The council's children / sum of PLACES, over homes {HERE}.",
    source=SOURCE,
    unit=Unit.PERCENT,
    better=Better.HIGHER,
    numerator=Tally(HOMES, REGISTERED_HERE, amount="own"),
    denominator=_PLACES,
)
OVER_NUMBER = _of_homes(
    "homes-over-number",
    "Homes with more children than places",
    Better.LOWER,
    "In how many homes more children are known to live than the home is registered for, wherever it stands.",
    technical="Homes in which the council's children and those of others are more than PLACES.",
    unit=Unit.HOMES,
    numerator=Tally(HOMES, Q(residents__gt=F("places"))),
)
IN_UNREGISTERED = Measure(
    slug="children-in-unregistered-homes",
    title="Children in homes that are not registered",
    definition="How many of the council's children live in a home that should be registered and is not.",
    technical="Children in care at D who live in a home whose registration at D is neither registered nor not "
    "required; nothing on record counts as not registered.",
    source=SOURCE,
    unit=Unit.CHILDREN,
    better=Better.LOWER,
    numerator=Tally(HOMES, UNREGISTERED, amount="own"),
)
UNDER_16_UNREGISTERED = Measure(
    slug="under-16-in-unregistered-homes",
    title="Under 16 in homes that are not registered",
    definition="How many of the council's children in homes that should be registered and are not are under 16. There "
    "should be none.",
    technical="Those of children-in-unregistered-homes who are under 16 on D. Unknown: no date of birth.",
    source=f"{SOURCE}, header",
    unit=Unit.CHILDREN,
    better=Better.LOWER,
    numerator=Tally(HOMES, UNREGISTERED, amount="under_16"),
    unknown=Tally(HOMES, UNREGISTERED, amount="ageless"),
)


def _rated(slug: str, title: str, better: Better, where: Q, definition: str) -> ShareOfAmount:
    """A share of the children in homes of other providers, by the council's own rating of the home."""
    return ShareOfAmount(
        slug=slug,
        title=title,
        definition=f"Of the council's children who live in homes of other providers, how many in a hundred "
        f"{definition}",
        technical=f"{title}, by the latest rating on or before D / children in care at D who live in a home of the "
        "register whose provider is not the council. Unknown: the home has no rating.",
        source=f"{SOURCE}; register of quality ratings",
        unit=Unit.PERCENT,
        better=better,
        numerator=Tally(HOMES, ELSEWHERE & where, amount="own"),
        denominator=Tally(HOMES, ELSEWHERE, amount="own"),
        unknown=Tally(HOMES, ELSEWHERE & Q(rating=""), amount="own"),
        also_needs=("quality-ratings",),
    )


RATINGS = (
    _rated(
        "homes-rated-percent",
        "In a home that is rated",
        Better.HIGHER,
        ~Q(rating=""),
        "live in one that the council has rated red, amber or green.",
    ),
    *(
        _rated(
            f"homes-rated-{rating.label.lower()}-percent",
            f"In a home rated {rating.label.lower()}",
            Better.HIGHER if rating is Rating.Rating.GREEN else Better.LOWER,
            Q(rating=rating),
            f"live in one that the council rates {rating.label.lower()}.",
        )
        for rating in Rating.Rating
    ),
)

MEASURES = (
    HOMES_HERE,
    PLACES_HERE,
    OCCUPANCY,
    OWN_OCCUPANCY,
    VACANT_HERE,
    OVER_NUMBER,
    IN_UNREGISTERED,
    UNDER_16_UNREGISTERED,
    *RATINGS,
)
