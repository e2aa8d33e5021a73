"""How much a number of a register may be, for forms and files alike."""

from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

MOST = 32_767  # what the smallest of the whole-number fields holds


def bounds(field: Any) -> tuple[int, int]:
    """The least and the most that a field takes: as its validators say, or from 0 to what it can hold."""
    limits = {type(validator): validator for validator in field.validators}
    most = 10 ** (field.max_digits - field.decimal_places) - 1 if isinstance(field, models.DecimalField) else MOST
    if MaxValueValidator in limits:
        most = min(most, limits[MaxValueValidator].limit_value)
    return limits[MinValueValidator].limit_value if MinValueValidator in limits else 0, most
