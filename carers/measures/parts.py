"""What households are told apart by, and days worked out from those that entries carry, in SQL."""

from collections.abc import Callable, Mapping
from datetime import date

from django.db.models import DateField, Expression, F, Func, Value

from carers.models import Household, Status
from sufficiency.core.dates import OPEN
from sufficiency.core.measure import Dimension

KIND = Dimension("household-kind", "Kind of household", {str(kind.value): str(kind.label) for kind in Household.Kind})
LOCALITY = Dimension("household-locality", "Locality of the household", {})
STATUS = Dimension(
    "household-status", "Status of the household", {str(each.value): str(each.label) for each in Status.Status}
)
NEVER = Value(OPEN, output_field=DateField())  # what has not ended


def by(**fields: Dimension) -> Mapping[Dimension, Callable[[date], Expression | F]]:
    """For each dimension the field of the rows that says their part, whatever the day."""
    return {dimension: lambda _day, field=field: F(field) for field, dimension in fields.items()}  # type: ignore[misc]


def year_after(field: str) -> Func:
    """The first day on which the day of a field is no longer in the year to it."""
    return Func(F(field), Value(12), function="months_after", output_field=DateField())
