"""When the children in care on a day turn 18."""

from datetime import date

from django.db.models import Q

from placements.measures.relations import IN_CARE
from sufficiency.core.functions import birthday
from sufficiency.core.models import Authority

OF_AGE = 18


def birthdays_to_come(authority: Authority, day: date, last: date, filters: Q | None = None) -> list[date]:
    """The 18th birthdays after a day and up to a later one, in their order; of children whose birth is known."""
    rows = IN_CARE.at(authority, day, filters).annotate(of_age=birthday(OF_AGE))
    return list(rows.filter(of_age__gt=day, of_age__lte=last).order_by("of_age").values_list("of_age", flat=True))
