"""Measures of needs that the return does not hold: disability, special educational needs and plans for them."""

from django.db.models import Q

from placements.dimensions import OF_SPAN
from placements.measures.relations import LISTS_CHILDREN
from placements.models import NeedSpan
from sufficiency.core.measure import Better, Measure, Relation, Tally, Unit

from .sources import CHILDREN_FILES, EPISODES

REGISTER = "child-needs"
SOURCE = f"Register of children's needs; {EPISODES}"

IN_CARE = Relation(
    "in care, with needs",
    NeedSpan.objects.all,
    filterable=True,
    kinds=(*CHILDREN_FILES, REGISTER),
    needs=(REGISTER,),
    lists=LISTS_CHILDREN,
    parts=OF_SPAN,
)


def _share(slug: str, title: str, field: str, definition: str) -> Measure:
    """A share of the children in care by their entry on needs that is in force."""
    return Measure(
        slug=slug,
        title=title,
        definition=f"Of the children in care on the day, how many in a hundred {definition}",
        technical=f"{field.upper()} is yes in the latest entry on or before D / children in care at D. Unknown: blank, "
        "or no entry.",
        source=SOURCE,
        unit=Unit.PERCENT,
        better=Better.NEITHER,
        numerator=Tally(IN_CARE, Q(**{field: True})),
        denominator=Tally(IN_CARE),
        unknown=Tally(IN_CARE, Q(**{f"{field}__isnull": True})),
    )


DISABLED = _share("disabled-percent", "Disabled", "disabled", "are disabled.")
SEN = _share("sen-percent", "Special educational needs", "sen", "have special educational needs.")
EHCP = _share(
    "ehcp-percent",
    "Education, health and care plan",
    "ehcp",
    "have an education, health and care plan.",
)
EHCP_CHILDREN = Measure(
    slug="ehcp-children",
    title="Children with an education, health and care plan",
    definition="How many children in care have an education, health and care plan on the day.",
    technical="EHCP is yes in the latest entry on or before D, in care at D. Unknown: blank, or no entry.",
    source=SOURCE,
    unit=Unit.CHILDREN,
    better=Better.NEITHER,
    numerator=Tally(IN_CARE, Q(ehcp=True)),
    unknown=Tally(IN_CARE, Q(ehcp__isnull=True)),
)

MEASURES = (DISABLED, SEN, EHCP, EHCP_CHILDREN)
