"""Children who come into care and who leave it, and where they go."""

from django.db.models import Q

from placements.codes import REC
from placements.missing import IN_CARE_IN_YEAR
from placements.rates import UnderlyingChange
from sufficiency.core.functions import birthday
from sufficiency.core.measure import Better, Measure, Tally, Unit

from .build import EVERYBODY_CEASED, NO_REASON, children, of_ceased
from .relations import CEASED, EPISODES, NO_BIRTH_DATE, STARTED

ADOPTION = ["E11", "E12"]
GUARDIANSHIP = ["E45", "E46", "E47", "E48", "E43", "E44"]
HOME = ["E4A", "E4B", "E4"]
AGED_16 = Q(ends__gte=birthday(16, "born"))

STARTED_IN_YEAR = children(
    "started-in-year",
    "Started in care in the year",
    Better.LOWER,
    counted=Tally(STARTED),
    definition="How many children came into the council's care in the twelve months up to the day.",
    technical="Distinct children with a period of care that starts in the year to D.",
)
STARTED_AGED_10 = Measure(
    slug="started-aged-10-percent",
    title="Came into care aged 10 or over",
    definition="Of the children who came into care in the twelve months up to the day, how many in a hundred were "
    "10 or older when they came.",
    technical="Aged 10 or over on the DECOM that starts the last of their periods of care in the year to D / children "
    "who started in the year to the day.",
    source=f"{EPISODES}, header",
    unit=Unit.PERCENT,
    better=Better.NEITHER,
    numerator=Tally(STARTED, Q(starts__gte=birthday(10, "born"))),
    denominator=Tally(STARTED),
    unknown=Tally(STARTED, NO_BIRTH_DATE),
)
CEASED_IN_YEAR = children(
    "ceased-in-year",
    "Left care in the year",
    Better.NEITHER,
    counted=EVERYBODY_CEASED,
    definition="How many children left the council's care in the twelve months up to the day.",
    technical="Distinct children with a period of care that ceases in the year to D; a child who ceased twice counts "
    "once, with the last exit.",
)
CEASED_AT_18 = children(
    "ceased-at-18-in-year",
    "Left care at 18 in the year",
    Better.NEITHER,
    counted=Tally(CEASED, Q(ceased_at_18=True)),
    unknown=Tally(CEASED, NO_BIRTH_DATE),
    definition="How many of those who left care in the twelve months up to the day had turned 18.",
    technical="Those of ceased-in-year whose last exit in the year is on or after their 18th birthday.",
    source=f"{EPISODES}, header",
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
    ceased=EVERYBODY_CEASED,
    unknown=Tally(CEASED, NO_BIRTH_DATE),
)
IN_CARE_AT_ANY_TIME = children(
    "in-care-in-year",
    "In care at any time in the year",
    Better.NEITHER,
    counted=Tally(IN_CARE_IN_YEAR),
    definition="How many children were in the council's care on at least one day of the twelve months up to the day.",
    technical="Distinct children in care on any day of the year to D; a period of care of less than a day is none.",
)
STAYED_UNTIL_18 = Measure(
    slug="stayed-until-18-percent",
    title="Stayed in care until 18",
    definition="Of the young people of 16 or older who left care in the twelve months up to the day, how many in a "
    "hundred had stayed until they were 18.",
    technical="Last exit on or after the 18th birthday / children who ceased in the year to the day, whose last "
    "exit is on or after their 16th birthday.",
    source=f"{EPISODES}, header",
    unit=Unit.PERCENT,
    better=Better.HIGHER,
    numerator=Tally(CEASED, Q(ceased_at_18=True)),
    denominator=Tally(CEASED, AGED_16),
    unknown=Tally(CEASED, NO_BIRTH_DATE),
)

ADOPTED = of_ceased("adopted-percent", "Left care by adoption", ADOPTION, "were adopted", Better.HIGHER)
SPECIAL_GUARDIANSHIP = of_ceased(
    "sgo-percent", "Left care to a special guardian", GUARDIANSHIP, "went to a special guardian", Better.HIGHER
)
RETURNED_HOME = of_ceased(
    "returned-home-percent", "Left care to go home", HOME, "went home to live with a parent", Better.HIGHER
)
RETURNED_UNPLANNED = of_ceased(
    "returned-home-unplanned-percent",
    "Left care to go home, not planned",
    ["E4B"],
    "went home to live with a parent before the care plan said so",
    Better.LOWER,
)
CHILD_ARRANGEMENTS = of_ceased(
    "child-arrangements-order-percent",
    "Left care by a child arrangements order",
    ["E41"],
    "went to live with somebody by a child arrangements order, called residence order in earlier days",
)
RELATIVES = of_ceased(
    "left-to-relatives-percent",
    "Left care to relatives without an order",
    ["E13"],
    "went to parents or relatives without parental responsibility",
)
INDEPENDENT = of_ceased(
    "independent-living-percent",
    "Left care to live independently",
    ["E5", "E6"],
    "went to live on their own, with formal support or without",
)
STAYED_PUT = of_ceased(
    "left-staying-put-percent",
    "Left care and stayed with the carer",
    ["E17"],
    "turned 18 and stayed with their foster carer",
    Better.HIGHER,
)
ADULT_SERVICES = of_ceased(
    "adult-services-percent", "Left care to adult social care", ["E7"], "moved to a home of adult social care"
)
AGE_ASSESSED = of_ceased(
    "age-assessed-adult-percent",
    "Left care found to be 18 or over",
    ["E15"],
    "were found to be 18 or older by an age assessment",
)
# Whatever the shares above leave: with the unknown, all shares add up to a hundred.
_NAMED = {*ADOPTION, *GUARDIANSHIP, *HOME, "E41", "E13", "E5", "E6", "E17", "E7", "E15", "X1"}
OTHER_REASONS = of_ceased(
    "left-for-other-reasons-percent",
    "Left care for another reason",
    [code for code in REC if code not in _NAMED],
    "left for a reason that no other share counts: custody, another council, abroad, death, or none of the list",
)
ADOPTIONS = children(
    "adopted-in-year",
    "Adopted in the year",
    Better.HIGHER,
    counted=Tally(CEASED, Q(reason_ceased__in=ADOPTION)),
    unknown=Tally(CEASED, NO_REASON),
    definition="How many children left care in the twelve months up to the day because they were adopted.",
    technical="Those of ceased-in-year whose last REC is E11 or E12.",
)
SPECIAL_GUARDIANSHIPS = children(
    "sgo-in-year",
    "Special guardianship orders in the year",
    Better.HIGHER,
    counted=Tally(CEASED, Q(reason_ceased__in=GUARDIANSHIP)),
    unknown=Tally(CEASED, NO_REASON),
    definition="How many children left care in the twelve months up to the day to live with a special guardian.",
    technical=f"Those of ceased-in-year whose last REC is {', '.join(GUARDIANSHIP)}.",
)

MEASURES: tuple[Measure, ...] = (
    STARTED_IN_YEAR,
    STARTED_AGED_10,
    CEASED_IN_YEAR,
    CEASED_AT_18,
    UNDERLYING_CHANGE,
    IN_CARE_AT_ANY_TIME,
    STAYED_UNTIL_18,
    ADOPTIONS,
    ADOPTED,
    SPECIAL_GUARDIANSHIPS,
    SPECIAL_GUARDIANSHIP,
    RETURNED_HOME,
    RETURNED_UNPLANNED,
    CHILD_ARRANGEMENTS,
    RELATIVES,
    INDEPENDENT,
    STAYED_PUT,
    ADULT_SERVICES,
    AGE_ASSESSED,
    OTHER_REASONS,
)
