"""Measures of children's health, from the OC2 file of the latest return that has ended."""

from django.db.models import Q

from sufficiency.core.measure import Better, Relation, Tally, Unit

from .annual import YearlyMeasure
from .dimensions import OF_YEARLY_ROW
from .models import HealthYear

SOURCE = "SSDA903 return: OC2, episodes, header"
KIND = "oc2"
ALL_YEAR = "in a period of care on that 31 March that began on or before 1 April of the return year, with an OC2 row"


IN_CARE_ALL_YEAR = Relation(
    "in care all through the return year",
    HealthYear.objects.all,
    kinds=(KIND, "header", "episodes", "uasc"),
    needs=(KIND,),
    parts=OF_YEARLY_ROW,
)
NO_AGE = Q(age__isnull=True)
OF_SDQ_AGE = Q(age__gte=4, age__lte=16)
SCORED = OF_SDQ_AGE & Q(sdq_score__isnull=False)


def _up_to_date(slug: str, title: str, field: str, column: str, definition: str) -> YearlyMeasure:
    """A share of the children who were in care for the whole return year, by one flag of their OC2 row."""
    return YearlyMeasure(
        slug=slug,
        title=title,
        definition=f"Of the children who had been in care for the whole of the last return year, how many in a hundred "
        f"{definition}.",
        technical=f"{column} is 1 / {ALL_YEAR}, in the latest return that ended by the day.",
        source=SOURCE,
        unit=Unit.PERCENT,
        better=Better.HIGHER,
        kind=KIND,
        numerator=Tally(IN_CARE_ALL_YEAR, Q(**{field: "1"})),
        denominator=Tally(IN_CARE_ALL_YEAR),
        unknown=Tally(IN_CARE_ALL_YEAR, Q(**{field: ""})),
    )


HEALTH_ASSESSMENT = _up_to_date(
    "health-assessment-percent",
    "Health assessment",
    "health_assessment",
    "HEALTH_ASSESSMENT",
    "had the health assessments that were due",
)
DENTAL_CHECK = _up_to_date(
    "dental-check-percent", "Dental check", "teeth_check", "TEETH_CHECK", "had their teeth checked by a dentist"
)
IMMUNISATIONS = _up_to_date(
    "immunisations-percent",
    "Immunisations",
    "immunisations",
    "IMMUNISATIONS",
    "had had all immunisations that were due",
)
SDQ_AVERAGE = YearlyMeasure(
    slug="sdq-average",
    title="Strengths and difficulties, average score",
    definition="The mean score of the strengths and difficulties questionnaire of children aged 4 to 16 who had been "
    "in care for the whole of the last return year. Over 17 is a cause for concern.",
    technical=f"Sum of SDQ_SCORE / number scored, of those aged 4 to 16 on that 31 March, {ALL_YEAR}.",
    source=SOURCE,
    unit=Unit.SCORE,
    better=Better.LOWER,
    kind=KIND,
    numerator=Tally(IN_CARE_ALL_YEAR, SCORED, amount="sdq_score"),
    denominator=Tally(IN_CARE_ALL_YEAR, SCORED),
    unknown=Tally(IN_CARE_ALL_YEAR, NO_AGE),
)
SDQ_COMPLETION = YearlyMeasure(
    slug="sdq-completion-percent",
    title="Strengths and difficulties, completed",
    definition="Of the children aged 4 to 16 who had been in care for the whole of the last return year, for how many "
    "in a hundred the strengths and difficulties questionnaire was completed.",
    technical=f"SDQ_SCORE not blank / aged 4 to 16 on that 31 March, {ALL_YEAR}.",
    source=SOURCE,
    unit=Unit.PERCENT,
    better=Better.HIGHER,
    kind=KIND,
    numerator=Tally(IN_CARE_ALL_YEAR, SCORED),
    denominator=Tally(IN_CARE_ALL_YEAR, OF_SDQ_AGE),
    unknown=Tally(IN_CARE_ALL_YEAR, NO_AGE),
)

MEASURES = (HEALTH_ASSESSMENT, DENTAL_CHECK, IMMUNISATIONS, SDQ_AVERAGE, SDQ_COMPLETION)
